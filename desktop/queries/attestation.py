"""What an attestation says of one PASS, gathered from its rows."""

from dataclasses import dataclass
from datetime import date, datetime

from desktop.queries.lens import Lens
from desktop.queries.passes import PassRecord, read
from sync.domain.eligibility import EligibilityDiagnosis
from sync.domain.employers import Employer, User
from sync.domain.inbox import InboxIssue
from sync.domain.job_applications import JobApplication, Transition
from sync.domain.prescribers import PrescriberOrganization
from sync.domain.seals import PassSeal
from sync.replica.workstation import Workstation
from sync.store.types import instant_from_text


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationFacts:
    """A PASS with its hire's history line and diagnosis. `synced_at` is None before the first exchange.

    `confirmed_by` is who confirmed the day of the hire, "" where nobody had to; it may be who made it.
    """

    record: PassRecord
    hire: JobApplication
    accepted: Transition | None
    diagnosis: EligibilityDiagnosis | None
    diagnosis_organization: str
    seal: PassSeal | None
    printed_at: datetime
    synced_at: datetime | None
    today: date
    confirmed_by: str = ""
    is_confirmed_by_author: bool = False


def gather(lens: Lens, workstation: Workstation, pass_id: str) -> AttestationFacts | None:
    """All an attestation needs; None when the PASS is not visible here."""
    record = read(lens, pass_id)
    if record is None:
        return None
    world, hire = lens.world, record.hires[0]
    moves = world.find(Transition, job_application_id=hire.id, to_state="accepted")
    diagnosis = world.get(EligibilityDiagnosis, hire.diagnosis_id) if hire.diagnosis_id else None
    synced_at = workstation.meta().get("synced_at", "")
    confirmed_by, is_author = _confirmer(lens, hire.id)
    return AttestationFacts(
        record=record,
        hire=hire,
        accepted=max(moves, key=lambda move: move.at, default=None),
        diagnosis=diagnosis,
        diagnosis_organization=_organization(lens, diagnosis),
        seal=next(iter(world.find(PassSeal, pass_id=pass_id, employer_id=record.employer.id)), None),
        printed_at=lens.now,
        synced_at=instant_from_text(synced_at) if synced_at else None,
        today=lens.today,
        confirmed_by=confirmed_by,
        is_confirmed_by_author=is_author,
    )


def _confirmer(lens: Lens, application_id: str) -> tuple[str, bool]:
    """Who confirmed the day of an acceptance, as far as this workstation is told, and whether they had made it."""
    confirmed = {"subject_id": application_id, "command_name": "job_application.accept", "closed_how": "confirmed"}
    issue = next(iter(lens.world.find(InboxIssue, **confirmed)), None)
    user = lens.world.get(User, issue.closed_by) if issue else None
    return (user.display_name if user else "", issue is not None and issue.closed_by == issue.user_id)


def _organization(lens: Lens, diagnosis: EligibilityDiagnosis | None) -> str:
    if diagnosis is None:
        return ""
    if diagnosis.author_organization_id:
        organization = lens.world.get(PrescriberOrganization, diagnosis.author_organization_id)
        return organization.name if organization else ""
    employer_id = diagnosis.author_employer_id
    employer = lens.world.get(Employer, employer_id) if employer_id else None
    return employer.display_name if employer else ""
