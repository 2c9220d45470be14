"""Sending applications: who may, to whom, and what the employer and the sender see of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from sync.domain.attachments import Resume
from sync.domain.commands import Status, decide
from sync.domain.employers import EmployerKind
from sync.domain.job_applications import ApplicationState, JobApplication, SenderKind, SentApplication
from sync.domain.job_descriptions import JobDescription
from sync.domain.sending import Submit
from sync.domain.suspensions import SuspensionDetail
from sync.domain.visibility import Visibility
from tests.kit.conformance.lives import a_pass, a_suspension
from tests.kit.deciding import refusal, the
from tests.kit.people import (
    ACI,
    ALICE,
    BOB,
    CAROL,
    DAVE,
    EI,
    LONG_AGO,
    MISSION_LOCALE,
    NOON,
    ORIENTEUR,
    RULES_2026,
    actor,
    application,
    context,
    prescriber_membership,
    small_world,
)

SUBMIT = Submit(
    job_application_id="application-1",
    job_seeker_id=DAVE.id,
    employer_id=ACI.id,
    sender_kind="prescriber",
    sender_organization_id=MISSION_LOCALE.id,
    message="Dave cherche un poste.",
)
OWN = replace(SUBMIT, sender_kind="employer", sender_organization_id=None, sender_employer_id=ACI.id)


def job(**fields: object) -> JobDescription:
    """A job of the ACI."""
    defaults = {"id": "job", "employer_id": ACI.id, "appellation_id": "11573"}
    return JobDescription(**(defaults | fields), created_at=LONG_AGO, updated_at=LONG_AGO)  # type: ignore[arg-type]


def test_a_sent_application_is_new_and_reaches_both_sides() -> None:
    """The employer sees the person and, while it is pending, their PASS; the sender follows the state."""
    world = small_world(job())
    decide(replace(SUBMIT, job_description_ids=("job",), resume=Resume(sha256="ab", size=9)), context(CAROL), world)
    sent = the(JobApplication, world)
    assert (sent.state, sent.created_at, sent.state_changed_at) == (ApplicationState.NEW, NOON, NOON)
    assert (sent.sender_user_id, sent.sender_name) == (CAROL.id, "Carol DURAND")
    assert (sent.sender_organization_id, sent.job_description_ids) == (MISSION_LOCALE.id, ("job",))
    assert (sent.message, sent.resume_sha256, sent.resume_size) == ("Dave cherche un poste.", "ab", 9)
    assert {row.reason for row in world.find(Visibility, employer_id=ACI.id)} == {"application", "pending"}
    followed = the(SentApplication, world)
    assert (followed.id, followed.sender_user_id, followed.state) == (sent.id, CAROL.id, ApplicationState.NEW)


def test_under_a_valid_pass_other_employers_diagnoses_come_along_until_its_end() -> None:
    """In 2021; never in 2026."""
    ends_on = date(2022, 7, 31)
    world = small_world(a_pass(date(2020, 8, 1), ends_on))
    decide(SUBMIT, context(CAROL), world)
    shared = world.find(Visibility, reason="valid_pass")
    assert [row.ends_on for row in shared] == [ends_on]
    world = small_world(a_pass(date(2020, 8, 1), ends_on))
    decide(SUBMIT, context(CAROL, rules=RULES_2026), world)
    assert not world.find(Visibility, reason="valid_pass")


def test_who_may_send() -> None:
    """Carol for her organisation, alice for hers, an orienteur with or without organisation."""
    world = small_world(prescriber_membership(BOB, ORIENTEUR))
    assert refusal(SUBMIT, context(ALICE), world).code == "not_entitled"
    assert refusal(OWN, context(BOB), world).code == "not_entitled"
    decide(OWN, context(ALICE), world)
    for organization_id in (ORIENTEUR.id, None):
        act = replace(SUBMIT, job_application_id=f"a{organization_id}", sender_organization_id=organization_id)
        decide(
            replace(act, employer_id=EI.id), context(BOB, now=NOON + timedelta(hours=len(str(organization_id)))), world
        )
    assert len(world.find(JobApplication)) == 3


def test_a_job_seeker_sends_through_the_central_service() -> None:
    """An employer cannot pass for the person."""
    act = replace(SUBMIT, sender_kind="job_seeker", sender_organization_id=None)
    assert refusal(act, context(ALICE), small_world()).code == "not_entitled"
    world = small_world()
    decide(act, context(actor=actor(ALICE, is_staff=True)), world)
    assert the(JobApplication, world).sender_kind is SenderKind.JOB_SEEKER
    assert refusal(replace(act, sender_kind="friend"), context(), small_world()).code == "sender_kind_unknown"


@pytest.mark.parametrize(("minutes", "status"), [(59, Status.NOOP), (60, Status.APPLIED)])
def test_the_same_application_within_the_hour_is_ignored(minutes: int, status: Status) -> None:
    """In 2021; in 2026 nothing is."""
    earlier = application(id="application-0", created_at=NOON - timedelta(minutes=minutes))
    outcome = decide(SUBMIT, context(CAROL), small_world(earlier))
    assert (outcome.status, outcome.code) == (status, "sent_already" if status is Status.NOOP else "")
    assert decide(SUBMIT, context(CAROL, rules=RULES_2026), small_world(earlier)).status is Status.APPLIED


def test_a_blocked_employer_receives_its_own_applications_only() -> None:
    """« Postuler » is inactive for others."""
    world = small_world(replace(ACI, applications_blocked_at=LONG_AGO, brand="Les Jardins"))
    violation = refusal(SUBMIT, context(CAROL), world)
    assert (violation.code, violation.facts["employer"]) == ("applications_blocked", "Les Jardins")
    decide(OWN, context(ALICE), world)


@pytest.mark.parametrize(("ended_on", "is_open"), [(date(2021, 1, 9), True), (date(2021, 1, 8), False)])
def test_a_structure_without_convention_has_thirty_days(ended_on: date, *, is_open: bool) -> None:
    """Then it takes no application."""
    world = small_world(replace(ACI, convention_ended_on=ended_on))
    if is_open:
        decide(SUBMIT, context(CAROL), world)
    else:
        violation = refusal(SUBMIT, context(CAROL), world)
        assert (violation.code, violation.facts["last_day"]) == ("employer_out_of_convention", date(2021, 2, 7))


def test_closed_kinds_take_no_application() -> None:
    """EA and EATT since 2026."""
    world = small_world(replace(ACI, kind=EmployerKind.EA))
    assert refusal(SUBMIT, context(CAROL, rules=RULES_2026), world).code == "employer_kind_closed"
    decide(SUBMIT, context(CAROL), world)


@pytest.mark.parametrize("closed", [job(is_open=False), job(employer_id=EI.id), job(id="other")])
def test_one_applies_to_open_jobs_of_the_employer(closed: JobDescription) -> None:
    """Closed, another's, or unknown."""
    act = replace(SUBMIT, job_description_ids=("job",))
    assert refusal(act, context(CAROL), small_world(closed)).code == "job_not_open"


def test_a_waiting_period_blocks_sending_but_for_authorised_prescribers() -> None:
    """PASS kinds only."""
    ended = a_pass(date(2018, 6, 1), date(2020, 5, 31))
    assert refusal(OWN, context(ALICE), small_world(ended)).code == "in_waiting_period"
    decide(SUBMIT, context(CAROL), small_world(ended))
    decide(OWN, context(ALICE), small_world(ended, replace(ACI, kind=EmployerKind.GEIQ)))


def test_nobody_applies_for_a_suspended_person_in_2021() -> None:
    """In 2026 most reasons end with a hire, and one that is not shown here may."""
    pause = a_suspension("2021-02-01", "2021-02-28")
    rows = (a_pass(date(2020, 8, 1), date(2022, 7, 31)), pause)
    violation = refusal(SUBMIT, context(CAROL), small_world(*rows))
    assert (violation.code, violation.facts["ends_on"]) == ("pass_suspended", date(2021, 2, 28))
    in_2026 = context(CAROL, rules=RULES_2026)
    decide(SUBMIT, in_2026, small_world(*rows))
    broken = SuspensionDetail(id=pause.id, employer_id=EI.id, reason="CONTRACT_BROKEN")
    decide(SUBMIT, in_2026, small_world(*rows, broken))
    sick = replace(broken, reason="SICKNESS")
    assert refusal(SUBMIT, in_2026, small_world(*rows, sick)).code == "pass_suspended"
    after = context(CAROL, now=datetime(2021, 3, 1, 9, tzinfo=UTC))
    decide(SUBMIT, after, small_world(*rows))
