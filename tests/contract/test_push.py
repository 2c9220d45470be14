"""Push: exactly once, in order, never blocked (SYNC.md §3), on both databases."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from sync.domain import commands
from sync.domain.answering import Refuse, Study
from sync.domain.commands import Context
from sync.domain.commenting import AddComment
from sync.domain.inbox import InboxIssue
from sync.domain.job_applications import JobApplication, Transition
from sync.domain.undo import Void
from sync.domain.world import World
from sync.protocol.problems import (
    BROKEN_CHAIN,
    CLONED,
    EPOCH_CHANGED,
    GAP,
    REVOKED,
    TOO_LARGE,
    Problem,
    Refused,
)
from sync.server.auth.devices import revoke
from sync.server.central import Central
from sync.store.world import SqlWorld, Unwatched
from tests.kit.central import Device
from tests.kit.clocks import FakeClock
from tests.kit.people import ACI, ALICE, BOB, ERIN, application, membership


@dataclass(frozen=True, kw_only=True)
class _Boom:
    """Args of a command whose decider has a bug."""


@dataclass(frozen=True, kw_only=True)
class _Spoil:
    """Args of a command that writes what no database can hold."""


def _spoil(args: _Spoil, context: Context, world: World) -> None:
    del args, context
    world.put(application(id="spoilt", resume_size=2**70))


def _boom(args: _Boom, context: Context, world: World) -> None:
    del args, context
    world.put(application(id="half-written"))
    raise ZeroDivisionError


@pytest.fixture
def boom(monkeypatch: pytest.MonkeyPatch) -> _Boom:
    """A command with a bug, known for one test."""
    kind = commands.CommandType(
        name="test.boom", version=1, args_type=_Boom, decide=_boom, policy=commands.Policy.APPEND
    )
    monkeypatch.setitem(commands._REGISTRY, ("test.boom", 1), kind)  # noqa: SLF001 - to forget it afterwards
    monkeypatch.setitem(commands._LATEST, _Boom, kind)  # noqa: SLF001 - as above
    return _Boom()


@pytest.fixture
def spoil(monkeypatch: pytest.MonkeyPatch) -> _Spoil:
    """A command whose row is refused as it is written, known for one test."""
    kind = commands.CommandType(
        name="test.spoil", version=1, args_type=_Spoil, decide=_spoil, policy=commands.Policy.APPEND
    )
    monkeypatch.setitem(commands._REGISTRY, ("test.spoil", 1), kind)  # noqa: SLF001 - to forget it afterwards
    monkeypatch.setitem(commands._LATEST, _Spoil, kind)  # noqa: SLF001 - as above
    return _Spoil()


@pytest.fixture
def applied(central: Central) -> Central:
    """The server, with a new application of dave's to alice's employer."""
    _put(central, application(state="new"))
    return central


def _put(central: Central, *rows: object) -> None:
    with central.work() as unit:
        for row in rows:
            unit.world.put(row)


def _find(central: Central, kind: type, **equals: Any) -> list[Any]:  # noqa: ANN401 - any column value
    with central.reading() as connection:
        return SqlWorld(connection, Unwatched()).find(kind, **equals)


def _refused(problem: Problem) -> Any:  # noqa: ANN401 - pytest's context
    return pytest.raises(Refused, check=lambda refused: refused.problem == problem)


def test_an_act_is_executed_once_however_often_it_is_sent(applied: Central) -> None:
    """The second sending gets the stored outcome, and writes nothing."""
    alice = Device(applied, ALICE)
    entry = alice.record(Study(job_application_id="application-1"))
    first, second = alice.push(entry), alice.push(entry)
    assert first == second
    assert first.outcomes[0].status == "applied"
    assert len(_find(applied, Transition)) == 1


def test_a_batch_keeps_its_order_and_a_refused_act_stops_nothing(applied: Central) -> None:
    """Outcomes come in mid order; what the rules refuse leaves no trace but its outcome."""
    alice = Device(applied, ALICE)
    pushed = alice.push(
        alice.record(Refuse(job_application_id="application-1", reason="did_not_come", answer="Non")),
        alice.record(Study(job_application_id="application-1")),
        alice.record(Void(entry_id="anything")),
    )
    assert [(one.mid, one.status) for one in pushed.outcomes] == [(1, "rejected"), (2, "applied"), (3, "applied")]
    assert [line.name for line in _find(applied, Transition)] == ["process"]


def test_a_rejected_act_is_in_its_author_s_inbox(applied: Central) -> None:
    """The issue shows the fields as seen, as wanted and as they stand."""
    alice, erin = Device(applied, ALICE), Device(applied, ERIN)
    alice.act(Study(job_application_id="application-1"), expect={"state": "new"})
    refusal = Refuse(job_application_id="application-1", reason="did_not_come", answer="Non")
    outcome = erin.act(refusal, expect={"state": "new"})
    (issue,) = _find(applied, InboxIssue)
    assert (outcome.status, outcome.code) == ("rejected", "changed_elsewhere")
    assert (issue.kind, issue.user_id, issue.subject_id) == ("rejected", ERIN.id, "application-1")
    assert (issue.base, issue.theirs) == ('{"state":"new"}', '{"state":"processing"}')


def test_a_void_entry_does_nothing_and_keeps_the_chain(applied: Central) -> None:
    """What was undone while held executes as a noop."""
    alice = Device(applied, ALICE)
    undone = alice.record(Study(job_application_id="application-1"), void=True)
    pushed = alice.push(undone, alice.record(Void(entry_id="first")))
    assert [one.status for one in pushed.outcomes] == ["noop", "applied"]
    assert _find(applied, JobApplication)[0].state == "new"


def test_an_unknown_command_is_parked_and_blocks_nothing(applied: Central) -> None:
    """A command of a newer workstation waits in the inbox."""
    alice = Device(applied, ALICE)
    later = alice.record(Study(job_application_id="application-1"), version=99)
    pushed = alice.push(later, alice.record(Study(job_application_id="application-1")))
    assert [one.status for one in pushed.outcomes] == ["parked", "applied"]
    assert [issue.kind for issue in _find(applied, InboxIssue)] == ["parked"]


def test_arguments_that_do_not_fit_are_rejected(applied: Central) -> None:
    """Wrong types and characters no database stores never reach a decider."""
    alice = Device(applied, ALICE)
    wrong: Any = 3
    assert alice.act(Study(job_application_id=wrong)).code == "malformed_act"
    assert alice.act(Study(job_application_id="a\0b")).code == "malformed_act"


def test_a_gap_a_clone_and_a_broken_chain_are_refused(applied: Central) -> None:
    """The three ways in which an entry cannot be this client's next one."""
    alice = Device(applied, ALICE)
    act = Study(job_application_id="application-1")
    alice.act(act)
    with _refused(GAP):
        alice.push(alice.record(act, mid=3))
    with _refused(CLONED):
        alice.push(alice.record(act, mid=1, id="another"))
    with _refused(BROKEN_CHAIN):
        alice.push(alice.record(act, mid=2, prev="elsewhere"))
    assert alice.client.last_mid == 1


def test_a_clone_that_enrols_anew_sends_its_entries_again_without_doubling_them(applied: Central) -> None:
    """A known id under a new mid gets its stored outcome, and the new chain goes on."""
    alice, clone = Device(applied, ALICE), Device(applied, ALICE)
    alice.act(Study(job_application_id="application-1"), id="the-same")
    again = clone.act(Study(job_application_id="application-1"), id="the-same")
    assert (again.mid, again.status) == (1, "applied")
    assert clone.act(Void(entry_id="x")).mid == 2
    assert len(_find(applied, Transition)) == 1


def test_another_user_s_command_id_tells_nothing(applied: Central) -> None:
    """An outcome is its author's alone."""
    Device(applied, ALICE).act(Study(job_application_id="application-1"), id="hers")
    with _refused(CLONED):
        Device(applied, BOB).act(Void(entry_id="x"), id="hers")


def test_a_batch_too_large_and_another_epoch_are_refused(applied: Central) -> None:
    """Nothing of such a batch is executed."""
    alice = Device(applied, ALICE)
    with _refused(EPOCH_CHANGED):
        alice.push(alice.record(Void(entry_id="x")), epoch="another life")
    with _refused(TOO_LARGE):
        alice.push(*(alice.record(Void(entry_id="x")) for _ in range(51)))
    assert alice.client.last_mid == 0


def test_a_revoked_device_changes_nothing(applied: Central) -> None:
    """Its token opens no door any more."""
    alice = Device(applied, ALICE)
    with applied.work() as unit:
        revoke(unit.connection, alice.client_id, applied.now())
    with _refused(REVOKED):
        alice.act(Study(job_application_id="application-1"))


@pytest.mark.logs_error("entry failed")
def test_a_row_that_the_database_refuses_stops_its_own_act_alone(applied: Central, spoil: _Spoil) -> None:
    """Rows of a batch are written together; the act behind the bad one is found all the same."""
    alice = Device(applied, ALICE)
    before = alice.record(Study(job_application_id="application-1"))
    pushed = alice.push(before, alice.record(spoil), alice.record(Void(entry_id="x")))
    assert [one.status for one in pushed.outcomes] == ["applied"]
    assert (pushed.last_mid, pushed.retry_after_s > 0) == (1, True)
    assert str(_find(applied, JobApplication, id="application-1")[0].state) == "processing"


@pytest.mark.logs_error("entry failed")
def test_a_poisoned_act_is_parked_after_five_tries_over_half_an_hour(
    applied: Central, clock: FakeClock, boom: _Boom
) -> None:
    """Until then it advances nothing and what came before it stays; afterwards nothing waits behind it."""
    alice = Device(applied, ALICE)
    before, poisoned = alice.record(Void(entry_id="x")), alice.record(boom)
    behind = alice.record(Study(job_application_id="application-1"))
    first = alice.push(before, poisoned, behind)
    assert (first.last_mid, len(first.outcomes)) == (1, 1)
    assert first.retry_after_s > 0
    for minutes in (1, 5, 10):
        clock.advance(minutes=minutes)
        assert alice.push(poisoned, behind).last_mid == 1
    clock.advance(minutes=20)
    assert [one.status for one in alice.push(poisoned, behind).outcomes] == ["parked", "applied"]
    assert _find(applied, JobApplication, id="half-written") == []
    assert [issue.code for issue in _find(applied, InboxIssue)] == ["unexpected_error"]


def test_an_act_for_an_employer_one_has_left_is_parked_for_its_administrators(applied: Central) -> None:
    """Rights are those at receipt; the act is not lost but put before those who may decide."""
    erin, alice = Device(applied, ERIN), Device(applied, ALICE)
    _put(applied, replace(membership(ERIN, ACI), is_active=False))
    outcome = erin.act(Study(job_application_id="application-1"))
    assert (outcome.status, outcome.code) == ("parked", "not_entitled")
    alice.pull()
    assert [row[1] for row in alice.held(f"user:{ALICE.id}", "inbox_issues").values()] == ["confirmation"]


def test_an_act_of_a_stranger_is_rejected(applied: Central) -> None:
    """Who never belonged to the employer has nothing to park."""
    outcome = Device(applied, BOB).act(Study(job_application_id="application-1"))
    assert (outcome.status, outcome.code) == ("rejected", "not_entitled")


def test_two_notes_of_two_colleagues_both_stand(applied: Central) -> None:
    """What only adds never conflicts."""
    for user in (ALICE, ERIN):
        note = AddComment(comment_id=user.id, job_application_id="application-1", body="Vu ce matin.")
        assert Device(applied, user).act(note).status == "applied"
