"""FSE files and control packs in the words of the papers, from what the queries found and what is kept."""

from collections.abc import Sequence

from desktop import texts
from desktop.controllers.attestation import heading_of, paper_of
from desktop.controllers.record import move_words
from desktop.documents.attestation import GradedDay
from desktop.documents.fse.dossier import Contract, DiagnosisSheet, Dossier, Event, HistoryLine, Paper
from desktop.documents.fse.job import ProofReader
from desktop.documents.packs.control import Control, Sampled
from desktop.documents.proofs.entries import Proof
from desktop.documents.proofs.handover import title_of
from desktop.documents.proofs.standing import Person, Standing, standings
from desktop.documents.proofs.store import ProofStore
from desktop.queries.dossier import Confirmation, DossierFacts
from desktop.queries.passes import Pause
from sync.domain.calendar import add_days, paris_date
from sync.domain.eligibility import EligibilityDiagnosis, expires_at
from sync.domain.job_applications import Transition
from sync.domain.rulebook import Rulebook

_COMMANDS = {"process": "study", "cancel": "cancel_hire"}


def dossier_of(facts: DossierFacts, store: ProofStore, rules: Rulebook) -> Dossier:
    """One person's file. Raises EnvironmentFault(`proof_index_damaged`) when the list of papers cannot be read."""
    record, hire = facts.attestation.record, facts.attestation.hire
    proofs = store.of(record.person.id)
    judged = criteria_of(facts, proofs, rules)
    return Dossier(
        key=hire.id,
        attestation=paper_of(facts.attestation),
        born_on=facts.born_on,
        diagnosis=_diagnosis(facts, judged, rules),
        contract=_contract(facts),
        events=(*(_suspension(pause, rules) for pause in record.pauses), *_prolongations(facts, rules)),
        history=_history(facts),
        papers=tuple(_paper(proof, store, rules) for proof in proofs),
    )


def criteria_of(facts: DossierFacts, proofs: Sequence[Proof], rules: Rulebook) -> tuple[Standing, ...]:
    """How each criterion of the diagnosis stands on the print day."""
    record, diagnosis = facts.attestation.record, facts.attestation.diagnosis
    person = Person(
        job_seeker_id=record.person.id,
        last_name=record.person.last_name,
        first_name=record.person.first_name,
        criteria=diagnosis.criteria if diagnosis else (),
        delivered_on=paris_date(record.card.iae_pass.created_at) if record.card.iae_pass.number else None,
    )
    return tuple(standings(person, proofs, rules, facts.attestation.today))


def control_of(every: Sequence[DossierFacts], store: ProofStore, rules: Rulebook) -> Control:
    """The pack over a sample, in the order given (at least one)."""
    year = every[0].attestation.today.year
    return Control(
        employer=heading_of(every[0].attestation.record.employer),
        title=f"Contrôle a posteriori {year}",
        people=tuple(_sampled(facts, store, rules) for facts in every),
    )


def graded(move: Transition, confirmations: dict[str, Confirmation]) -> GradedDay:
    """The day of an act and how sure it is; who confirmed it where somebody did."""
    name = f"job_application.{_COMMANDS.get(move.name, move.name)}"
    confirmation = confirmations.get(name, Confirmation(by="un administrateur de la structure", is_by_author=False))
    is_confirmed = move.grade == "confirmed"
    return GradedDay(
        on=paris_date(move.at),
        grade="claimed" if move.grade in {"local", ""} else move.grade,
        received_on=paris_date(move.received_at) if move.received_at else None,
        confirmed_by=confirmation.by if is_confirmed else "",
        is_confirmed_by_author=is_confirmed and confirmation.is_by_author,
    )


def _sampled(facts: DossierFacts, store: ProofStore, rules: Rulebook) -> Sampled:
    record, diagnosis = facts.attestation.record, facts.attestation.diagnosis
    own = diagnosis is not None and diagnosis.author_employer_id == record.employer.id
    return Sampled(
        last_name=record.person.last_name,
        first_name=record.person.first_name,
        number=record.card.iae_pass.number,
        hired_on=facts.attestation.hire.hiring_starts_on or record.card.iae_pass.starts_on,
        diagnosed_by=diagnosis.author_name if diagnosis else "",
        diagnosed=_recorded(diagnosis) if diagnosis else None,
        standings=criteria_of(facts, store.of(record.person.id), rules) if own else (),
    )


def _diagnosis(facts: DossierFacts, judged: tuple[Standing, ...], rules: Rulebook) -> DiagnosisSheet | None:
    diagnosis = facts.attestation.diagnosis
    if diagnosis is None:
        return None
    ends_on = paris_date(expires_at(diagnosis, rules))
    return DiagnosisSheet(
        author=diagnosis.author_name,
        organization=facts.attestation.diagnosis_organization,
        made=_recorded(diagnosis),
        holds_until=add_days(ends_on, -1) if rules.eligibility.expires_at_midnight else ends_on,
        standings=judged,
    )


def _recorded(diagnosis: EligibilityDiagnosis) -> GradedDay:
    """The rows that reach a workstation hold the day of a diagnosis, not how it was found."""
    on = paris_date(diagnosis.created_at)
    return GradedDay(on=on, grade="recorded", received_on=on)


def _contract(facts: DossierFacts) -> Contract | None:
    hire = facts.attestation.hire
    if hire.hiring_starts_on is None:
        return None
    return Contract(
        job=facts.job.name if facts.job else "Poste non précisé",
        starts_on=hire.hiring_starts_on,
        ends_on=hire.hiring_ends_on,
        kind=facts.contract_type,
        weekly_hours=f"{facts.weekly_hours}{texts.NBSP}h" if facts.weekly_hours else "",
    )


def _suspension(pause: Pause, rules: Rulebook) -> Event:
    suspension, code = pause.suspension, pause.detail.reason if pause.detail else ""
    labels = {reason.code: reason.label for reason in rules.suspensions.reasons}
    on, unsent = paris_date(suspension.created_at), pause.is_unsent
    return Event(
        what="Suspension",
        starts_on=suspension.starts_on,
        ends_on=suspension.ends_on,
        moved_days=(suspension.ends_on - suspension.starts_on).days,
        made=GradedDay(on=on, grade="claimed" if unsent else "recorded", received_on=None if unsent else on),
        reason=labels.get(code, code),
    )


def _prolongations(facts: DossierFacts, rules: Rulebook) -> list[Event]:
    labels = {reason.code: reason.label for reason in rules.prolongations.reasons}
    return [
        Event(
            what="Prolongation",
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            moved_days=(one.ends_on - one.starts_on).days,
            made=GradedDay(on=paris_date(one.created_at), grade="recorded", received_on=paris_date(one.created_at)),
            reason=labels.get(detail.reason, detail.reason) if detail else "",
        )
        for one, detail in facts.prolongations
    ]


def _history(facts: DossierFacts) -> tuple[HistoryLine, ...]:
    hire = facts.attestation.hire
    on = paris_date(hire.created_at)
    received = HistoryLine(
        what="Candidature reçue", who=hire.sender_name, day=GradedDay(on=on, grade="recorded", received_on=on)
    )
    moves = (
        HistoryLine(what=move_words(move.name, ""), who=move.user_name, day=graded(move, facts.confirmations))
        for move in facts.moves
    )
    return (received, *moves)


def _paper(proof: Proof, store: ProofStore, rules: Rulebook) -> Paper:
    criterion = rules.criterion(proof.filing.criterion)
    dated = f"daté du {texts.day(proof.filing.issued_on)}, " if proof.filing.issued_on else ""
    return Paper(
        title=proof.filing.title or (criterion.label if criterion else title_of(proof)),
        name=proof.name,
        media=proof.media,
        sha256=proof.sha256,
        size=proof.size,
        pages=proof.pages,
        detail=f"{dated}joint le {texts.day_of(proof.added_at)} par {proof.added_by}",
        read=ProofReader(store, proof),
    )
