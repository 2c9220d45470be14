"""Letters in words, from an application's facts: to the candidate, or to who sent the candidate."""

from dataclasses import dataclass

from desktop.controllers.attestation import heading_of
from desktop.controllers.desk import Desk
from desktop.documents.letters.letter import Letter, LetterKind, Recipient
from desktop.queries.letters import LetterFacts, LetterRow
from sync.domain.calendar import add_days, paris_date
from sync.domain.job_applications import ApplicationState, JobApplication

ANSWER_DAYS = 21
"""Three weeks to say whether one is still interested; nobody is struck off by the program itself."""
_PENDING = (ApplicationState.NEW, ApplicationState.PROCESSING)
_DONE = (ApplicationState.ACCEPTED, ApplicationState.REFUSED, ApplicationState.POSTPONED)


@dataclass(frozen=True, slots=True)
class KindOfLetter:
    """What a letter is called, and the states of the applications it can speak of."""

    title: str
    states: tuple[str, ...]


KINDS = {
    LetterKind.RECEIVED: KindOfLetter("Candidature reçue", _PENDING),
    LetterKind.WAITING_LIST: KindOfLetter("Mise en liste d’attente", (ApplicationState.POSTPONED,)),
    LetterKind.STILL_INTERESTED: KindOfLetter("Toujours intéressé\u00a0?", (ApplicationState.POSTPONED,)),
    LetterKind.REFUSED: KindOfLetter("Candidature déclinée", (ApplicationState.REFUSED,)),
    LetterKind.ACCEPTED: KindOfLetter("Embauche", (ApplicationState.ACCEPTED,)),
    LetterKind.PRESCRIBER_ANSWER: KindOfLetter("Réponse au prescripteur", _DONE),
}


def may_get(kind: LetterKind, row: LetterRow) -> bool:
    """Whether a letter of that kind has somebody to go to."""
    return row.has_sender or kind is not LetterKind.PRESCRIBER_ANSWER


def letter_of(kind: LetterKind, facts: LetterFacts, desk: Desk) -> Letter:
    """The letter of that kind about an application; the message is the one written for its reader."""
    application, person, employer = facts.application, facts.person, facts.employer
    to_prescriber = kind is LetterKind.PRESCRIBER_ANSWER
    reasons = {reason.code: reason.label for reason in desk.rules.refusal_reasons}
    return Letter(
        kind=kind,
        sender=heading_of(employer),
        sender_contact=", ".join(part for part in (employer.phone, employer.email) if part),
        signatory=desk.profile.user_name,
        recipient=_sender(facts) if to_prescriber else _candidate(facts),
        candidate=f"{person.first_name} {person.last_name}",
        applied_on=paris_date(application.created_at),
        jobs=", ".join(facts.jobs),
        message=_message(kind, application),
        reason=reasons.get(application.refusal_reason, "") if to_prescriber else "",
        outcome=desk.rules.state_label(application.state) if to_prescriber else "",
        hiring_starts_on=application.hiring_starts_on,
        hiring_ends_on=application.hiring_ends_on,
        answer_before=add_days(desk.today, ANSWER_DAYS) if kind is LetterKind.STILL_INTERESTED else None,
    )


def _message(kind: LetterKind, application: JobApplication) -> str:
    """What the counsellor wrote to that reader; some letters say all by themselves."""
    if kind is LetterKind.PRESCRIBER_ANSWER:
        return application.answer_to_prescriber
    return "" if kind in {LetterKind.RECEIVED, LetterKind.STILL_INTERESTED} else application.answer


def _candidate(facts: LetterFacts) -> Recipient:
    person = facts.person
    town = f"{person.post_code} {person.city}".strip()
    return Recipient(
        name=f"{person.first_name} {person.last_name}",
        title={"Mme": "Madame", "M.": "Monsieur"}.get(person.title, ""),
        address_lines=tuple(line for line in (person.address_line_1, person.address_line_2, town) if line),
    )


def _sender(facts: LetterFacts) -> Recipient:
    """Only the name of an organisation travels to a workstation, not its address."""
    return Recipient(name=facts.application.sender_name, organization=facts.organization)
