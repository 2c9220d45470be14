"""What this workstation knows of the fields that the ASP extranet asks for an employee."""

from dataclasses import dataclass

from desktop.queries.attestation import AttestationFacts, gather
from desktop.queries.lens import Lens
from sync.domain.employers import Employer
from sync.domain.job_applications import SenderKind
from sync.domain.prescribers import PrescriberOrganization
from sync.replica.workstation import Workstation


@dataclass(frozen=True, slots=True, kw_only=True)
class AspFacts:
    """`attestation` has person, PASS and diagnosis; `oriented_by` is who sent the person, "" where that is not known.

    `is_spontaneous`: the person applied without being sent.
    """

    attestation: AttestationFacts
    oriented_by: str
    is_spontaneous: bool


def read(lens: Lens, workstation: Workstation, pass_id: str) -> AspFacts | None:
    """One employee; None when the PASS is not visible here."""
    facts = gather(lens, workstation, pass_id)
    if facts is None:
        return None
    hire = facts.hire
    organization = (
        lens.world.get(PrescriberOrganization, hire.sender_organization_id) if hire.sender_organization_id else None
    )
    employer = lens.world.get(Employer, hire.sender_employer_id) if hire.sender_employer_id else None
    sender = organization.name if organization else employer.display_name if employer else ""
    spontaneous = hire.sender_kind is SenderKind.JOB_SEEKER
    return AspFacts(attestation=facts, oriented_by=sender, is_spontaneous=spontaneous)
