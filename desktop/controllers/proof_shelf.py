"""Everybody's papers as the page « Justificatifs » lists and counts them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.controllers.cabinet import PersonFile


class ProofChip(StrEnum):
    """The chips over the list."""

    MISSING = "missing"
    EXPIRING = "expiring"
    TO_CHECK = "to_check"
    ALL = "all"

    def keeps(self, file: PersonFile) -> bool:
        """Whether the chip shows this person."""
        match self:
            case ProofChip.MISSING:
                return bool(file.missing) or file.fault is not None
            case ProofChip.EXPIRING:
                return bool(file.expiring)
            case ProofChip.TO_CHECK:
                return file.person.must_check
            case ProofChip.ALL:
                return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Everybody's papers, counted: people of each chip, papers that miss, people who owe them, papers about to end."""

    files: tuple[PersonFile, ...] = ()
    people: Mapping[ProofChip, int] = field(default_factory=lambda: dict.fromkeys(ProofChip, 0))
    missing: int = 0
    owing: int = 0
    ending: int = 0

    def fitting(self, chip: ProofChip, text: str) -> Iterator[PersonFile]:
        """The people a chip shows whose name has all words of a text, in order."""
        words = text.casefold().split()
        return (file for file in self.files if chip.keeps(file) and _has(file, words))


def file_key(row: object) -> str:
    """The id of a row's person."""
    return row.person.job_seeker_id if isinstance(row, PersonFile) else ""


def counted(files: object) -> Shelf:
    """In the store thread: of 40,000 people it takes a while."""
    found: tuple[PersonFile, ...] = files if isinstance(files, tuple) else ()
    return Shelf(
        files=found,
        people={chip: sum(map(chip.keeps, found)) for chip in ProofChip},
        missing=sum(len(file.missing) for file in found),
        owing=sum(bool(file.missing) for file in found),
        ending=sum(len(file.expiring) for file in found),
    )


def _has(file: PersonFile, words: Sequence[str]) -> bool:
    name = f"{file.person.last_name} {file.person.first_name}".casefold()
    return all(word in name for word in words)
