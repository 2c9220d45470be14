"""The garden with more in it: diagnoses of its own, which owe proofs, or an invitation from elsewhere."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from sync.domain.eligibility import AuthorKind, EligibilityDiagnosis
from sync.domain.employers import Invitation
from sync.domain.job_applications import JobApplication
from sync.replica.workstation import Workstation
from tests.kit import garden
from tests.kit.pulls import HandMadeServer

OWED: Mapping[int, tuple[str, ...]] = {5: ("RSA",), 14: ("CAP_BEP", "QPV", "TH")}
"""The criteria of candidates by number, both hired."""


def own_diagnosis(number: int, criteria: tuple[str, ...]) -> EligibilityDiagnosis:
    """What alice swore about the number-th candidate two days before."""
    return EligibilityDiagnosis(
        id=f"own-{number}",
        job_seeker_id=f"person-{number}",
        author_kind=AuthorKind.EMPLOYER,
        author_user_id=garden.ALICE.id,
        author_name=garden.ALICE.display_name,
        author_employer_id=garden.GARDEN.id,
        criteria=criteria,
        created_at=garden.NOW - timedelta(days=2),
    )


def with_own_diagnoses(workstation: Workstation, owed: Mapping[int, tuple[str, ...]] = OWED) -> None:
    """Let these hires rest on diagnoses of the garden's own, as by another full pull."""
    rows = [_on_own_diagnosis(row, owed) for row in garden.entities()]
    server = HandMadeServer()
    server.put(f"employer:{garden.GARDEN.id}", *rows, *(own_diagnosis(*each) for each in owed.items()))
    workstation.apply(server.full_pull(), is_full=True)


def _on_own_diagnosis(row: object, owed: Mapping[int, tuple[str, ...]]) -> object:
    hires = {f"application-{number}": number for number in owed}
    if isinstance(row, JobApplication) and row.id in hires:
        return replace(row, diagnosis_id=f"own-{hires[row.id]}")
    return row


def with_invitation(workstation: Workstation, **changes: object) -> None:
    """Let Marc Durand ask alice to join « Les Jardins du Haut », as by another full pull."""
    sister = replace(garden.GARDEN, id="employer-haut", brand="Les Jardins du Haut", siret="85347120500021")
    asked = Invitation(
        id="invitation-1",
        employer_id=sister.id,
        email=garden.ALICE.email,
        first_name="Alice",
        last_name="Martin",
        invited_by="Marc Durand",
        ends_on=garden.NOW.date() + timedelta(days=14),
        created_at=garden.NOW - timedelta(days=1),
    )
    server = HandMadeServer()
    server.put(f"employer:{garden.GARDEN.id}", *garden.entities())
    server.put("directory", sister)
    server.put(f"user:{garden.ALICE.id}", replace(asked, **changes))  # type: ignore[arg-type]
    workstation.apply(server.full_pull(), is_full=True)
