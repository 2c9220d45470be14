"""Cancelling and moving a hire: until when, what becomes of its PASS, and who is the last hirer then."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sync.domain.commands import decide
from sync.domain.hiring import CancelHire, PostponeHire
from sync.domain.issuing import release_pass
from sync.domain.job_applications import (
    ApplicationState,
    EmployeeRecord,
    JobApplication,
    SenderKind,
)
from sync.domain.passes import Pass, PassStanding
from sync.domain.prolongations import Prolongation, ProlongationDetail, ProlongationRequest
from sync.domain.suspensions import Suspension, SuspensionDetail
from tests.kit.conformance.lives import a_pass, a_prolongation, a_suspension
from tests.kit.deciding import refusal, the
from tests.kit.hired import hired, request_on, standing_of_aci
from tests.kit.people import (
    ACI,
    BOB,
    EI,
    NOON,
    RULES_2026,
    application,
    context,
    small_world,
)

TODAY = date(2021, 2, 8)
CANCEL = CancelHire(job_application_id="application-1")
IN_2026: dict[str, Any] = {"rules": RULES_2026, "now": datetime(2026, 6, 15, 10, tzinfo=UTC)}


@pytest.mark.parametrize(("days", "is_possible"), [(0, True), (4, True), (5, False)])
def test_a_hire_can_be_cancelled_until_the_fourth_day_after_its_start(days: int, *, is_possible: bool) -> None:
    """« 96 h » in whole days (2021)."""
    world = hired()
    later = context(now=NOON + timedelta(days=days))
    if is_possible:
        decide(CANCEL, later, world)
        assert the(JobApplication, world).state is ApplicationState.CANCELLED
    else:
        violation = refusal(CANCEL, later, world)
        assert (violation.code, violation.facts["last_day"]) == ("cancellation_too_late", date(2021, 2, 12))


def test_cancelling_deletes_a_pass_that_nothing_else_uses() -> None:
    """With all that hangs on it; the application keeps its dates."""
    world = hired(diagnosis_id="diagnosis-1")
    pause, more = a_suspension("2021-02-08", "2021-02-09"), a_prolongation(TODAY, 3)
    world.add(
        pause,
        SuspensionDetail(id=pause.id, employer_id=ACI.id, reason="SICKNESS"),
        more,
        ProlongationDetail(id=more.id, employer_id=ACI.id, reason="RQTH"),
        request_on("pass-1"),
        standing_of_aci(),
        EmployeeRecord(id="record", job_application_id="application-1", employer_id=ACI.id, created_at=NOON),
    )
    decide(CANCEL, context(), world)
    for kind in (
        *(Pass, PassStanding, Suspension, SuspensionDetail, EmployeeRecord),
        *(Prolongation, ProlongationDetail, ProlongationRequest),
    ):
        assert not world.find(kind), kind
    cancelled = the(JobApplication, world)
    assert (cancelled.pass_id, cancelled.diagnosis_id, cancelled.hiring_starts_on) == (None, None, TODAY)


def test_a_pass_used_elsewhere_survives_a_cancellation_and_changes_hands() -> None:
    """In 2021 the cancelled application keeps its link: it still counts as using the PASS."""
    world = hired()
    other = application(
        id="application-2",
        employer_id=EI.id,
        state=ApplicationState.ACCEPTED,
        hiring_starts_on=TODAY,
        pass_id="pass-1",
    )
    world.add(other, standing_of_aci())
    decide(CANCEL, context(), world)
    assert the(PassStanding, world).employer_id == EI.id
    assert the(PassStanding, world).is_last_hirer
    assert the(JobApplication, world, "application-1").pass_id == "pass-1"
    decide(replace(CANCEL, job_application_id="application-2"), context(BOB, command_id="c2"), world)
    assert the(Pass, world)


def test_two_hires_of_one_employer_leave_its_standing_when_one_is_cancelled() -> None:
    """The remaining hire speaks for it; in 2026 the link is cleared."""
    world = hired()
    world.add(
        application(id="application-2", state=ApplicationState.ACCEPTED, hiring_starts_on=TODAY, pass_id="pass-1"),
        standing_of_aci(),
    )
    decide(CANCEL, context(rules=RULES_2026), world)
    assert {one.is_last_hirer for one in world.find(PassStanding)} == {False, True}
    assert the(JobApplication, world, "application-1").pass_id is None


def test_cancelling_a_hire_without_pass_clears_nothing_else() -> None:
    """A GEIQ's hire, or one whose PASS is not visible here."""
    for pass_id in (None, "pass-unseen"):
        world = small_world(application(state=ApplicationState.ACCEPTED, hiring_starts_on=TODAY, pass_id=pass_id))
        decide(CANCEL, context(), world)
        assert the(JobApplication, world).state is ApplicationState.CANCELLED


def test_an_old_hire_without_known_day_can_be_cancelled() -> None:
    """Nothing says it is too late."""
    world = small_world(application(state=ApplicationState.ACCEPTED))
    decide(CANCEL, context(), world)
    release_pass(the(JobApplication, world), context(), world)
    assert the(JobApplication, world).pass_id is None


def test_cancelling_in_a_waiting_period_is_blocked_in_2021() -> None:
    """Unless an authorised prescriber sent the person (platform-rules.md §1.4)."""
    ended = replace(a_pass(date(2018, 6, 1), date(2020, 5, 31)), id="pass-0")
    hire = application(
        state=ApplicationState.ACCEPTED,
        hiring_starts_on=TODAY,
        sender_kind=SenderKind.JOB_SEEKER,
        sender_organization_id=None,
    )
    assert refusal(CANCEL, context(), small_world(hire, ended)).code == "in_waiting_period"


def test_a_sent_employee_record_forbids_cancelling_in_2026() -> None:
    """Not in 2021, which knows none."""
    sent = EmployeeRecord(
        id="record", job_application_id="application-1", employer_id=ACI.id, was_sent=True, created_at=NOON
    )
    world = hired()
    world.put(sent)
    assert refusal(CANCEL, context(rules=RULES_2026), world).code == "employee_record_sent"
    decide(CANCEL, context(), world)


def test_an_accepted_hire_moves_in_2026_only() -> None:
    """In 2021 the dates of a hire cannot change."""
    act = PostponeHire(job_application_id="application-1", hiring_starts_on=date(2026, 7, 1))
    hire = application(state=ApplicationState.ACCEPTED, hiring_starts_on=date(2026, 6, 20))
    world = small_world(hire)
    assert refusal(act, context(now=IN_2026["now"]), world).code == "hiring_not_movable"
    decide(act, context(**IN_2026), world)
    assert the(JobApplication, world).hiring_starts_on == date(2026, 7, 1)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": ApplicationState.ACCEPTED, "hiring_starts_on": date(2026, 6, 15)},
        {"state": ApplicationState.ACCEPTED},
        {"state": ApplicationState.REFUSED, "hiring_starts_on": date(2026, 6, 20)},
    ],
)
def test_a_hire_that_has_begun_does_not_move(fields: dict[str, Any]) -> None:
    """Nor what is no hire."""
    act = PostponeHire(job_application_id="application-1", hiring_starts_on=date(2026, 7, 1))
    assert refusal(act, context(**IN_2026), small_world(application(**fields))).code == "hiring_has_begun"


def test_a_pass_that_has_begun_stays_when_the_hire_moves() -> None:
    """Only a future one moves along."""
    iae_pass = a_pass(date(2026, 1, 1), date(2027, 12, 31))
    hire = application(state=ApplicationState.ACCEPTED, hiring_starts_on=date(2026, 6, 20), pass_id=iae_pass.id)
    world = small_world(hire, iae_pass)
    act = PostponeHire(job_application_id="application-1", hiring_starts_on=date(2026, 7, 1))
    decide(act, context(**IN_2026), world)
    assert the(Pass, world) == iae_pass


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "code"),
    [
        (date(2026, 6, 15), None, None),
        (date(2026, 7, 15), date(2026, 7, 15), None),
        (date(2026, 6, 14), date(2026, 6, 1), "hiring_starts_in_past"),
        (date(2026, 7, 16), None, "hiring_moved_too_far"),
        (date(2026, 6, 30), date(2026, 6, 29), "hiring_ends_before_start"),
    ],
)
def test_a_hire_moves_between_today_and_thirty_days(starts_on: date, ends_on: date | None, code: str | None) -> None:
    """Both limits inclusive; the new end comes along."""
    hire = application(state=ApplicationState.ACCEPTED, hiring_starts_on=date(2026, 6, 20), pass_id="unseen")
    world = small_world(hire)
    act = PostponeHire(job_application_id="application-1", hiring_starts_on=starts_on, hiring_ends_on=ends_on)
    if code:
        assert refusal(act, context(**IN_2026), world).code == code
    else:
        decide(act, context(**IN_2026), world)
        assert the(JobApplication, world) == replace(hire, hiring_starts_on=starts_on, hiring_ends_on=ends_on)


@pytest.mark.parametrize(
    ("begun_on", "code"), [(date(2026, 6, 15), "hiring_moved_past_pass"), (date(2026, 6, 16), None)]
)
def test_a_hire_moves_before_the_end_of_a_pass_that_has_begun(begun_on: date, code: str | None) -> None:
    """Strictly; a PASS that begins tomorrow moves along and is of full length again."""
    iae_pass = a_pass(begun_on, date(2026, 7, 1))
    hire = application(state=ApplicationState.ACCEPTED, hiring_starts_on=date(2026, 6, 20), pass_id=iae_pass.id)
    world = small_world(hire, iae_pass)
    act = PostponeHire(job_application_id="application-1", hiring_starts_on=date(2026, 7, 1))
    if code:
        violation = refusal(act, context(**IN_2026), world)
        assert (violation.code, violation.facts["latest"]) == (code, date(2026, 6, 30))
    else:
        decide(act, context(**IN_2026), world)
        moved = the(Pass, world)
        assert (moved.starts_on, moved.initial_ends_on, moved.ends_on) == (
            date(2026, 7, 1),
            date(2028, 6, 29),
            date(2028, 6, 29),
        )
