"""The garden with diagnoses made by alice's own employer, who then owes the proofs."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from sync.domain.eligibility import AuthorKind, EligibilityDiagnosis
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
