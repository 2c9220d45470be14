"""Lines of the Excel files in the words of the screen, from what the queries found."""

from dataclasses import fields
from typing import Any

from desktop.documents.exports import ApplicationLine, PassLine, Source, SuspensionLine
from desktop.queries.exports import ApplicationFacts, SentBy
from desktop.queries.passes import PassRecord, Pause
from sync.domain.passes import PassState
from sync.domain.rulebook import Rulebook

_SOURCES = {
    SentBy.OWN_EMPLOYER: Source.OWN_EMPLOYER,
    SentBy.EMPLOYER: Source.EMPLOYER,
    SentBy.ORIENTEUR: Source.ORIENTEUR,
    SentBy.AUTHORIZED_PRESCRIBER: Source.AUTHORIZED_PRESCRIBER,
    SentBy.JOB_SEEKER: Source.JOB_SEEKER,
}
_PASS_STATES = {
    PassState.VALID: "Valide",
    PassState.SUSPENDED: "En pause (suspendu)",
    PassState.FUTURE: "À venir",
    PassState.EXPIRED: "Terminé",
}


def application_line(facts: ApplicationFacts, rules: Rulebook) -> ApplicationLine:
    """The line of an application: codes become the labels of the edition."""
    values: dict[str, Any] = {field.name: getattr(facts, field.name) for field in fields(facts)}
    reasons = {reason.code: reason.label for reason in rules.refusal_reasons}
    values |= {
        "source": _SOURCES[facts.source],
        "state": rules.state_label(facts.state),
        "refusal_reason": reasons.get(facts.refusal_reason, facts.refusal_reason),
        "pass_state": _PASS_STATES[facts.pass_state] if facts.pass_state else "",
    }
    return ApplicationLine(**values)


def pass_line(record: PassRecord) -> PassLine:
    """The line of a PASS and its last hire."""
    person, employer, hire, iae_pass = record.person, record.employer, record.hires[0], record.card.iae_pass
    return PassLine(
        pole_emploi_id=person.pole_emploi_id,
        last_name=person.last_name,
        first_name=person.first_name,
        born_on=person.born_on,
        number=iae_pass.number or "",
        starts_on=iae_pass.starts_on,
        ends_on=iae_pass.ends_on,
        post_code=person.post_code,
        city=person.city,
        employer_post_code=employer.post_code,
        siret=employer.siret,
        employer_name=employer.display_name,
        employer_kind=str(employer.kind),
        hiring_starts_on=hire.hiring_starts_on,
        hiring_ends_on=hire.hiring_ends_on,
    )


def suspension_line(record: PassRecord, pause: Pause, rules: Rulebook) -> SuspensionLine:
    """The line of a pause; its reason stays empty where another employer wrote it."""
    code = pause.detail.reason if pause.detail else ""
    labels = {reason.code: reason.label for reason in rules.suspensions.reasons}
    return SuspensionLine(
        number=record.card.iae_pass.number or "",
        starts_on=pause.suspension.starts_on,
        ends_on=pause.suspension.ends_on,
        reason=labels.get(code, code),
        siret=record.employer.siret,
        employer_name=record.employer.display_name,
    )
