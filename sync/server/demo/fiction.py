"""The words the fiction is made of, read from `resources/samples/fiction.toml`."""

import tomllib
from dataclasses import dataclass

import msgspec

from sync.resources import read_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A prescriber's message is one sentence of each list."""

    openings: tuple[str, ...]
    experiences: tuple[str, ...]
    mobility: tuple[str, ...]
    closings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the structure writes back."""

    postponed: str
    refused: str
    to_prescriber: str
    accepted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job of the main structure, on a real ROME appellation."""

    appellation: str
    name: str
    description: str
    is_open: bool
    is_published: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Somebody who signs in; `place` is a role of `Cast`."""

    email: str
    first_name: str
    last_name: str
    place: str
    is_admin: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fiction:
    """All of it."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]
    streets: tuple[str, ...]
    message: Message
    answers: Answers
    jobs: tuple[Job, ...]
    users: tuple[Signer, ...]


def load() -> Fiction:
    """The shipped fiction."""
    return msgspec.convert(tomllib.loads(read_text("samples", "fiction.toml")), Fiction)
