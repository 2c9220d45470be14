"""Hiring: what an acceptance needs and leaves behind; moving and cancelling a hire."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sync.domain.commands import Status, decide, expectations
from sync.domain.employers import EmployerKind
from sync.domain.hiring import Accept, CancelHire
from sync.domain.job_applications import (
    ApplicationState,
    JobApplication,
    PassDelivery,
    SenderKind,
    Transition,
)
from sync.domain.job_descriptions import JobDescription
from sync.domain.passes import Pass, PassOrigin, PassStanding
from sync.domain.places import department_of
from sync.domain.visibility import Reason, Sight, Visibility
from tests.kit.conformance.lives import a_pass, an_agreement
from tests.kit.deciding import refusal, the
from tests.kit.hired import hired
from tests.kit.memory_world import MemoryWorld
from tests.kit.people import (
    ACI,
    BOB,
    DAVE,
    EI,
    LONG_AGO,
    NOON,
    ORIENTEUR,
    RULES_2026,
    application,
    context,
    diagnosis,
    small_world,
)

TODAY = date(2021, 2, 8)
ACCEPT = Accept(
    job_application_id="application-1",
    hiring_starts_on=TODAY,
    hiring_ends_on=date(2021, 8, 7),
    pass_id="pass-new",
)
CANCEL = CancelHire(job_application_id="application-1")
IN_2026: dict[str, Any] = {"rules": RULES_2026, "now": datetime(2026, 6, 15, 10, tzinfo=UTC)}


def world_of(*more: object) -> MemoryWorld:
    """Dave's application studied by the ACI, with carol's diagnosis."""
    return small_world(application(), diagnosis(), *more)


def test_a_hire_gets_a_new_pass_and_keeps_all_that_was_decided() -> None:
    """Number, dates, delivery, diagnosis, job, answer, instant."""
    job = JobDescription(id="job", employer_id=ACI.id, appellation_id="11573", created_at=LONG_AGO, updated_at=LONG_AGO)
    world = world_of(job)
    act = replace(ACCEPT, hired_job_description_id="job", answer="Bienvenue", other_department_agreed=True)
    decide(act, context(), world)
    hire, iae_pass = the(JobApplication, world), the(Pass, world)
    assert hire == application(
        state=ApplicationState.ACCEPTED,
        state_changed_at=NOON,
        answer="Bienvenue",
        hired_job_description_id="job",
        hiring_starts_on=TODAY,
        hiring_ends_on=date(2021, 8, 7),
        other_department_agreed=True,
        pass_id="pass-new",
        pass_delivery=PassDelivery.AUTOMATIC,
        diagnosis_id="diagnosis-1",
        accepted_at=NOON,
    )
    assert iae_pass == replace(a_pass(TODAY, date(2023, 2, 7), "999992100001"), id="pass-new", created_at=NOON)


def test_a_phone_number_changed_meanwhile_stops_no_hire() -> None:
    """A decision rests on the fields it names, never on the whole row; on those it does rest."""
    world = world_of()
    seen = expectations(ACCEPT, world)
    world.put(replace(DAVE, phone="0600000001"))
    answered = replace(the(JobApplication, world), answer="Autre", message="Autre")
    world.put(answered)
    assert decide(ACCEPT, context(expect=seen), world).status is Status.APPLIED
    elsewhere = world_of()
    elsewhere.put(replace(the(JobApplication, elsewhere), state=ApplicationState.POSTPONED))
    assert refusal(ACCEPT, context(expect=seen), elsewhere).code == "changed_elsewhere"


def test_offline_a_pass_is_only_requested() -> None:
    """No number where nobody allocates; the dates are predicted."""
    world = world_of()
    decide(ACCEPT, context(issuance=None), world)
    assert (the(Pass, world).number, the(Pass, world).ends_on) == (None, date(2023, 2, 7))


def test_offline_a_conversion_is_only_requested() -> None:
    """An agreement's number is the server's to give again."""
    agreement = an_agreement({"start_at": "2020-08-01", "end_at": "2022-07-31"})
    world = small_world(application(), agreement)
    decide(ACCEPT, context(issuance=None), world)
    assert (the(Pass, world).number, the(Pass, world).starts_on) == (None, date(2020, 8, 1))


def test_a_converted_number_is_never_given_out_again() -> None:
    """The allocator learns of it."""
    world = small_world(application(), an_agreement({"start_at": "2020-08-01", "end_at": "2022-07-31"}))
    ctx = context()
    decide(ACCEPT, ctx, world)
    assert ctx.issuance.issued == ["641112012345"]  # type: ignore[union-attr]
    made = a_pass(date(2020, 8, 1), date(2022, 7, 31), "641112012345")
    assert the(Pass, world) == replace(made, id="pass-new", origin=PassOrigin.AGREEMENT, created_at=NOON)
    assert the(JobApplication, world).diagnosis_id is None


def test_the_other_pending_applications_become_obsolete_and_name_nobody() -> None:
    """All employers; what is answered stays; the other employer does not learn who hired."""
    elsewhere = application(id="application-2", employer_id=EI.id, state=ApplicationState.NEW)
    answered = application(id="application-3", employer_id=EI.id, state=ApplicationState.REFUSED)
    someone = application(id="application-4", job_seeker_id="seeker-else", state=ApplicationState.NEW)
    world = world_of(elsewhere, answered, someone)
    decide(ACCEPT, context(), world)
    states = [one.state for one in world.find(JobApplication)]
    assert states == ["accepted", "obsolete", "refused", "new"]
    line = world.find(Transition, job_application_id="application-2")[0]
    assert (line.name, line.user_id, line.user_name) == ("render_obsolete", None, "")


def test_an_application_whose_employer_is_not_here_becomes_obsolete_too() -> None:
    """A workstation sees the application of another of its structures without more."""
    world = world_of(application(id="application-2", employer_id="employer-gone", state=ApplicationState.NEW))
    decide(ACCEPT, context(), world)
    assert the(JobApplication, world, "application-2").state is ApplicationState.OBSOLETE


def test_the_employer_keeps_seeing_whom_it_hired() -> None:
    """A hire opens the file for good; a standing opens the PASS."""
    world = world_of()
    decide(ACCEPT, context(), world)
    assert world.get(Visibility, Sight(DAVE.id, ACI.id).row_id(Reason.HIRE))
    standing = the(PassStanding, world)
    assert (standing.employer_id, standing.is_last_hirer, standing.hiring_starts_on) == (ACI.id, True, TODAY)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"hiring_starts_on": None}, "hiring_date_missing"),
        ({"hiring_starts_on": date(2021, 2, 7)}, "hiring_starts_in_past"),
        ({"hiring_ends_on": None}, "hiring_end_missing"),
        ({"hiring_ends_on": date(2021, 2, 7)}, "hiring_ends_before_start"),
        ({"hiring_ends_on": date(2023, 2, 9)}, "contract_too_long"),
    ],
)
def test_wrong_dates_are_refused(change: dict[str, Any], code: str) -> None:
    """Each with its own code."""
    assert refusal(replace(ACCEPT, **change), context(), world_of()).code == code


def test_a_contract_of_two_years_to_the_day_is_accepted() -> None:
    """The limit is inclusive."""
    decide(replace(ACCEPT, hiring_ends_on=date(2023, 2, 8)), context(), world_of())


def test_without_diagnosis_nobody_is_hired_under_a_pass() -> None:
    """Nor with one too old, nor with another employer's."""
    assert refusal(ACCEPT, context(), small_world(application())).code == "diagnosis_missing"
    old = diagnosis(created_at=NOON - timedelta(days=200))
    assert refusal(ACCEPT, context(), small_world(application(), old)).code == "diagnosis_missing"


def test_an_embauche_sans_pass_needs_nothing_and_creates_nothing() -> None:
    """Offered in 2021 only."""
    act = replace(ACCEPT, is_hired_without_pass=True)
    world = small_world(application())
    decide(act, context(), world)
    assert the(JobApplication, world).is_hired_without_pass
    assert not world.find(Pass)
    late = replace(act, hiring_starts_on=date(2026, 6, 15), hiring_ends_on=None)
    assert refusal(late, context(**IN_2026), world_of()).code == "hiring_without_pass_not_offered"


def test_nothing_said_about_the_identifier_is_refused() -> None:
    """« Oublié » waits for staff; « non inscrit » goes at once."""
    world = world_of(replace(DAVE, pole_emploi_id=""))
    assert refusal(ACCEPT, context(), world).code == "pole_emploi_id_missing"
    world.put(replace(DAVE, pole_emploi_id="", lack_of_pole_emploi_id_reason="forgotten"))
    decide(ACCEPT, context(), world)
    assert the(JobApplication, world).pass_delivery is PassDelivery.MANUAL
    assert not world.find(Pass)


def test_the_identifier_wins_over_a_reason_given_before() -> None:
    """Known since: no manual issue."""
    world = world_of(replace(DAVE, lack_of_pole_emploi_id_reason="forgotten"))
    decide(ACCEPT, context(), world)
    assert the(JobApplication, world).pass_delivery is PassDelivery.AUTOMATIC


def test_a_person_from_another_department_needs_the_agreement() -> None:
    """Said with both departments, recorded once obtained; unknown places do not matter."""
    world = world_of(replace(DAVE, post_code="54000"))
    violation = refusal(ACCEPT, context(), world)
    assert violation.code == "other_department"
    assert (violation.facts["department"], violation.facts["employer_department"]) == ("54", "57")
    decide(replace(ACCEPT, other_department_agreed=True), context(), world)
    decide(ACCEPT, context(), world_of(replace(DAVE, post_code="")))
    decide(ACCEPT, context(), world_of(replace(ACI, department="")))


@pytest.mark.parametrize(
    ("post_code", "department"),
    [("57000", "57"), ("20000", "2A"), ("20200", "2B"), ("97400", "974"), ("98800", "988"), ("", "")],
)
def test_departments(post_code: str, department: str) -> None:
    """Corsica has two, overseas three digits."""
    assert department_of(post_code) == department


def test_a_job_of_another_employer_cannot_be_the_one_hired_for() -> None:
    """A job that is not here at all is the server's to judge."""
    job = JobDescription(id="job", employer_id=EI.id, appellation_id="11573", created_at=LONG_AGO, updated_at=LONG_AGO)
    act = replace(ACCEPT, hired_job_description_id="job")
    assert refusal(act, context(), world_of(job)).code == "job_of_another_employer"
    decide(act, context(), world_of())


def test_a_waiting_period_is_lifted_by_an_authorised_prescriber_alone() -> None:
    """Carol's mission locale is authorised; an orienteur is not."""
    ended = a_pass(date(2018, 6, 1), date(2020, 5, 31))
    decide(ACCEPT, context(), world_of(ended))
    world = world_of(ended, application(sender_organization_id=ORIENTEUR.id))
    violation = refusal(ACCEPT, context(), world)
    assert (violation.code, violation.facts["ends_on"]) == ("in_waiting_period", date(2022, 5, 31))


def test_the_last_hirer_is_ordered_by_application_in_2021_and_by_acceptance_in_2026() -> None:
    """Bob hires later on an older application."""
    iae_pass = a_pass(date(2026, 6, 1), date(2028, 5, 30))
    first = application(
        id="application-0",
        state=ApplicationState.ACCEPTED,
        pass_id=iae_pass.id,
        hiring_starts_on=date(2026, 6, 1),
        created_at=LONG_AGO + timedelta(days=2),
        accepted_at=LONG_AGO + timedelta(days=3),
    )
    second = application(employer_id=EI.id, sender_kind=SenderKind.JOB_SEEKER, created_at=LONG_AGO)
    act = replace(ACCEPT, hiring_starts_on=date(2026, 6, 20), hiring_ends_on=date(2026, 8, 1))
    for rules, last in ((RULES_2026, EI.id), (context().rules, ACI.id)):
        world = small_world(first, second, iae_pass)
        decide(act, context(BOB, now=IN_2026["now"], rules=rules), world)
        lasting = {one.employer_id: one.is_last_hirer for one in world.find(PassStanding)}
        assert lasting == {EI.id: last == EI.id, ACI.id: last == ACI.id}


def test_a_second_hire_makes_the_first_employer_no_longer_the_last() -> None:
    """It keeps its standing: number, dates, holder."""
    world = hired()
    world.put(
        PassStanding(id="standing", pass_id="pass-1", employer_id=ACI.id, is_last_hirer=True, hiring_starts_on=TODAY)
    )
    world.put(application(id="application-2", employer_id=EI.id, created_at=NOON, state=ApplicationState.PROCESSING))
    decide(replace(ACCEPT, job_application_id="application-2"), context(BOB), world)
    assert {one.is_last_hirer for one in world.find(PassStanding, employer_id=ACI.id)} == {False}
    assert {one.is_last_hirer for one in world.find(PassStanding, employer_id=EI.id)} == {True}


def test_a_geiq_backdates_and_needs_no_pass_in_2026() -> None:
    """All others hire today at the earliest."""
    act = replace(ACCEPT, hiring_starts_on=date(2026, 6, 1), hiring_ends_on=None)
    world = small_world(application(), replace(ACI, kind=EmployerKind.GEIQ))
    decide(act, context(**IN_2026), world)
    assert the(JobApplication, world).pass_delivery is PassDelivery.NONE
    assert refusal(act, context(**IN_2026), world_of()).code == "hiring_starts_in_past"


def test_offline_an_application_that_is_not_pending_may_hide_a_pass() -> None:
    """From the pool (2026) the workstation cannot know whether the person holds one: the server decides."""
    act = replace(ACCEPT, hiring_starts_on=date(2026, 6, 20), hiring_ends_on=None)
    offline = context(**IN_2026, issuance=None)
    world = small_world(application(state=ApplicationState.POOL))
    assert refusal(act, context(**IN_2026), world).code == "diagnosis_missing"
    decide(act, offline, world)
    assert the(Pass, world).number is None
    assert refusal(act, offline, small_world(application())).code == "diagnosis_missing"
