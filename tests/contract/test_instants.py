"""When an act counts (SYNC.md §7), on both databases and through the whole push."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from msgspec import structs

from sync.domain.answering import Study
from sync.domain.commands import Grade
from sync.domain.commenting import AddComment
from sync.domain.hiring import Accept
from sync.domain.inbox import InboxIssue, IssueKind
from sync.domain.job_applications import Comment, JobApplication, Transition
from sync.domain.passes import Pass
from sync.domain.settling import Settle, Settlement
from sync.protocol.messages import Clock
from sync.server.central import Central
from sync.store.world import SqlWorld, Unwatched
from tests.kit.central import Device
from tests.kit.clocks import FakeClock
from tests.kit.people import ACI, ALICE, ERIN, application, diagnosis, membership

TODAY = date(2021, 2, 8)
ACCEPT = Accept(
    job_application_id="application-1",
    hiring_starts_on=TODAY,
    hiring_ends_on=date(2021, 8, 7),
    pass_id="00000000-0000-4000-8000-000000000001",
)


@pytest.fixture
def studied(central: Central) -> Central:
    """The server, with an application of dave's under study and a prescriber's diagnosis."""
    with central.work() as unit:
        unit.world.put(application(state="processing"))
        unit.world.put(diagnosis())
    return central


def _find(central: Central, kind: type, **equals: Any) -> list[Any]:  # noqa: ANN401 - any column value
    with central.reading() as connection:
        return SqlWorld(connection, Unwatched()).find(kind, **equals)


def test_an_act_sent_at_once_counts_when_received(studied: Central, clock: FakeClock) -> None:
    """Within two minutes and on the same day nobody needs to know more."""
    alice = Device(studied, ALICE, clock)
    entry = alice.record(ACCEPT)
    clock.advance(seconds=90)
    alice.push(entry)
    (line,) = _find(studied, Transition)
    assert (line.at, line.grade) == (clock.now(), Grade.ONLINE)


def test_a_proven_acceptance_counts_on_its_day_and_gets_its_number(studied: Central, clock: FakeClock) -> None:
    """The workstation stayed on for two days: the hire day was today when it was accepted."""
    alice = Device(studied, ALICE, clock)
    made_at = clock.now()
    entry = alice.record(ACCEPT)
    clock.advance(days=2)
    assert alice.push(entry).outcomes[0].status == "applied"
    (line,) = _find(studied, Transition)
    (iae_pass,) = _find(studied, Pass)
    assert (line.at, line.received_at, line.grade) == (made_at, clock.now(), Grade.PROVEN)
    assert (iae_pass.number, iae_pass.id) == ("999992100001", ACCEPT.pass_id)


@pytest.mark.parametrize(
    "odd", [{"ms": 1 << 62}, {"ms": -1}, {"wall": "0001-01-01T00:00:00+14:00"}, {"wall": "soon"}, {"boot": ""}]
)
def test_impossible_clocks_stop_nothing(studied: Central, clock: FakeClock, odd: dict[str, Any]) -> None:
    """The act is taken, for no later than its receipt; what waits behind it goes on."""
    alice = Device(studied, ALICE, clock)
    boot, milliseconds = clock.boot()
    reading = Clock(anchor=alice.anchor, anchor_boot=boot, anchor_ms=milliseconds, boot=boot, ms=milliseconds, wall="")
    note = AddComment(comment_id="comment-1", job_application_id="application-1", body="x")
    outcome = alice.act(note, clock=structs.replace(reading, **odd))
    assert outcome.status == "applied"
    assert _find(studied, Comment)[0].created_at <= clock.now()


def test_a_claimed_date_that_changes_the_verdict_waits_for_an_administrator(studied: Central, clock: FakeClock) -> None:
    """Switched off in between: only the wall clock says that it was accepted on the hire day."""
    erin, alice = Device(studied, ERIN, clock), Device(studied, ALICE, clock)
    clock.reboot()
    made_at = clock.now()
    entry = erin.record(ACCEPT)
    clock.advance(days=2)
    (outcome,) = erin.push(entry).outcomes
    assert (outcome.status, outcome.code) == ("parked", "needs_confirmation")
    (issue,) = _find(studied, InboxIssue)
    assert (issue.kind, issue.acted_at, issue.employer_id) == (IssueKind.CONFIRMATION, made_at, ACI.id)
    assert alice.act(Settle(issue_id=issue.id, how=Settlement.CONFIRMED)).status == "applied"
    (line,) = _find(studied, Transition)
    assert (line.at, line.grade, line.user_id) == (made_at, Grade.CONFIRMED, ERIN.id)
    assert _find(studied, Pass)[0].number == "999992100001"


def test_a_confirmation_the_rules_refuse_settles_nothing(studied: Central, clock: FakeClock) -> None:
    """The world moved on while the act was parked: the issue stays open."""
    erin, alice = Device(studied, ERIN, clock), Device(studied, ALICE, clock)
    clock.reboot()
    entry = erin.record(ACCEPT, expect={"state": "processing"})
    clock.advance(days=2)
    erin.push(entry)
    (issue,) = _find(studied, InboxIssue)
    with studied.work() as unit:
        unit.world.put(application(state="refused"))
    assert alice.act(Settle(issue_id=issue.id, how=Settlement.CONFIRMED)).status == "rejected"
    assert _find(studied, InboxIssue, id=issue.id)[0].closed_at is None


def test_a_claimed_date_that_changes_nothing_bothers_nobody(studied: Central, clock: FakeClock) -> None:
    """An acceptance for next week is right on both days."""
    alice = Device(studied, ALICE, clock)
    clock.reboot()
    entry = alice.record(
        Accept(
            job_application_id="application-1",
            hiring_starts_on=TODAY + timedelta(days=7),
            hiring_ends_on=date(2021, 8, 7),
            pass_id=ACCEPT.pass_id,
        )
    )
    clock.advance(days=2)
    assert alice.push(entry).outcomes[0].status == "applied"
    assert _find(studied, Transition)[0].grade == Grade.CLAIMED


def test_a_hire_after_more_than_a_week_offline_waits_for_an_administrator(studied: Central, clock: FakeClock) -> None:
    """Even with a proven date; that an application was read does not."""
    with studied.work() as unit:
        unit.world.put(application(id="another", state="new"))
    alice = Device(studied, ALICE, clock)
    batch = alice.record(ACCEPT), alice.record(Study(job_application_id="another"))
    clock.advance(days=8)
    assert [one.status for one in alice.push(*batch).outcomes] == ["parked", "applied"]
    assert _find(studied, JobApplication, id="application-1")[0].state == "processing"


def test_instants_never_go_back_nor_ahead(studied: Central, clock: FakeClock) -> None:
    """A wall clock in the past or the future is held between the act before and the receipt."""
    alice = Device(studied, ALICE, clock)
    first = alice.record(Study(job_application_id="x"))
    clock.reboot()
    clock.set_wall(clock.now() - timedelta(days=400))
    second = alice.record(Study(job_application_id="x"))
    clock.set_wall(clock.now() + timedelta(days=800))
    third = alice.record(Study(job_application_id="x"))
    clock.set_wall(FakeClock().now() + timedelta(hours=5))
    alice.push(first, second, third)
    instants = [issue.acted_at for issue in sorted(_find(studied, InboxIssue), key=lambda issue: issue.acted_at)]
    assert instants == [FakeClock().now(), FakeClock().now(), clock.now()]


def test_another_user_s_anchor_proves_nothing(studied: Central, clock: FakeClock) -> None:
    """An anchor is bound to the devices of the one it was given to."""
    with studied.work() as unit:
        unit.world.put(application(state="new"))
    alice, erin = Device(studied, ALICE, clock), Device(studied, ERIN, clock)
    erin.anchor = alice.anchor
    entry = erin.record(Study(job_application_id="application-1"))
    clock.advance(hours=3)
    erin.push(entry)
    assert _find(studied, Transition)[0].grade == Grade.CLAIMED


def test_an_act_of_one_who_left_becomes_the_administrator_s_when_confirmed(studied: Central) -> None:
    """The history names who took it upon themselves."""
    erin, alice = Device(studied, ERIN), Device(studied, ALICE)
    with studied.work() as unit:
        unit.world.put(replace(membership(ERIN, ACI), is_active=False))
    assert erin.act(ACCEPT).code == "not_entitled"
    (issue,) = _find(studied, InboxIssue)
    assert alice.act(Settle(issue_id=issue.id, how=Settlement.CONFIRMED)).status == "applied"
    (line,) = _find(studied, Transition)
    assert (line.user_id, line.grade) == (ALICE.id, Grade.CONFIRMED)


def test_a_parked_act_that_is_dismissed_is_never_executed(studied: Central, clock: FakeClock) -> None:
    """Nor by confirming it afterwards: the issue is closed."""
    erin, alice = Device(studied, ERIN, clock), Device(studied, ALICE, clock)
    clock.reboot()
    entry = erin.record(ACCEPT)
    clock.advance(days=2)
    erin.push(entry)
    (issue,) = _find(studied, InboxIssue)
    settlements = (Settlement.DISMISSED, Settlement.CONFIRMED)
    outcomes = [alice.act(Settle(issue_id=issue.id, how=how)).status for how in settlements]
    assert outcomes == ["applied", "noop"]
    assert _find(studied, Pass) == []


def test_a_note_of_one_who_left_waits_for_the_administrators_too(studied: Central) -> None:
    """Whatever the act: a note is about an application, and so about its employer."""
    erin, alice = Device(studied, ERIN), Device(studied, ALICE)
    with studied.work() as unit:
        unit.world.put(replace(membership(ERIN, ACI), is_active=False))
    note = AddComment(comment_id=ACCEPT.pass_id, job_application_id="application-1", body="vu lundi")
    outcome = erin.act(note)
    assert (outcome.status, outcome.code) == ("parked", "not_entitled")
    (issue,) = _find(studied, InboxIssue)
    assert (issue.kind, issue.employer_id, issue.subject_id) == (IssueKind.CONFIRMATION, ACI.id, "application-1")
    assert alice.act(Settle(issue_id=issue.id, how=Settlement.CONFIRMED)).status == "applied"
    assert [note.user_id for note in _find(studied, Comment)] == [ALICE.id]
