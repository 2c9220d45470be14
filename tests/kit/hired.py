"""Dave hired by alice's ACI under his PASS, and what may hang on that."""

from datetime import date

from sync.domain.job_applications import ApplicationState
from sync.domain.passes import PassStanding
from sync.domain.prolongations import ProlongationRequest
from tests.kit.conformance.lives import a_pass
from tests.kit.memory_world import MemoryWorld
from tests.kit.people import ACI, DAVE, NOON, application, small_world

TODAY = date(2021, 2, 8)


def hired(**fields: object) -> MemoryWorld:
    """Dave hired by the ACI under his PASS, from today."""
    iae_pass = a_pass(TODAY, date(2023, 2, 7))
    hire = application(state=ApplicationState.ACCEPTED, hiring_starts_on=TODAY, pass_id=iae_pass.id, **fields)
    return small_world(hire, iae_pass)


def request_on(pass_id: str) -> ProlongationRequest:
    """A pending request to prolong a PASS."""
    return ProlongationRequest(
        id="request-1",
        pass_id=pass_id,
        job_seeker_id=DAVE.id,
        employer_id=ACI.id,
        organization_id="organization-ml",
        prescriber_email="carol@ml.example",
        reason="RQTH",
        starts_on=TODAY,
        ends_on=TODAY,
        created_at=NOON,
    )


def standing_of_aci() -> PassStanding:
    """The ACI hired last under dave's PASS."""
    return PassStanding(id="standing", pass_id="pass-1", employer_id=ACI.id, is_last_hirer=True, hiring_starts_on=TODAY)
