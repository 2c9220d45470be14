"""Structures: blocking applications, their page, sister structures; and their members."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sync.domain.commands import Status, decide
from sync.domain.employers import Employer, EmployerKind, Invitation, Membership
from sync.domain.joining import (
    DeactivateMember,
    Invite,
    Join,
    NameAdmin,
    RemoveAdmin,
    SetNotifications,
    TransferDirector,
)
from sync.domain.managing import BlockApplications, CreateSister, EditEmployer, UnblockApplications
from tests.kit.deciding import ALREADY, refusal, the
from tests.kit.people import (
    ACI,
    ALICE,
    BOB,
    EI,
    ERIN,
    NOON,
    RULES_2026,
    context,
    membership,
    small_world,
)

BLOCK = BlockApplications(employer_id=ACI.id)
UNBLOCK = UnblockApplications(employer_id=ACI.id)
SISTER = CreateSister(
    employer_id="employer-sister",
    parent_id=ACI.id,
    membership_id="membership-sister",
    siret="26570134200155",
    name=" LES JARDINS DE THIONVILLE ",
    phone=" 0382000000 ",
    email="jardins@aci.example",
    address_line_1="2 rue du Port",
    post_code="57100",
    city="Thionville",
)
INVITE = Invite(
    invitation_id="invitation-1", employer_id=ACI.id, email="bob@ei.example", first_name="Bob", last_name="Petit"
)
JOIN = Join(invitation_id="invitation-1", membership_id="membership-bob")
ALICE_AT_ACI = "user-alice@employer-aci"
ERIN_AT_ACI = "user-erin@employer-aci"


def test_any_member_blocks_and_unblocks_applications() -> None:
    """Doing it again is a noop that keeps the first date."""
    world = small_world()
    decide(BLOCK, context(ERIN), world)
    assert the(Employer, world, ACI.id).applications_blocked_at == NOON
    assert decide(BLOCK, context(now=NOON + timedelta(days=1)), world) == ALREADY
    assert the(Employer, world, ACI.id).applications_blocked_at == NOON
    decide(UNBLOCK, context(), world)
    assert the(Employer, world, ACI.id).applications_blocked_at is None
    assert decide(UNBLOCK, context(), world) == ALREADY
    assert refusal(BLOCK, context(BOB), world).code == "not_entitled"


def test_administrators_edit_the_structure() -> None:
    """The department follows the post code; members may not."""
    world = small_world()
    act = EditEmployer(employer_id=ACI.id, changes={"activities": "Maraîchage", "post_code": "54000", "naf": "0113Z"})
    assert refusal(act, context(ERIN), world).code == "not_entitled"
    assert decide(act, context(), world).status is Status.APPLIED
    aci = the(Employer, world, ACI.id)
    assert (aci.activities, aci.department, aci.naf) == ("Maraîchage", "54", "0113Z")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"naf": "011"}, "naf_invalid"),
        ({"post_code": "5"}, "post_code_invalid"),
        ({"siret": "1"}, "field_not_editable"),
    ],
)
def test_wrong_pages_are_refused(changes: dict[str, str], code: str) -> None:
    """Its identity is not editable."""
    assert refusal(EditEmployer(employer_id=ACI.id, changes=changes), context(), small_world()).code == code


def test_a_cleared_post_code_keeps_the_department() -> None:
    """And an edit that loses to a colleague's says so."""
    world = small_world()
    act = EditEmployer(employer_id=ACI.id, changes={"post_code": "", "phone": "1"})
    assert decide(act, context(expect={"post_code": "57000", "phone": "2"}), world).status is Status.ADJUSTED
    assert the(Employer, world, ACI.id).department == "57"


def test_a_sister_has_the_same_siren_kind_and_convention() -> None:
    """Its creator administers it."""
    world = small_world(replace(ACI, convention_id="ACI-57-1", convention_ended_on=date(2021, 2, 1)))
    decide(SISTER, context(), world)
    assert the(Employer, world, "employer-sister") == Employer(
        id="employer-sister",
        siret="26570134200155",
        kind=ACI.kind,
        name="LES JARDINS DE THIONVILLE",
        phone="0382000000",
        email="jardins@aci.example",
        address_line_1="2 rue du Port",
        post_code="57100",
        city="Thionville",
        department="57",
        source="USER",
        convention_id="ACI-57-1",
        convention_ended_on=date(2021, 2, 1),
        created_at=NOON,
    )
    mine = the(Membership, world, "membership-sister")
    assert (mine.user_id, mine.is_admin, mine.is_director, mine.wants_notifications) == (ALICE.id, True, True, True)


def test_a_pseudo_siret_is_the_server_s_to_allocate() -> None:
    """Offline the sister waits for hers."""
    act = replace(SISTER, siret="")
    world = small_world()
    decide(act, context(), world)
    assert the(Employer, world, "employer-sister").siret == "26570134200999"
    decide(act, context(issuance=None), world)
    assert the(Employer, world, "employer-sister").siret == ""


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"phone": " "}, "phone_missing"),
        ({"siret": "2657013420015"}, "siret_invalid"),
        ({"siret": "26570134300155"}, "siren_differs"),
        ({"siret": ACI.siret}, "employer_exists"),
        ({"post_code": ""}, "post_code_invalid"),
    ],
)
def test_wrong_sisters_are_refused(change: dict[str, str], code: str) -> None:
    """Each with its own code."""
    assert refusal(replace(SISTER, **change), context(), small_world()).code == code


def test_a_sister_needs_an_administrator_and_a_convention() -> None:
    """Erin is a member; thirty days after the convention nothing is created."""
    assert refusal(SISTER, context(ERIN), small_world()).code == "not_entitled"
    world = small_world(replace(ACI, convention_ended_on=date(2020, 12, 1)))
    assert refusal(SISTER, context(), world).code == "employer_out_of_convention"


def test_the_same_siret_may_hold_another_kind() -> None:
    """(SIRET, kind) is the identity."""
    other = replace(ACI, id="employer-ei-2", siret=SISTER.siret, kind=EmployerKind.EI)
    decide(SISTER, context(), small_world(other))


def test_an_invitation_is_open_fourteen_days() -> None:
    """Any member invites; the last day is inclusive."""
    world = small_world()
    decide(INVITE, context(ERIN), world)
    asked = the(Invitation, world)
    assert (asked.ends_on, asked.invited_by, asked.email) == (date(2021, 2, 22), "Erin LEROY", "bob@ei.example")
    decide(JOIN, context(BOB, now=datetime(2021, 2, 22, 12, tzinfo=UTC)), world)
    assert the(Membership, world, "membership-bob") == Membership(
        id="membership-bob",
        employer_id=ACI.id,
        user_id=BOB.id,
        created_at=datetime(2021, 2, 22, 12, tzinfo=UTC),
    )
    assert the(Invitation, world).accepted_at


@pytest.mark.parametrize(("days", "is_fine"), [(0, True), (1, True), (90, True), (91, False), (-1, False)])
def test_an_invitation_lasts_from_one_to_ninety_days_in_2026(days: int, *, is_fine: bool) -> None:
    """Fourteen, no more and no less, in 2021."""
    act = replace(INVITE, valid_days=days)
    in_2026 = context(rules=RULES_2026)
    if is_fine:
        decide(act, in_2026, small_world())
    else:
        violation = refusal(act, in_2026, small_world())
        assert (violation.facts["shortest"], violation.facts["longest"]) == (1, 90)
    if days not in (0, 14):
        assert refusal(act, context(), small_world()).code == "invitation_days_outside"


def test_wrong_invitations_are_refused() -> None:
    """Not an address, not a member, not the person invited, too late, used."""
    world = small_world()
    assert refusal(replace(INVITE, email="bob"), context(), world).code == "email_invalid"
    assert refusal(INVITE, context(BOB), world).code == "not_entitled"
    decide(replace(INVITE, email="BOB@EI.example"), context(), world)
    assert refusal(JOIN, context(ERIN), world).code == "invitation_not_yours"
    late = context(BOB, now=datetime(2021, 2, 23, 12, tzinfo=UTC))
    assert refusal(JOIN, late, world).code == "invitation_expired"
    decide(JOIN, context(BOB), world)
    assert refusal(JOIN, context(BOB), world).code == "invitation_used"


def test_the_first_member_administers_and_directs() -> None:
    """A structure nobody uses yet, or no longer."""
    world = small_world()
    for place in world.find(Membership, employer_id=ACI.id):
        world.put(replace(place, is_active=False))
    world.put(Invitation(**{**_fields(INVITE), "id": "invitation-1"}))
    decide(JOIN, context(BOB), world)
    mine = the(Membership, world, "membership-bob")
    assert (mine.is_admin, mine.is_director, mine.wants_notifications) == (True, True, True)


def test_a_workstation_does_not_promise_that_one_is_the_first() -> None:
    """It sees nobody else's membership before one has joined."""
    world = small_world()
    decide(INVITE, context(), world)
    for place in world.find(Membership, employer_id=ACI.id):
        world.remove(place)
    decide(JOIN, context(BOB, issuance=None), world)
    assert not the(Membership, world, "membership-bob").is_admin


def _fields(invite: Invite) -> dict[str, Any]:
    return {
        "employer_id": invite.employer_id,
        "email": invite.email,
        "first_name": invite.first_name,
        "last_name": invite.last_name,
        "invited_by": "ASP",
        "ends_on": date(2021, 3, 1),
        "created_at": NOON,
    }


def test_a_former_member_comes_back_at_their_place() -> None:
    """Without a second membership, and without the rights of before."""
    world = small_world(membership(BOB, ACI, is_active=False, is_admin=True))
    decide(INVITE, context(), world)
    decide(JOIN, context(BOB), world)
    mine = the(Membership, world, "user-bob@employer-aci")
    assert (mine.is_active, mine.is_admin) == (True, False)


def test_the_last_administrator_cannot_leave() -> None:
    """Nor give the right up; a second one changes that."""
    world = small_world()
    for act in (DeactivateMember(membership_id=ALICE_AT_ACI), RemoveAdmin(membership_id=ALICE_AT_ACI)):
        violation = refusal(act, context(), world)
        assert (violation.code, violation.facts["employer"]) == ("last_admin", ACI.name)
    decide(NameAdmin(membership_id=ERIN_AT_ACI), context(), world)
    decide(RemoveAdmin(membership_id=ALICE_AT_ACI), context(), world)
    assert not the(Membership, world, ALICE_AT_ACI).is_admin
    assert refusal(RemoveAdmin(membership_id=ERIN_AT_ACI), context(ERIN), world).code == "last_admin"


def test_the_director_hands_over_before_leaving() -> None:
    """Then notifications go to the new one; other structures keep theirs."""
    bob = membership(BOB, EI, is_director=True)
    world = small_world(bob)
    decide(NameAdmin(membership_id=ERIN_AT_ACI), context(), world)
    leave = DeactivateMember(membership_id=ALICE_AT_ACI)
    assert refusal(leave, context(ERIN), world).code == "director_must_transfer"
    decide(TransferDirector(membership_id=ERIN_AT_ACI), context(), world)
    assert the(Membership, world, ALICE_AT_ACI) == membership(ALICE, ACI, is_admin=True)
    assert the(Membership, world, bob.id) == bob
    erin = the(Membership, world, ERIN_AT_ACI)
    assert (erin.is_director, erin.wants_notifications) == (True, True)
    decide(leave, context(ERIN), world)
    alice = the(Membership, world, ALICE_AT_ACI)
    assert (alice.is_active, alice.is_admin) == (False, False)
    assert refusal(BLOCK, context(ALICE), world).code == "not_entitled"


def test_a_member_leaves_without_more() -> None:
    """Erin neither administers nor directs."""
    world = small_world()
    decide(DeactivateMember(membership_id=ERIN_AT_ACI), context(), world)
    assert not the(Membership, world, ERIN_AT_ACI).is_active


@pytest.mark.parametrize("act", [NameAdmin(membership_id=ERIN_AT_ACI), TransferDirector(membership_id=ERIN_AT_ACI)])
def test_who_left_gets_no_rights(act: object) -> None:
    """Invite them again first; and only administrators give rights."""
    world = small_world(membership(ERIN, ACI, is_active=False))
    assert refusal(act, context(), world).code == "member_inactive"
    assert refusal(act, context(ERIN), small_world()).code == "not_entitled"


def test_notifications_are_one_s_own() -> None:
    """On and off."""
    world = small_world()
    act = SetNotifications(membership_id=ERIN_AT_ACI, wants_notifications=True)
    assert refusal(act, context(ALICE), world).facts["act"] == "set_notifications"
    decide(act, context(ERIN), world)
    assert the(Membership, world, ERIN_AT_ACI).wants_notifications
    decide(replace(act, wants_notifications=False), context(ERIN), world)
    assert not the(Membership, world, ERIN_AT_ACI).wants_notifications
