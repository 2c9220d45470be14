"""What can be made on « Impression », and the lines one ticks for each: people hired, or applications to answer."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop import texts
from desktop.controllers.letter_papers import KINDS, may_get
from desktop.documents.letters.letter import LetterKind
from desktop.queries import letters, papers
from desktop.queries.figures import Period
from desktop.queries.lens import Lens
from desktop.queries.letters import LetterRow
from desktop.queries.papers import PaperRow
from sync.domain.rulebook import Rulebook


class PaperKind(StrEnum):
    """The papers, in the order of their tabs."""

    ATTESTATION = "attestation"
    FSE = "fse"
    CONTROL = "control"
    DIALOGUE = "dialogue"
    LETTER = "letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A line to tick. `on` is the day that the period keeps; `is_ready` False: it cannot be made yet, `aside` says."""

    key: str
    last_name: str
    first_name: str
    number: str
    detail: str
    on: date
    aside: str = ""
    is_ready: bool = True
    is_unsent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is asked for: the keys of lines in their order, the letter, the period of the dialogue (inclusive)."""

    kind: PaperKind
    keys: tuple[str, ...]
    letter: LetterKind
    period: Period


def lines(lens: Lens, kind: PaperKind, letter: LetterKind) -> tuple[PaperLine, ...]:
    """What one may tick for a paper; nothing for the dialogue, which is about everybody."""
    if kind is PaperKind.DIALOGUE:
        return ()
    if kind is PaperKind.LETTER:
        found = letters.rows(lens, KINDS[letter].states)
        return tuple(_of_application(row, lens.rules) for row in found if may_get(letter, row))
    return tuple(map(_of_pass, papers.read(lens)))


def _of_pass(row: PaperRow) -> PaperLine:
    number = f"PASS {texts.pass_number(row.number)}" if row.number else "PASS demandé"
    return PaperLine(
        key=row.pass_id,
        last_name=row.last_name,
        first_name=row.first_name,
        number=row.number or "",
        detail=f"{number} · embauche du {texts.day(row.hired_on)}",
        on=row.hired_on,
        aside=f"dès le {texts.day(row.prints_from)}" if row.prints_from else "",
        is_ready=row.is_printable,
        is_unsent=row.is_unsent,
    )


def _of_application(row: LetterRow, rules: Rulebook) -> PaperLine:
    return PaperLine(
        key=row.application_id,
        last_name=row.last_name,
        first_name=row.first_name,
        number="",
        detail=f"{rules.state_label(row.state)} depuis le {texts.day(row.since)}",
        on=row.since,
        is_unsent=row.is_unsent,
    )
