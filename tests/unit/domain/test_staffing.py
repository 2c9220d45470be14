"""The staff's acts, what moves between one's own structures, and what time does by itself."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sync.domain.agreements import Agreement
from sync.domain.commands import Context, Status, decide
from sync.domain.employers import EmployerKind, Membership
from sync.domain.job_applications import (
    ApplicationState,
    Comment,
    JobApplication,
    PassDelivery,
    SentApplication,
    Transition,
)
from sync.domain.nightly import run_nightly
from sync.domain.passes import Pass, PassOrigin, PassStanding
from sync.domain.prescribers import PrescriberOrganization
from sync.domain.sending import sent_by
from sync.domain.staffing import AuthorizeOrganization, ImportAgreement, IssuePassManually
from sync.domain.transferring import Reset, Transfer
from sync.domain.visibility import Reason, Sight, Visibility, show
from tests.kit.conformance.lives import a_pass
from tests.kit.deciding import ALREADY, refusal, the
from tests.kit.memory_world import MemoryWorld
from tests.kit.people import (
    ACI,
    ALICE,
    BOB,
    DAVE,
    EI,
    MISSION_LOCALE,
    NOON,
    ORIENTEUR,
    RULES_2021,
    RULES_2026,
    actor,
    application,
    context,
    membership,
    small_world,
)

STAFF = context(actor=actor(BOB, is_staff=True))
SYSTEM = context(actor=actor(BOB, is_system=True), rules=RULES_2026)
ISSUE = IssuePassManually(job_application_id="application-1", pass_id="pass-new")
IMPORT = ImportAgreement(
    agreement_id="agreement-1",
    number="64111 20 12345",
    pole_emploi_id="1234567A",
    born_on=date(1990, 5, 17),
    last_name="BERNARD",
    first_name="DAVE",
    starts_on=date(2020, 8, 1),
    ends_on=date(2022, 7, 31),
)
TRANSFER = Transfer(job_application_id="application-1", employer_id=EI.id)
IN_2026: dict[str, Any] = {"rules": RULES_2026}


def awaiting(**fields: object) -> JobApplication:
    """Dave hired, his identifier « oublié »."""
    defaults = {
        "state": ApplicationState.ACCEPTED,
        "hiring_starts_on": date(2021, 2, 8),
        "pass_delivery": PassDelivery.MANUAL,
    }
    return application(**(defaults | fields))


def test_staff_issues_a_pass_by_hand() -> None:
    """From the hire day, whatever the day of issue; the employer then stands with it."""
    world = small_world(awaiting())
    assert refusal(ISSUE, context(), world).code == "not_entitled"
    decide(ISSUE, STAFF, world)
    iae_pass = the(Pass, world)
    assert (iae_pass.id, iae_pass.origin, iae_pass.starts_on) == ("pass-new", PassOrigin.MANUAL, date(2021, 2, 8))
    assert iae_pass.number
    assert the(JobApplication, world).pass_id == "pass-new"
    assert the(PassStanding, world).employer_id == ACI.id


def test_a_pass_got_elsewhere_meanwhile_is_reused() -> None:
    """At most one valid PASS a person."""
    world = small_world(awaiting(), a_pass(date(2021, 2, 1), date(2023, 1, 31)))
    decide(ISSUE, STAFF, world)
    assert the(Pass, world).id == "pass-1"
    assert the(JobApplication, world).pass_id == "pass-1"


@pytest.mark.parametrize(
    "fields",
    [
        {"state": ApplicationState.CANCELLED},
        {"pass_delivery": PassDelivery.AUTOMATIC},
        {"pass_id": "pass-1"},
        {"hiring_starts_on": None},
    ],
)
def test_only_a_hire_that_awaits_one_gets_a_pass_by_hand(fields: dict[str, Any]) -> None:
    """Not a cancelled one, nor one served already."""
    assert refusal(ISSUE, STAFF, small_world(awaiting(**fields))).code == "no_manual_pass_awaited"


def test_an_imported_agreement_finds_its_person() -> None:
    """Spaces in the number do not matter; importing it again does nothing."""
    world = small_world()
    assert refusal(IMPORT, context(), world).code == "not_entitled"
    decide(IMPORT, STAFF, world)
    agreement = the(Agreement, world)
    assert (agreement.number, agreement.job_seeker_id) == ("641112012345", DAVE.id)
    assert (agreement.starts_on, agreement.ends_on) == (IMPORT.starts_on, IMPORT.ends_on)
    assert decide(replace(IMPORT, agreement_id="agreement-2"), STAFF, world) == ALREADY


def test_an_agreement_never_matches_on_names() -> None:
    """Identifier and birth date together."""
    world = small_world()
    decide(replace(IMPORT, pole_emploi_id="7654321B"), STAFF, world)
    assert the(Agreement, world).job_seeker_id is None


def test_a_cancelled_agreement_is_skipped_and_wrong_ones_refused() -> None:
    """Same start and end = cancelled; 12 or 15 characters."""
    outcome = decide(replace(IMPORT, ends_on=IMPORT.starts_on), STAFF, small_world())
    assert (outcome.status, outcome.code, outcome.facts) == (
        Status.NOOP,
        "agreement_cancelled",
        {"number": "641112012345"},
    )
    assert refusal(replace(IMPORT, number="64111"), STAFF, small_world()).code == "agreement_number_invalid"
    late = replace(IMPORT, starts_on=date(2023, 1, 1))
    assert refusal(late, STAFF, small_world()).code == "agreement_ends_before_start"
    decide(replace(IMPORT, number="641112012345P01"), STAFF, small_world())


def test_staff_authorises_an_organisation_and_takes_it_back() -> None:
    """Nobody else does."""
    act = AuthorizeOrganization(organization_id=ORIENTEUR.id, is_authorized=True)
    world = small_world()
    assert refusal(act, context(), world).code == "not_entitled"
    decide(act, STAFF, world)
    assert the(PrescriberOrganization, world, ORIENTEUR.id).is_authorized
    decide(AuthorizeOrganization(organization_id=MISSION_LOCALE.id, is_authorized=False), STAFF, world)
    assert not the(PrescriberOrganization, world, MISSION_LOCALE.id).is_authorized


def both(*more: object) -> MemoryWorld:
    """Alice works at both employers; dave's application was answered by the first."""
    answered = application(
        state=ApplicationState.REFUSED,
        answer="Non",
        answer_to_prescriber="Non",
        refusal_reason="other",
        job_description_ids=("job",),
        hired_job_description_id="job",
        hiring_starts_on=date(2021, 2, 8),
        hiring_ends_on=date(2021, 8, 7),
        is_hired_without_pass=True,
        other_department_agreed=True,
        pass_id="pass-gone",
        pass_delivery=PassDelivery.AUTOMATIC,
        diagnosis_id="diagnosis-gone",
        accepted_at=NOON,
    )
    world = small_world(answered, sent_by(answered), membership(ALICE, EI), *more)
    for reason in (Reason.APPLICATION, Reason.PENDING):
        show(Sight(DAVE.id, ACI.id), reason, context(), world)
    return world


A_LINE = Transition(
    id="line",
    job_application_id="application-1",
    employer_id=ACI.id,
    name="refuse",
    from_state="processing",
    to_state="refused",
    at=NOON,
)
A_NOTE = Comment(
    id="note",
    job_application_id="application-1",
    employer_id=ACI.id,
    user_id=ALICE.id,
    user_name="Alice",
    body="…",
    created_at=NOON,
)


def test_a_transferred_application_starts_anew_and_its_history_comes_along() -> None:
    """Answers, acceptance and notes are cleared; the first employer no longer sees the person."""
    line, note = A_LINE, A_NOTE
    others = (
        replace(line, id="line-2", job_application_id="other"),
        replace(note, id="note-2", job_application_id="other"),
    )
    neighbour = application(id="application-9", job_seeker_id="seeker-else", state=ApplicationState.REFUSED)
    world = both(line, note, *others, neighbour)
    decide(TRANSFER, context(**IN_2026), world)
    assert [row for row in others if world.get(type(row), row.id) == row] == list(others)
    for row in (*others, neighbour):
        world.remove(row)
    assert the(JobApplication, world) == application(
        employer_id=EI.id, state=ApplicationState.NEW, state_changed_at=NOON
    )
    assert {one.employer_id for one in world.find(Transition)} == {EI.id}
    assert len(world.find(Transition)) == 2
    assert not world.find(Comment)
    assert {(row.employer_id, row.reason) for row in world.find(Visibility)} == {
        (EI.id, "application"),
        (EI.id, "pending"),
    }
    told = the(SentApplication, world)
    assert (told.employer_id, told.state, told.refusal_reason) == (EI.id, ApplicationState.NEW, "")


def test_another_application_keeps_the_person_in_sight_of_the_first_employer() -> None:
    """Only the last one takes the sight away."""
    world = both(application(id="application-2", state=ApplicationState.NEW))
    decide(TRANSFER, context(**IN_2026), world)
    assert {row.reason for row in world.find(Visibility, employer_id=ACI.id)} == {"application", "pending"}


def test_who_may_transfer_where() -> None:
    """A member of both, to another structure that takes applications; in 2026."""
    here = context(**IN_2026)
    assert refusal(TRANSFER, context(), both()).code == "transition_unknown"
    assert refusal(replace(TRANSFER, employer_id=ACI.id), here, both()).code == "transfer_to_itself"
    world = both()
    world.remove(the(Membership, world, "user-alice@employer-ei"))
    assert refusal(TRANSFER, here, world).code == "not_entitled"
    closed = replace(EI, kind=EmployerKind.EATT)
    assert refusal(TRANSFER, here, both(closed)).code == "employer_kind_closed"


def test_staff_resets_an_obsolete_application() -> None:
    """A cancelled hire does not reopen what it made obsolete."""
    world = small_world(application(state=ApplicationState.OBSOLETE))
    act = Reset(job_application_id="application-1")
    assert refusal(act, context(**IN_2026), world).code == "not_entitled"
    decide(act, context(actor=actor(BOB, is_staff=True), rules=RULES_2026), world)
    assert the(JobApplication, world).state is ApplicationState.NEW


def _night(system: Context, world: MemoryWorld) -> None:
    """The night's commit, over everything it may concern."""
    run_nightly(system, world, [*world.find(JobApplication), *world.find(Visibility)])


@pytest.mark.parametrize(("days", "is_refused"), [(59, False), (60, True)])
@pytest.mark.parametrize("state", [ApplicationState.NEW, ApplicationState.PROCESSING])
def test_an_unanswered_application_is_refused_after_sixty_days(
    state: ApplicationState, days: int, *, is_refused: bool
) -> None:
    """In 2026, by the system, which signs with nobody's name; the waiting list is exempt."""
    world = small_world(
        application(state=state, state_changed_at=NOON - timedelta(days=days)),
        application(id="application-2", state=ApplicationState.POSTPONED),
        application(id="application-3", employer_id="employer-gone", state=ApplicationState.NEW),
    )
    _night(SYSTEM, world)
    first = the(JobApplication, world, "application-1")
    assert (first.state is ApplicationState.REFUSED) is is_refused
    assert the(JobApplication, world, "application-2").state is ApplicationState.POSTPONED
    if is_refused:
        assert first.refusal_reason == "auto"
        line = world.find(Transition, job_application_id=first.id)[0]
        assert (line.user_id, line.user_name) == (None, "")


def test_a_geiq_s_unanswered_application_is_refused_too() -> None:
    """Whatever the kind, and only what is pending."""
    old = NOON - timedelta(days=100)
    world = small_world(
        replace(ACI, kind=EmployerKind.GEIQ),
        application(state=ApplicationState.NEW, state_changed_at=old),
        application(id="application-2", state=ApplicationState.ACCEPTED, state_changed_at=old),
        application(id="application-3", state=ApplicationState.POSTPONED, state_changed_at=old),
    )
    _night(SYSTEM, world)
    assert [one.state for one in world.find(JobApplication)] == ["refused", "accepted", "postponed"]


def test_nothing_is_refused_by_itself_in_2021() -> None:
    """Reminders only."""
    world = small_world(application(state=ApplicationState.NEW, state_changed_at=NOON - timedelta(days=900)))
    _night(replace(SYSTEM, rules=RULES_2021), world)
    assert the(JobApplication, world).state is ApplicationState.NEW


def test_a_visibility_with_a_date_ends_the_night_after() -> None:
    """Its last day is inclusive; one without date stays."""
    world = small_world()
    sight = Sight(DAVE.id, ACI.id)
    show(sight, Reason.VALID_PASS, context(), world, date(2021, 2, 8))
    show(sight, Reason.APPLICATION, context(), world)
    _night(SYSTEM, world)
    assert len(world.find(Visibility)) == 2
    _night(replace(SYSTEM, now=datetime(2021, 2, 9, 2, tzinfo=UTC)), world)
    assert [row.reason for row in world.find(Visibility)] == ["application"]
