"""What a write changed, so that screens know what to read again."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """The touched rows as (table name, row id); `everything` after a rebuild, when no list would help."""

    rows: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    everything: bool = False

    def __or__(self, other: "ChangeSet") -> "ChangeSet":
        return ChangeSet(self.rows | other.rows, self.everything or other.everything)

    def __bool__(self) -> bool:
        return self.everything or bool(self.rows)

    def touches(self, *tables: str) -> bool:
        """Whether a row of one of these tables changed."""
        return self.everything or any(table in tables for table, _ in self.rows)


def joined(changes: Iterable[ChangeSet]) -> ChangeSet:
    """All of them as one, in time proportional to their rows."""
    several = tuple(changes)
    rows = frozenset[tuple[str, str]]().union(*(each.rows for each in several))
    return ChangeSet(rows, everything=any(each.everything for each in several))
