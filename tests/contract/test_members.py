"""Members come and go: invitations reach those invited, acts of those who left their administrators (§3, §6)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from sync.domain.hiring import Accept
from sync.domain.ids import derived_id
from sync.domain.inbox import InboxIssue, IssueKind
from sync.domain.job_applications import JobApplication
from sync.domain.joining import DeactivateMember, Invite, Join, NameAdmin
from sync.domain.managing import CreateSister
from sync.domain.settling import Settle, Settlement
from sync.server.central import Central
from sync.store.world import SqlWorld, Unwatched
from tests.kit.central import Device
from tests.kit.clocks import FakeClock
from tests.kit.people import ACI, ALICE, BOB, ERIN, application, diagnosis, membership

TODAY = date(2021, 2, 8)
INVITE = Invite(
    invitation_id="invitation-1", employer_id=ACI.id, email="Bob@EI.example", first_name="Bob", last_name="PETIT"
)
JOIN = Join(invitation_id="invitation-1", membership_id="bob-at-aci")
SISTER = CreateSister(
    employer_id="sister", parent_id=ACI.id, membership_id="erin-at-sister", name="Sœur", phone="0102030405"
)


def _find(central: Central, kind: type, **equals: Any) -> list[Any]:  # noqa: ANN401 - any column value
    with central.reading() as connection:
        return SqlWorld(connection, Unwatched()).find(kind, **equals)


def _put(central: Central, *rows: object) -> None:
    with central.work() as unit:
        for row in rows:
            unit.world.put(row)


def test_an_invitation_reaches_the_person_invited_who_joins(central: Central) -> None:
    """In their own scope, before they are anything there; with the employer's once they have joined."""
    alice, bob, erin = Device(central, ALICE), Device(central, BOB), Device(central, ERIN)
    assert alice.act(INVITE).status == "applied"
    bob.pull()
    assert list(bob.held(f"user:{BOB.id}", "invitations")) == ["invitation-1"]
    assert erin.act(JOIN).code == "invitation_not_yours"
    assert bob.act(JOIN).status == "applied"
    bob.pull()
    assert BOB.id in {row[2] for row in bob.held(f"employer:{ACI.id}", "memberships").values()}
    erin.pull()
    assert f"user:{ERIN.id}" in erin.rows
    assert erin.held(f"user:{ERIN.id}", "invitations") == {}


def test_an_invitation_waits_for_an_account_under_its_address(central: Central) -> None:
    """Whoever gets the address afterwards finds it at once."""
    alice, bob = Device(central, ALICE), Device(central, BOB)
    alice.act(replace(INVITE, email="Robert@EI.example"))
    bob.pull()
    assert bob.held(f"user:{BOB.id}", "invitations") == {}
    _put(central, replace(BOB, email="robert@ei.example"))
    bob.pull()
    assert list(bob.held(f"user:{BOB.id}", "invitations")) == ["invitation-1"]


@pytest.mark.parametrize(
    "act",
    [
        INVITE,
        NameAdmin(membership_id=f"{ALICE.id}@{ACI.id}"),
        DeactivateMember(membership_id=f"{ALICE.id}@{ACI.id}"),
        Settle(issue_id="issue-1", how=Settlement.DISMISSED),
        SISTER,
    ],
    ids=lambda act: type(act).__name__,
)
def test_what_an_administrator_who_left_had_not_sent_is_put_to_those_who_stay(central: Central, act: object) -> None:
    """Acts that name no employer too: neither applied nor refused."""
    erin = Device(central, ERIN)
    _put(central, membership(ERIN, ACI, is_admin=True), _issue())
    entry = erin.record(act)
    _put(central, membership(ERIN, ACI, is_active=False))
    outcome = erin.push(entry).outcomes[0]
    assert (outcome.status, outcome.code) == ("parked", "not_entitled")
    (parked,) = _find(central, InboxIssue, command_id=outcome.id)
    assert (parked.kind, parked.employer_id) == (IssueKind.CONFIRMATION, ACI.id)
    alice = Device(central, ALICE)
    alice.pull()
    assert parked.id in alice.held(f"user:{ALICE.id}", "inbox_issues")


def test_one_who_never_was_there_is_refused(central: Central) -> None:
    """It is no affair of the administrators."""
    assert Device(central, BOB).act(NameAdmin(membership_id=f"{ERIN.id}@{ACI.id}")).status == "rejected"


def test_taking_over_a_confirmation_executes_what_it_confirmed(central: Central, clock: FakeClock) -> None:
    """Erin left before her word on a date came in: alice gives hers, and the hire is there."""
    _put(central, membership(ERIN, ACI, is_admin=True), application(), diagnosis())
    alice, erin = Device(central, ALICE, clock), Device(central, ERIN, clock)
    clock.reboot()
    ends_on = TODAY + timedelta(days=180)
    hire = Accept(job_application_id="application-1", hiring_starts_on=TODAY, hiring_ends_on=ends_on, pass_id="pass-1")
    late = alice.record(hire, expect={"state": "processing"})
    clock.advance(days=2)
    assert alice.push(late).outcomes[0].code == "needs_confirmation"
    (issue,) = _find(central, InboxIssue)
    word = erin.record(Settle(issue_id=issue.id, how=Settlement.CONFIRMED))
    _put(central, membership(ERIN, ACI, is_active=False))
    outcome = erin.push(word).outcomes[0]
    assert outcome.code == "not_entitled"
    taken = alice.act(Settle(issue_id=derived_id(outcome.id, "issue"), how=Settlement.CONFIRMED))
    assert taken.status == "applied"
    assert _find(central, JobApplication)[0].state == "accepted"
    assert all(one.closed_how == "confirmed" for one in _find(central, InboxIssue))


def _issue() -> InboxIssue:
    """A date that an administrator of the ACI has to confirm."""
    return InboxIssue(
        id="issue-1",
        kind=IssueKind.CONFIRMATION,
        user_id=ALICE.id,
        employer_id=ACI.id,
        command_id="command-1",
        command_name="job_application.accept",
        code="needs_confirmation",
        acted_at=membership(ERIN, ACI).created_at,
        created_at=membership(ERIN, ACI).created_at,
    )
