"""The rulebook: every number, list and switch of an edition, as frozen data a rule asks."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """One edition of the rules (DOMAIN.md §3)."""

    edition: str


def parse(source: str) -> Rulebook:
    """The rulebook a TOML text describes; ValueError, with the key at fault, when it is not one."""
    return Rulebook(edition=tomllib.loads(source)["edition"])


@dataclass(frozen=True, slots=True)
class Editions:
    """The published editions, each with the instant from which it is in force."""

    in_force_from: tuple[tuple[datetime, Rulebook], ...]

    @classmethod
    def of(cls, rulebooks: Iterable[tuple[datetime, Rulebook]]) -> "Editions":
        """Editions in any order."""
        return cls(tuple(sorted(rulebooks, key=lambda item: item[0])))

    def at(self, instant: datetime) -> Rulebook:
        """The edition in force at an instant: the last one to begin at or before it, else the first."""
        begun = [rulebook for begins, rulebook in self.in_force_from if begins <= instant]
        return begun[-1] if begun else self.in_force_from[0][1]
