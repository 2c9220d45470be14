"""Letters: who writes to whom about what; each kind's sentences are a template of `resources/templates/letters`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop import texts
from desktop.documents.attestation import Heading, PrintStamp, heading_data, stamp_data
from desktop.documents.typesetting import PdfStandard, Typesetter, bundled_typesetter
from sync.domain.calendar import paris_date

TEMPLATE = "letters.typ"


class LetterKind(StrEnum):
    """What a letter says; each value names a template."""

    RECEIVED = "received"
    WAITING_LIST = "waiting-list"
    STILL_INTERESTED = "still-interested"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    PRESCRIBER_ANSWER = "prescriber-answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """To whom a letter goes. `title` is « Madame », « Monsieur », or "" where it is not known."""

    name: str
    organization: str = ""
    title: str = ""
    address_lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter. `candidate` is the person it is about, as letters name people (« Alice Martin »).

    `applied_on` is the day of the application; `jobs` what it was for, "" for any; `message` what the counsellor wrote
    to this recipient, in paragraphs; `reason` the label of a refusal's reason, only for a prescriber; `answer_before`
    the last day to answer (inclusive). Hiring days are inclusive.
    """

    kind: LetterKind
    sender: Heading
    sender_contact: str
    signatory: str
    recipient: Recipient
    candidate: str
    applied_on: date
    jobs: str = ""
    message: str = ""
    reason: str = ""
    outcome: str = ""
    hiring_starts_on: date | None = None
    hiring_ends_on: date | None = None
    answer_before: date | None = None


def render_letters(
    letters: Sequence[Letter],
    stamp: PrintStamp,
    standard: PdfStandard = PdfStandard.A_2A,
    typesetter: Typesetter | None = None,
) -> bytes:
    """One PDF, each letter on its own pages, in the order given (at least one); addresses fit a window envelope.

    Raises EnvironmentFault when templates or fonts are missing.
    """
    if not letters:
        message = "a file of letters needs at least one"
        raise ValueError(message)
    written_on = texts.long_day(paris_date(stamp.printed_at))
    data = stamp_data(stamp) | {"letters": [_letter(letter, written_on) for letter in letters]}
    return (typesetter or bundled_typesetter()).compile(TEMPLATE, data, stamp.printed_at, standard)


def _letter(letter: Letter, written_on: str) -> dict[str, object]:
    recipient = letter.recipient
    return {
        "kind": letter.kind,
        "employer": heading_data(letter.sender),
        "contact": letter.sender_contact,
        "city": letter.sender.city,
        "signatory": letter.signatory,
        "written_on": written_on,
        "recipient": [line for line in (recipient.organization, recipient.name, *recipient.address_lines) if line],
        "greeting": recipient.title or "Madame, Monsieur",
        "candidate": letter.candidate,
        "applied_on": texts.long_day(letter.applied_on),
        "jobs": letter.jobs,
        "message": [line for line in letter.message.splitlines() if line.strip()],
        "reason": letter.reason,
        "outcome": letter.outcome,
        "starts_on": _day(letter.hiring_starts_on),
        "ends_on": _day(letter.hiring_ends_on),
        "answer_before": _day(letter.answer_before),
    }


def _day(value: date | None) -> str:
    return texts.long_day(value) if value else ""
