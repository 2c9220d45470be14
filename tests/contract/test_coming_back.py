"""Acts that come back to a restored server before those they rest on (SYNC.md §1.9, §12), on both databases."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from sync.domain.answering import Postpone, Study
from sync.domain.commenting import AddComment
from sync.domain.employers import Membership
from sync.domain.hiring import Accept
from sync.domain.ids import derived_id
from sync.domain.inbox import REACHED, WAITS_FOR_OTHERS, InboxIssue, IssueKind
from sync.domain.job_applications import Comment, JobApplication, Transition
from sync.domain.settling import Settle, Settlement
from sync.protocol import messages as m
from sync.server.central import Central
from sync.server.tables import COMMAND_LOG, WAITING_ACTS
from sync.server.waiting import MOST_WAITING, judge_waiting
from sync.store.world import SqlWorld, Unwatched
from tests.kit.central import Device
from tests.kit.clocks import FakeClock
from tests.kit.people import ACI, ALICE, BOB, ERIN, application, diagnosis, membership

TODAY = date(2021, 2, 8)
APPLICATION = "application-1"


@pytest.fixture
def restored(central: Central) -> Central:
    """A server that has lost what alice and erin did with dave's new application."""
    with central.work() as unit:
        unit.world.put(diagnosis())
        unit.world.put(application(state="new"))
    return central


def _find(central: Central, kind: type, **equals: Any) -> list[Any]:  # noqa: ANN401 - any column value
    with central.reading() as connection:
        return SqlWorld(connection, Unwatched()).find(kind, **equals)


def _waiting(central: Central) -> int:
    with central.reading() as connection:
        return len(connection.execute(select(WAITING_ACTS)).all())


def _logged(central: Central, entry_id: str) -> tuple[str, str]:
    query = select(COMMAND_LOG.c.status, COMMAND_LOG.c.code).where(COMMAND_LOG.c.id == entry_id)
    with central.reading() as connection:
        status, code = connection.execute(query).one()
    return status, code


def again(entry: m.PushedEntry) -> m.PushedEntry:
    """The entry as it is sent to a server that executed it once and lost it."""
    return msgspec.structs.replace(entry, was_done=True)


def study() -> Study:
    """Alice's part."""
    return Study(job_application_id=APPLICATION)


def postpone() -> Postpone:
    """Erin's part, which rests on alice's."""
    return Postpone(job_application_id=APPLICATION)


def test_a_decision_that_comes_back_first_waits_for_the_act_it_rests_on(restored: Central, clock: FakeClock) -> None:
    """It is neither refused nor lost: executed once, for its own instant, as soon as the other is there; told twice."""
    alice, erin = Device(restored, ALICE, clock), Device(restored, ERIN, clock)
    first = alice.record(study(), expect={"state": "new"})
    clock.advance(minutes=10)
    made_at = clock.now()
    second = erin.record(postpone(), expect={"state": "processing"})
    third = erin.record(AddComment(comment_id="note", job_application_id=APPLICATION, body="vue"))
    clock.advance(hours=5)
    outcomes = erin.push(again(second), again(third)).outcomes
    assert [(one.status, one.code) for one in outcomes] == [("parked", WAITS_FOR_OTHERS), ("applied", "")]
    (issue,) = _find(restored, InboxIssue)
    assert (issue.kind, issue.code, issue.user_id) == (IssueKind.PARKED, WAITS_FOR_OTHERS, ERIN.id)
    assert _find(restored, Comment)
    erin.pull()
    assert erin.outcomes[1].code == WAITS_FOR_OTHERS

    assert alice.push(again(first)).outcomes[0].status == "applied"
    (moved,) = _find(restored, JobApplication)
    assert (moved.state, moved.state_changed_at) == ("postponed", made_at)
    assert [(one.to_state, one.grade) for one in sorted(_find(restored, Transition), key=lambda one: one.at)] == [
        ("processing", "proven"),
        ("postponed", "proven"),
    ]
    (issue,) = _find(restored, InboxIssue)
    assert (issue.closed_at, issue.closed_how) == (clock.now(), REACHED)
    assert _waiting(restored) == 0
    erin.pull()
    assert (erin.outcomes[1].status, erin.outcomes[1].code) == ("applied", "")
    assert erin.push(again(second)).outcomes[0].status == "applied"
    assert len(_find(restored, Transition)) == 2


def test_what_waits_for_what_waits_comes_back_in_the_order_it_was_made(restored: Central, clock: FakeClock) -> None:
    """Whoever is first, a whole chain of decisions ends as it was."""
    alice, erin = Device(restored, ALICE, clock), Device(restored, ERIN, clock)
    studied = alice.record(study(), expect={"state": "new"})
    clock.advance(minutes=10)
    postponed = erin.record(postpone(), expect={"state": "processing"})
    clock.advance(minutes=10)
    ends_on = TODAY + timedelta(days=180)
    hire = Accept(job_application_id=APPLICATION, hiring_starts_on=TODAY, hiring_ends_on=ends_on, pass_id="pass-1")
    accepted = alice.record(hire, expect={"state": "postponed"})
    clock.advance(hours=2)
    assert erin.push(again(postponed)).outcomes[0].code == WAITS_FOR_OTHERS
    assert [one.status for one in alice.push(again(studied), again(accepted)).outcomes] == ["applied", "parked"]
    assert _waiting(restored) == 0
    assert _find(restored, JobApplication)[0].state == "accepted"
    assert all(issue.closed_how == REACHED for issue in _find(restored, InboxIssue))


def test_an_act_that_others_bring_about_otherwise_is_judged_within_a_minute(
    restored: Central, clock: FakeClock
) -> None:
    """What it rested on was never known to have been executed: the server looks again by itself."""
    alice, erin = Device(restored, ALICE, clock), Device(restored, ERIN, clock)
    studied = alice.record(study(), expect={"state": "new"})
    clock.advance(minutes=10)
    erin.push(again(erin.record(postpone(), expect={"state": "processing"})))
    alice.push(studied)
    assert _find(restored, JobApplication)[0].state == "processing"
    assert judge_waiting(restored) == 1
    assert _find(restored, JobApplication)[0].state == "postponed"
    assert judge_waiting(restored) == 0


def test_after_seven_days_the_refusal_stands(restored: Central, clock: FakeClock) -> None:
    """It becomes a rejection like any other, under the same issue."""
    erin = Device(restored, ERIN, clock)
    entry = erin.record(postpone(), expect={"state": "processing"})
    erin.push(again(entry))
    clock.advance(days=6, hours=23)
    assert judge_waiting(restored) == 0
    clock.advance(hours=2)
    assert judge_waiting(restored) == 1
    (issue,) = _find(restored, InboxIssue)
    assert (issue.kind, issue.code, issue.closed_at) == (IssueKind.REJECTED, "changed_elsewhere", None)
    assert _logged(restored, issue.command_id) == ("rejected", "changed_elsewhere")


def test_an_act_whose_author_no_longer_wants_it_is_not_executed_later(restored: Central, clock: FakeClock) -> None:
    """Who closes the issue has the last word."""
    alice, erin = Device(restored, ALICE, clock), Device(restored, ERIN, clock)
    studied = alice.record(study(), expect={"state": "new"})
    erin.push(again(erin.record(postpone(), expect={"state": "processing"})))
    (issue,) = _find(restored, InboxIssue)
    erin.act(Settle(issue_id=issue.id, how=Settlement.CURRENT))
    alice.push(again(studied))
    assert _find(restored, JobApplication)[0].state == "processing"
    assert _waiting(restored) == 0
    assert _logged(restored, issue.command_id) == ("rejected", "changed_elsewhere")


def test_settling_an_issue_that_does_not_come_up_again_is_done_with(restored: Central, clock: FakeClock) -> None:
    """The act behind it may well have gone through this time: nobody is bothered."""
    erin = Device(restored, ERIN, clock)
    entry = erin.record(Settle(issue_id="no-more", how=Settlement.CURRENT))
    assert erin.push(again(entry)).outcomes[0].code == WAITS_FOR_OTHERS
    clock.advance(days=7)
    assert judge_waiting(restored) == 1
    (issue,) = _find(restored, InboxIssue)
    assert issue.closed_how == REACHED
    assert _logged(restored, issue.command_id) == ("noop", "already_done")


def test_a_confirmation_comes_back_in_one_batch_with_what_it_confirms(restored: Central, clock: FakeClock) -> None:
    """An administrator's own late act and their word on it are sent together by a workstation that sends all again."""
    with restored.work() as unit:
        unit.world.put(application())
    alice = Device(restored, ALICE, clock)
    clock.reboot()
    ends_on = TODAY + timedelta(days=180)
    hire = Accept(job_application_id=APPLICATION, hiring_starts_on=TODAY, hiring_ends_on=ends_on, pass_id="pass-1")
    late = alice.record(hire, expect={"state": "processing"})
    issue_id = derived_id(f"{alice.client_id}-{alice.mid}", "issue")
    clock.advance(days=2)
    word = alice.record(Settle(issue_id=issue_id, how=Settlement.CONFIRMED))
    outcomes = alice.push(late, again(word)).outcomes
    assert [(one.status, one.code) for one in outcomes] == [("parked", "needs_confirmation"), ("applied", "")]
    assert [one.grade for one in _find(restored, Transition)] == ["confirmed"]


def test_saying_so_without_reason_gives_no_right(restored: Central, clock: FakeClock) -> None:
    """An outsider's act waits, is judged with the rights they have, and is refused in the end."""
    alice, bob = Device(restored, ALICE, clock), Device(restored, BOB, clock)
    stolen = bob.record(study(), expect={"state": "new"})
    assert bob.push(again(stolen)).outcomes[0].code == WAITS_FOR_OTHERS
    alice.push(again(alice.record(AddComment(comment_id="note", job_application_id=APPLICATION, body="vue"))))
    assert _find(restored, JobApplication)[0].state == "new"
    clock.advance(days=7)
    judge_waiting(restored)
    (issue,) = _find(restored, InboxIssue)
    assert (issue.kind, issue.code, issue.user_id) == (IssueKind.REJECTED, "not_entitled", BOB.id)


def test_an_act_that_was_not_executed_before_is_refused_at_once(restored: Central) -> None:
    """Only what came back may wait."""
    outcome = Device(restored, ERIN).act(postpone(), expect={"state": "processing"})
    assert (outcome.status, outcome.code) == ("rejected", "changed_elsewhere")
    assert _waiting(restored) == 0


def test_no_client_has_more_than_its_share_of_waiting_acts(restored: Central) -> None:
    """Beyond 500, acts are refused as ever."""
    erin = Device(restored, ERIN)
    entries = [again(erin.record(postpone(), expect={"state": "processing"})) for _ in range(MOST_WAITING + 1)]
    codes = [
        one.code for start in range(0, len(entries), 50) for one in erin.push(*entries[start : start + 50]).outcomes
    ]
    assert codes == [WAITS_FOR_OTHERS] * MOST_WAITING + ["changed_elsewhere"]
    assert _waiting(restored) == MOST_WAITING


def test_acts_of_one_who_left_are_put_to_the_administrators_at_once(restored: Central) -> None:
    """And are executed by themselves if the author turns out to have come back."""
    erin = Device(restored, ERIN)
    with restored.work() as unit:
        unit.world.put(membership(ERIN, ACI, is_active=False))
    outcome = erin.push(again(erin.record(study(), expect={"state": "new"}))).outcomes[0]
    assert (outcome.status, outcome.code) == ("parked", "not_entitled")
    with restored.work() as unit:
        unit.world.put(membership(ERIN, ACI))
    assert len(_find(restored, Membership, user_id=ERIN.id)) == 1
    assert judge_waiting(restored) == 1
    assert _find(restored, JobApplication)[0].state == "processing"
    assert _find(restored, InboxIssue)[0].closed_how == REACHED
