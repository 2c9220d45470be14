"""Revoked and wiped devices (SYNC.md §6): one door, which changes nothing by itself; on both databases."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from sync.domain.answering import Study
from sync.domain.commenting import AddComment
from sync.domain.inbox import InboxIssue
from sync.domain.job_applications import Comment, JobApplication, Transition
from sync.domain.settling import Settle, Settlement
from sync.protocol import messages as m
from sync.protocol.problems import NOT_FOUND, REVOKED, TOO_LARGE, Problem, Refused
from sync.server.auth.devices import ask_wipe, revoke, revoked
from sync.server.central import Central
from sync.server.clients import Client
from sync.server.hello import hello
from sync.server.nights import Night
from sync.server.quarantine import deposit
from sync.server.tables import CLIENTS, QUARANTINE
from sync.store.world import SqlWorld, Unwatched
from tests.kit.central import Device
from tests.kit.clocks import FakeClock
from tests.kit.people import ACI, ALICE, CAROL, ERIN, application, membership

STUDY = Study(job_application_id="application-1")


@pytest.fixture
def applied(central: Central) -> Central:
    """The server, with a new application of dave's to alice's employer."""
    with central.work() as unit:
        unit.world.put(application(state="new"))
    return central


def _find(central: Central, kind: type, **equals: Any) -> list[Any]:  # noqa: ANN401 - any column value
    with central.reading() as connection:
        return SqlWorld(connection, Unwatched()).find(kind, **equals)


def _refused(problem: Problem) -> Any:  # noqa: ANN401 - pytest's context
    return pytest.raises(Refused, check=lambda refused: refused.problem == problem)


def _revoke(central: Central, device: Device) -> Client:
    """The device's access is taken back; the client as the one open door knows it."""
    with central.work() as unit:
        revoke(unit.connection, device.client_id, central.now())
    with central.reading() as connection:
        return revoked(connection, f"Bearer {device.token}")


def _deposit(central: Central, client: Client, *entries: m.PushedEntry) -> int:
    return deposit(central, client, m.Deposit(entries=list(entries))).acts


def _open_issues(central: Central) -> list[InboxIssue]:
    return [issue for issue in _find(central, InboxIssue) if issue.closed_at is None]


def _kept(central: Central) -> int:
    with central.reading() as connection:
        return len(connection.execute(select(QUARANTINE)).all())


def test_a_deposit_changes_nothing_and_tells_the_administrators(applied: Central) -> None:
    """One issue says whose device, how many acts, and until when they are kept."""
    alice, erin = Device(applied, ALICE), Device(applied, ERIN)
    entries = [
        erin.record(STUDY),
        erin.record(AddComment(comment_id="c", job_application_id="application-1", body="!")),
    ]
    client = _revoke(applied, erin)
    assert _deposit(applied, client, *entries) == 2
    assert _find(applied, JobApplication)[0].state == "new"
    assert _find(applied, Comment) == []
    alice.pull()
    (issue,) = _find(applied, InboxIssue)
    assert list(alice.held(f"user:{ALICE.id}", "inbox_issues")) == [issue.id]
    facts = msgspec.json.decode(issue.facts)
    assert facts == {"acts": 2, "author": "Erin LEROY", "device": "a device", "until": "2021-03-10"}


def test_a_deposit_cut_anywhere_is_brought_again_and_kept_once(applied: Central) -> None:
    """In any order; undone acts and those the server has executed are left out."""
    erin = Device(applied, ERIN)
    done = erin.record(STUDY)
    erin.push(done)
    undone = erin.record(STUDY, void=True)
    kept = [erin.record(AddComment(comment_id=f"c{n}", job_application_id="application-1", body="!")) for n in (1, 2)]
    client = _revoke(applied, erin)
    assert _deposit(applied, client, done, undone, kept[0]) == 1
    assert _deposit(applied, client, done, undone, *kept) == 2
    assert _deposit(applied, client, *reversed(kept)) == 2
    (issue,) = _open_issues(applied)
    assert msgspec.json.decode(issue.facts)["acts"] == 2


def test_acts_taken_over_are_parked_and_become_the_administrator_s_once_confirmed(applied: Central) -> None:
    """First the deposit is opened, then each act is decided on."""
    alice, erin = Device(applied, ALICE), Device(applied, ERIN)
    entry = erin.record(STUDY)
    _deposit(applied, _revoke(applied, erin), entry)
    (deposited,) = _open_issues(applied)
    assert alice.act(Settle(issue_id=deposited.id, how=Settlement.CONFIRMED)).status == "applied"
    (parked,) = _open_issues(applied)
    assert (parked.code, parked.command_name, parked.user_id) == ("not_entitled", "job_application.study", ERIN.id)
    assert _find(applied, JobApplication)[0].state == "new"
    assert alice.act(Settle(issue_id=parked.id, how=Settlement.CONFIRMED)).status == "applied"
    assert _find(applied, Transition)[0].user_id == ALICE.id
    assert _kept(applied) == 0


def test_a_member_who_is_no_administrator_cannot_take_over(applied: Central) -> None:
    """Nor can the revoked device's owner, on another device."""
    erin, other = Device(applied, ERIN), Device(applied, ERIN)
    entry = erin.record(STUDY)
    _deposit(applied, _revoke(applied, erin), entry)
    (issue,) = _open_issues(applied)
    outcome = other.act(Settle(issue_id=issue.id, how=Settlement.CONFIRMED))
    assert (outcome.status, outcome.code) == ("rejected", "not_entitled")
    assert _kept(applied) == 1


def test_a_dismissed_deposit_is_gone(applied: Central) -> None:
    """Nothing of it can be taken over afterwards."""
    alice, erin = Device(applied, ALICE), Device(applied, ERIN)
    entry = erin.record(STUDY)
    _deposit(applied, _revoke(applied, erin), entry)
    (issue,) = _open_issues(applied)
    alice.act(Settle(issue_id=issue.id, how=Settlement.DISMISSED))
    assert _kept(applied) == 0
    assert alice.act(Settle(issue_id=issue.id, how=Settlement.CONFIRMED)).status == "noop"
    assert _open_issues(applied) == []


@pytest.mark.parametrize(("days", "kept"), [(29, 1), (31, 0)])
def test_a_deposit_is_kept_for_thirty_days(applied: Central, clock: FakeClock, days: int, kept: int) -> None:
    """Then it goes by night, and its issue closes itself and says why."""
    erin = Device(applied, ERIN)
    entry = erin.record(STUDY)
    _deposit(applied, _revoke(applied, erin), entry)
    clock.advance(days=days)
    Night(applied).pass_if_due()
    assert _kept(applied) == kept
    (issue,) = _find(applied, InboxIssue)
    assert issue.closed_how == ("" if kept else "expired")


def test_acts_that_concern_no_employer_are_their_author_s_to_confirm(applied: Central) -> None:
    """A prescriber has no administrator: another device of theirs takes over."""
    lost, new = Device(applied, CAROL), Device(applied, CAROL)
    entry = lost.record(Settle(issue_id="nowhere", how=Settlement.CURRENT))
    _deposit(applied, _revoke(applied, lost), entry)
    (issue,) = _open_issues(applied)
    assert issue.employer_id is None
    assert new.act(Settle(issue_id=issue.id, how=Settlement.CONFIRMED)).status == "applied"


def test_the_quarantine_has_limits(applied: Central) -> None:
    """A batch is no greater than a push's."""
    erin = Device(applied, ERIN)
    entries = [erin.record(STUDY) for _ in range(51)]
    with _refused(TOO_LARGE):
        _deposit(applied, _revoke(applied, erin), *entries)


def test_a_device_in_good_standing_finds_no_such_door(applied: Central) -> None:
    """It has its own."""
    alice = Device(applied, ALICE)
    with applied.reading() as connection, _refused(NOT_FOUND):
        revoked(connection, f"Bearer {alice.token}")


def test_a_device_to_be_wiped_is_told_so_and_what_died_with_it_is_known(applied: Central, clock: FakeClock) -> None:
    """What it last said it had, then what it said when it lost its key."""
    erin = Device(applied, ERIN)
    greeting = m.Hello(proto=1, schema=1, digest=1, program="test", unsent=3)
    hello(applied, erin.client, greeting)
    with applied.work() as unit:
        ask_wipe(unit.connection, erin.client_id, clock.now())
    with pytest.raises(Refused, check=lambda refused: refused.facts == {"wipe": True}):
        erin.meet()
    with applied.reading() as connection:
        client = revoked(connection, f"Bearer {erin.token}")
        row = connection.execute(select(CLIENTS).where(CLIENTS.c.id == erin.client_id)).one()
    assert (row.unsent, row.wiped_at) == (3, None)
    deposit(applied, client, m.Deposit(wiped=True, unsent=4))
    with applied.reading() as connection:
        row = connection.execute(select(CLIENTS).where(CLIENTS.c.id == erin.client_id)).one()
    assert (row.unsent, row.wiped_at) == (4, clock.now())


def test_acts_for_an_employer_the_user_has_left_wait_in_its_administrators_inbox(applied: Central) -> None:
    """Rights are those at receipt (SYNC.md §3); the author sees it too."""
    alice, erin = Device(applied, ALICE), Device(applied, ERIN)
    entry = erin.record(STUDY)
    with applied.work() as unit:
        unit.world.put(replace(membership(ERIN, ACI), is_active=False))
    assert [(one.status, one.code) for one in erin.push(entry).outcomes] == [("parked", "not_entitled")]
    for device, user in ((alice, ALICE), (erin, ERIN)):
        device.pull()
        assert len(device.held(f"user:{user.id}", "inbox_issues")) == 1


def test_a_revoked_device_is_refused_at_hello(applied: Central) -> None:
    """As everywhere else: see the walk over all routes."""
    erin = Device(applied, ERIN)
    _revoke(applied, erin)
    with _refused(REVOKED):
        erin.meet()
