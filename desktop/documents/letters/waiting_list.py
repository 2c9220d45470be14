"""« Toujours intéressé ? »: whom to ask, and the letters that ask (DOMAIN.md §4, waiting lists of ACI and EI)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from desktop.documents.attestation import Heading
from desktop.documents.letters.letter import Letter, LetterKind, Recipient
from sync.domain.calendar import add_days

ANSWER_DAYS = 21
"""Three weeks to answer; nobody is struck off by the program itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An application on the waiting list. `asked_on` is when its candidate was last asked, None never."""

    job_application_id: str
    candidate: str
    recipient: Recipient
    applied_on: date
    waiting_since: date
    jobs: str = ""
    asked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who signs the letters."""

    sender: Heading
    contact: str
    signatory: str


def to_ask(waiting: Iterable[Waiting], today: date, after_days: int) -> list[Waiting]:
    """Who has waited, and not been asked, for at least so many days; the longest wait first."""
    last = add_days(today, -after_days)
    silent = (one for one in waiting if one.waiting_since <= last and (one.asked_on is None or one.asked_on <= last))
    return sorted(silent, key=lambda one: (one.waiting_since, one.candidate.casefold()))


def asking_letters(waiting: Iterable[Waiting], asker: Asker, today: date) -> list[Letter]:
    """One letter each, with a slip to send back."""
    return [
        Letter(
            kind=LetterKind.STILL_INTERESTED,
            sender=asker.sender,
            sender_contact=asker.contact,
            signatory=asker.signatory,
            recipient=one.recipient,
            candidate=one.candidate,
            applied_on=one.applied_on,
            jobs=one.jobs,
            answer_before=add_days(today, ANSWER_DAYS),
        )
        for one in waiting
    ]
