"""Who sees which rows: DOMAIN.md §6, and how rows follow people in and out of sight."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sync.domain.audience import AUDIENCES, DIRECTORY, REFERENCE, audience, followers
from sync.domain.editions import Edition
from sync.domain.eligibility import AuthorKind
from sync.domain.employers import Invitation, Membership
from sync.domain.inbox import InboxIssue, IssueKind
from sync.domain.job_applications import Comment, EmployeeRecord, Transition
from sync.domain.job_descriptions import Appellation, JobDescription
from sync.domain.passes import Pass, PassStanding
from sync.domain.prolongations import ProlongationDetail
from sync.domain.sending import sent_by
from sync.domain.suspensions import SuspensionDetail
from sync.domain.visibility import Reason, Sight, Visibility, show
from sync.store.tables import ENTITIES
from tests.kit.conformance.lives import a_pass, a_prolongation, a_suspension, an_agreement
from tests.kit.deciding import the
from tests.kit.hired import request_on
from tests.kit.memory_world import MemoryWorld
from tests.kit.people import (
    ACI,
    ALICE,
    BOB,
    CAROL,
    DAVE,
    EI,
    ERIN,
    MISSION_LOCALE,
    NOON,
    ORIENTEUR,
    application,
    context,
    diagnosis,
    membership,
    prescriber_membership,
    small_world,
)

AT_ACI = "employer:employer-aci"
AT_EI = "employer:employer-ei"
OF_CAROL = "user:user-carol"
OF_ALICE = "user:user-alice"


def seen_by(*reasons: Reason, employer_id: str = ACI.id) -> MemoryWorld:
    """A world where the employer sees dave for these reasons."""
    world = small_world(a_pass(date(2021, 1, 1), date(2022, 12, 31)))
    for reason in reasons:
        show(Sight(DAVE.id, employer_id), reason, context(), world)
    return world


def test_every_entity_has_an_audience() -> None:
    """A table nobody thought of reaches nobody by accident."""
    assert set(AUDIENCES) == set(ENTITIES)


OWN: dict[str, Any] = {"id": "x", "employer_id": ACI.id}
PAUSE, MORE = a_suspension("2021-02-01", "2021-02-02"), a_prolongation(date(2021, 2, 1), 3)


def an_invitation(email: str) -> Invitation:
    """The ACI asks somebody to join."""
    return Invitation(
        **OWN, email=email, first_name="f", last_name="l", invited_by="i", ends_on=date(2021, 3, 1), created_at=NOON
    )


@pytest.mark.parametrize(
    ("row", "scopes"),
    [
        (application(), {AT_ACI}),
        (ACI, {AT_ACI, DIRECTORY}),
        (ALICE, {OF_ALICE, AT_ACI}),
        (membership(ALICE, ACI), {OF_ALICE, AT_ACI}),
        (prescriber_membership(CAROL, MISSION_LOCALE), {OF_CAROL}),
        (MISSION_LOCALE, {REFERENCE}),
        (Appellation(id="11573", label="Maçon", rome_code="F1703", rome_label="Maçonnerie"), {REFERENCE}),
        (Edition(id="2021-02-08", in_force_from=NOON, source="", published_at=NOON), {REFERENCE}),
        (Comment(**OWN, job_application_id="a", user_id="u", user_name="U", body="b", created_at=NOON), {AT_ACI}),
        (
            Transition(**OWN, job_application_id="a", name="process", from_state="new", to_state="processing", at=NOON),
            {AT_ACI},
        ),
        (EmployeeRecord(**OWN, job_application_id="a", created_at=NOON), {AT_ACI}),
        (SuspensionDetail(**OWN, reason="SICKNESS"), {AT_ACI}),
        (ProlongationDetail(**OWN, reason="RQTH"), {AT_ACI}),
        (PassStanding(**OWN, pass_id="pass-1", is_last_hirer=True), {AT_ACI}),
        (request_on("pass-1"), {AT_ACI, OF_CAROL}),
        (sent_by(application()), {OF_CAROL}),
        (sent_by(application(sender_employer_id=EI.id)), {AT_EI}),
        (sent_by(application(sender_user_id=None)), set()),
        (diagnosis(author_kind=AuthorKind.EMPLOYER, author_employer_id=EI.id), {AT_EI}),
        (diagnosis(), set()),
        (DAVE, set()),
        (PAUSE, set()),
        (an_agreement({"start_at": "2020-08-01", "end_at": "2022-07-31"}), set()),
        (
            an_invitation("nobody@aci.example"),
            {AT_ACI},
        ),
        (an_invitation(CAROL.email), {AT_ACI, OF_CAROL}),
        (Visibility(**OWN, job_seeker_id=DAVE.id, reason="hire", created_at=NOON), {AT_ACI}),
    ],
)
def test_rows_reach_their_own(row: object, scopes: set[str]) -> None:
    """Without anybody seeing dave: each row's own audience."""
    world = small_world()
    for place in world.find(Membership, user_id=ERIN.id):
        world.remove(place)
    assert audience(row, world) == scopes


@pytest.mark.parametrize(("is_open", "is_published", "is_listed"), [(1, 1, True), (1, 0, False), (0, 1, False)])
def test_open_published_jobs_are_in_the_directory(is_open: int, is_published: int, *, is_listed: bool) -> None:
    """The employer always sees its own."""
    job = JobDescription(
        **OWN,
        appellation_id="11573",
        is_open=bool(is_open),
        is_published=bool(is_published),
        created_at=NOON,
        updated_at=NOON,
    )
    assert audience(job, small_world()) == ({AT_ACI, DIRECTORY} if is_listed else {AT_ACI})


@pytest.mark.parametrize(
    ("reason", "opened"),
    [
        (Reason.CREATION, {"person"}),
        (Reason.APPLICATION, {"person", "prescriber’s diagnosis"}),
        (Reason.PENDING, {"PASS", "suspension", "prolongation", "agreement"}),
        (Reason.HIRE, {"person", "prescriber’s diagnosis"}),
        (Reason.VALID_PASS, {"other employer’s diagnosis"}),
    ],
)
def test_each_reason_opens_its_rows(reason: Reason, opened: set[str]) -> None:
    """DOMAIN.md §6, column by column."""
    world = seen_by(reason)
    world.add(PAUSE, MORE)
    rows = {
        "person": DAVE,
        "prescriber’s diagnosis": diagnosis(),
        "other employer’s diagnosis": diagnosis(author_kind=AuthorKind.EMPLOYER, author_employer_id=EI.id),
        "PASS": the(Pass, world),
        "suspension": PAUSE,
        "prolongation": MORE,
        "agreement": an_agreement({"start_at": "2020-08-01", "end_at": "2022-07-31"}, job_seeker_id=DAVE.id),
    }
    assert {name for name, row in rows.items() if AT_ACI in audience(row, world)} == opened


def test_a_hire_under_a_pass_opens_that_pass_and_no_other() -> None:
    """Number, dates, holder; its suspensions' dates."""
    world = seen_by(Reason.HIRE)
    world.put(PassStanding(**OWN, pass_id="pass-1", is_last_hirer=False))
    older = replace(the(Pass, world), id="pass-0")
    assert audience(the(Pass, world), world) == {AT_ACI}
    assert audience(PAUSE, world) == {AT_ACI}
    assert audience(older, world) == set()


def test_the_sender_follows_the_person() -> None:
    """A prescriber sees the file of whom they sent; an employer's sending goes by its own rows."""
    world = small_world(sent_by(application()))
    assert audience(DAVE, world) == {OF_CAROL}
    world = small_world(
        sent_by(application(sender_user_id=None)), sent_by(application(id="2", sender_employer_id=EI.id))
    )
    assert audience(DAVE, world) == set()


def test_a_prolongation_request_reaches_the_organisation_s_prescribers() -> None:
    """Any of them answers; not one who left."""
    place = prescriber_membership(CAROL, MISSION_LOCALE)
    asked = replace(request_on("pass-1"), organization_id=MISSION_LOCALE.id)
    assert audience(asked, small_world()) == {AT_ACI, OF_CAROL}
    assert audience(asked, small_world(replace(place, is_active=False))) == {AT_ACI}


@pytest.mark.parametrize(
    ("kind", "employer_id", "scopes"),
    [
        (IssueKind.REJECTED, ACI.id, {"user:user-erin"}),
        (IssueKind.CONFIRMATION, ACI.id, {"user:user-erin", OF_ALICE}),
        (IssueKind.ARBITRATION, ACI.id, {"user:user-erin", OF_ALICE}),
        (IssueKind.ARBITRATION, None, {"user:user-erin"}),
    ],
)
def test_issues_reach_their_author_and_what_administrators_settle(
    kind: IssueKind, employer_id: str | None, scopes: set[str]
) -> None:
    """Erin acted; alice administers."""
    issue = InboxIssue(
        id="issue",
        kind=kind,
        user_id=ERIN.id,
        employer_id=employer_id,
        command_id="c",
        command_name="n",
        code="x",
        acted_at=NOON,
        created_at=NOON,
    )
    assert audience(issue, small_world()) == scopes


def test_a_visibility_takes_the_person_s_whole_closure_along() -> None:
    """Adding or removing one touches every row that follows."""
    world = seen_by(Reason.APPLICATION)
    agreement = an_agreement({"start_at": "2020-08-01", "end_at": "2022-07-31"}, job_seeker_id=DAVE.id)
    world.add(diagnosis(), PAUSE, MORE, agreement)
    rows = list(followers(the(Visibility, world), world))
    assert set(map(type, rows)) == {type(DAVE), type(agreement), type(diagnosis()), Pass, type(MORE), type(PAUSE)}
    assert list(followers(replace(the(Visibility, world), job_seeker_id="gone"), world)) == []


def test_other_rows_that_others_follow() -> None:
    """A standing its PASS, a sending the person, memberships users and issues, most rows nobody."""
    world = seen_by()
    world.add(PAUSE, MORE, request_on("pass-1"))
    standing = PassStanding(**OWN, pass_id="pass-1", is_last_hirer=True)
    assert set(followers(standing, world)) == {the(Pass, world), PAUSE, MORE}
    assert list(followers(sent_by(application()), world)) == [DAVE]
    assert list(followers(membership(ALICE, ACI), world)) == [ALICE]
    assert list(followers(prescriber_membership(CAROL, MISSION_LOCALE), world)) == [request_on("pass-1")]
    assert list(followers(application(), world)) == []


def test_other_people_s_rows_open_nothing() -> None:
    """Nor another organisation's, another PASS's, a plain member's, a former administrator's."""
    world = small_world(
        sent_by(application(job_seeker_id="seeker-else")),
        a_pass(date(2021, 1, 1), date(2022, 12, 31)),
        replace(a_pass(date(2021, 1, 1), date(2022, 12, 31)), id="pass-else"),
        replace(PAUSE, id="pause-else", pass_id="pass-else"),
        prescriber_membership(ERIN, ORIENTEUR),
        membership(BOB, ACI, is_admin=True, is_active=False),
    )
    show(Sight("seeker-else", EI.id), Reason.APPLICATION, context(), world)
    assert audience(DAVE, world) == set()
    asked = replace(request_on("pass-1"), organization_id=MISSION_LOCALE.id)
    assert audience(asked, world) == {AT_ACI, OF_CAROL}
    standing = PassStanding(**OWN, pass_id="pass-1", is_last_hirer=True)
    assert [row.id for row in followers(standing, world)] == ["pass-1"]  # type: ignore[attr-defined]
    issue = InboxIssue(
        **OWN,
        kind=IssueKind.CONFIRMATION,
        user_id=CAROL.id,
        command_id="c",
        command_name="n",
        code="x",
        acted_at=NOON,
        created_at=NOON,
    )
    assert audience(issue, world) == {OF_CAROL, OF_ALICE}
    world.add(issue, replace(issue, id="issue-else", employer_id=EI.id))
    assert list(followers(membership(ALICE, ACI), world)) == [ALICE, issue]
