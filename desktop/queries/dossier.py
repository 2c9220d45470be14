"""What one person's FSE file says beside the attestation: pauses, prolongations, the contract, who did what when."""

from dataclasses import dataclass
from datetime import date

from desktop.queries.attestation import AttestationFacts, gather
from desktop.queries.lens import Lens
from desktop.queries.record import Job, job_of
from sync.domain.employers import User
from sync.domain.inbox import InboxIssue, IssueKind
from sync.domain.job_applications import Transition
from sync.domain.job_descriptions import JobDescription
from sync.domain.prolongations import Prolongation, ProlongationDetail
from sync.domain.settling import Settlement
from sync.replica.workstation import Workstation


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """Who confirmed a claimed date, and whether it was who acted."""

    by: str
    is_by_author: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierFacts:
    """`attestation` has the PASS, its pauses and its hire; `moves` are in order; `holds_until` is inclusive."""

    attestation: AttestationFacts
    moves: tuple[Transition, ...]
    prolongations: tuple[tuple[Prolongation, ProlongationDetail | None], ...]
    job: Job | None
    contract_type: str
    weekly_hours: int | None
    confirmations: dict[str, Confirmation]
    born_on: date | None


def read(lens: Lens, workstation: Workstation, pass_id: str) -> DossierFacts | None:
    """Everything about a PASS and its last hire; None when it is not visible here."""
    facts = gather(lens, workstation, pass_id)
    if facts is None:
        return None
    world, hire = lens.world, facts.hire
    description = world.get(JobDescription, hire.hired_job_description_id) if hire.hired_job_description_id else None
    moves = sorted(world.find(Transition, job_application_id=hire.id), key=lambda move: (move.at, move.id))
    longer = sorted(world.find(Prolongation, pass_id=pass_id), key=lambda one: one.starts_on)
    return DossierFacts(
        attestation=facts,
        moves=tuple(moves),
        prolongations=tuple((one, world.get(ProlongationDetail, one.id)) for one in longer),
        job=job_of(world, hire.hired_job_description_id),
        contract_type=description.contract_type if description else "",
        weekly_hours=description.hours_per_week if description else None,
        confirmations=_confirmations(lens, hire.id),
        born_on=facts.record.person.born_on,
    )


def _confirmations(lens: Lens, application_id: str) -> dict[str, Confirmation]:
    """By the name of the confirmed command."""
    world = lens.world
    found = {}
    for issue in world.find(InboxIssue, subject_id=application_id, closed_how=str(Settlement.CONFIRMED)):
        if issue.kind is IssueKind.CONFIRMATION and issue.closed_by:
            user = world.get(User, issue.closed_by)
            name = user.display_name if user else "un administrateur de la structure"
            found[issue.command_name] = Confirmation(by=name, is_by_author=issue.closed_by == issue.user_id)
    return found
