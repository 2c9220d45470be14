"""A proof: which paper, about whom, for which criterion, and when it was given out."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Media(StrEnum):
    """What a proof's bytes are."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A paper that may be kept: its file name, content, kind, number of pages and small picture (JPEG)."""

    name: str
    content: bytes
    media: Media
    pages: int
    thumbnail: bytes


class Source(StrEnum):
    """How a proof came in."""

    DROPPED = "dropped"
    SCANNER = "scanner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What the counsellor says about a paper when attaching it.

    `criterion` is the rulebook's code, "" for another paper (a signed contract), which `title` then names. `issued_on`
    is the day written on the paper, `ends_on` the last day it states for itself (inclusive). `is_lasting` says that the
    paper is no sworn statement but, for instance, a diploma, whose age does not matter.
    """

    job_seeker_id: str
    criterion: str = ""
    title: str = ""
    issued_on: date | None = None
    ends_on: date | None = None
    is_lasting: bool = False
    note: str = ""
    source: Source = Source.DROPPED


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A kept paper. `name` is the file's own name, `sha256` that of its content, `size` in bytes."""

    id: str
    filing: Filing
    name: str
    media: Media
    size: int
    sha256: str
    pages: int
    added_at: datetime
    added_by: str
