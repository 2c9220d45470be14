"""The nightly commits (DOMAIN.md §6, SYNC.md §3), on both databases."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from sync.domain.answering import Study
from sync.domain.commenting import AddComment
from sync.domain.inbox import InboxIssue, IssueKind
from sync.domain.job_applications import JobApplication, Transition
from sync.domain.visibility import Reason, Sight, Visibility
from sync.protocol import messages as m
from sync.resources import read_text
from sync.server.central import Central
from sync.server.chores import Chores
from sync.server.feed import pull
from sync.server.nights import Night
from sync.server.rules import publish
from sync.server.tables import COMMAND_LOG, SCOPE_FLOORS, SYNC_INDEX
from sync.store.world import SqlWorld, Unwatched
from tests.kit.central import Device
from tests.kit.clocks import FakeClock
from tests.kit.people import ACI, ALICE, DAVE, ERIN, LONG_AGO, application

SCOPE = f"employer:{ACI.id}"


def _put(central: Central, *rows: object) -> None:
    with central.work() as unit:
        for row in rows:
            unit.world.put(row)


def _find(central: Central, kind: type, **equals: Any) -> list[Any]:  # noqa: ANN401 - any column value
    with central.reading() as connection:
        return SqlWorld(connection, Unwatched()).find(kind, **equals)


def _count(central: Central, *clauses: Any) -> int:  # noqa: ANN401 - SQL clauses
    with central.reading() as connection:
        return connection.scalar(select(func.count()).select_from(SYNC_INDEX).where(*clauses)) or 0


def _sight(reason: Reason, ends_on: date | None = None) -> Visibility:
    sight = Sight(DAVE.id, ACI.id)
    return Visibility(
        id=sight.row_id(reason),
        job_seeker_id=DAVE.id,
        employer_id=ACI.id,
        reason=reason,
        ends_on=ends_on,
        created_at=LONG_AGO,
    )


def test_what_is_seen_until_a_day_is_gone_the_night_after(central: Central, clock: FakeClock) -> None:
    """The person leaves the workstation with the visibility, at midnight in Paris and not before."""
    _put(central, _sight(Reason.HIRE, date(2021, 2, 8)))
    alice = Device(central, ALICE)
    night = Night(central)
    assert night.pass_if_due()
    alice.pull()
    assert alice.held(SCOPE, "job_seekers")
    clock.set_wall(datetime(2021, 2, 8, 22, 59, tzinfo=UTC))
    assert not night.pass_if_due()
    clock.advance(minutes=2)
    assert night.pass_if_due()
    alice.pull()
    assert not alice.held(SCOPE, "job_seekers")
    assert not alice.held(SCOPE, "visibilities")


def test_a_night_is_done_once_whatever_the_restarts(central: Central, clock: FakeClock) -> None:
    """By another server too; nights missed while all were down are one."""
    assert Night(central).pass_if_due()
    assert not Night(central).pass_if_due()
    clock.advance(days=3)
    assert Night(central).pass_if_due()
    assert not Night(central).pass_if_due()


def test_a_night_cut_short_is_done_at_the_next_start(central: Central, clock: FakeClock) -> None:
    """A server that is to stop leaves what is left to the next one."""
    _put(central, _sight(Reason.HIRE, date(2021, 2, 8)))
    clock.advance(days=1)
    assert not Night(central, lambda: True).pass_if_due()
    assert len(_find(central, Visibility)) == 1
    assert Night(central).pass_if_due()
    assert _find(central, Visibility) == []


def test_what_nobody_answered_is_refused_by_night(central: Central, clock: FakeClock) -> None:
    """In the edition of 2026, after 60 days, with a line of history that names nobody."""
    with central.work() as unit:
        publish(unit.world, read_text("rulebook", "2026-08-21.toml"), clock.now(), LONG_AGO)
        unit.world.put(application(state="new", state_changed_at=clock.now() - timedelta(days=60)))
        unit.world.put(application(id="young", state="new", state_changed_at=clock.now() - timedelta(days=59)))
    Night(central).pass_if_due()
    assert {one.id: one.state for one in _find(central, JobApplication)} == {"application-1": "refused", "young": "new"}
    (line,) = _find(central, Transition)
    assert (line.user_id, line.user_name) == (None, "")


def test_a_night_and_an_act_at_the_same_moment_take_turns(central: Central, clock: FakeClock) -> None:
    """Whoever comes second sees what the first one did: each application has one line of history."""
    long_since = clock.now() - timedelta(days=60)
    names = [f"of-{number}" for number in range(30)]
    with central.work() as unit:
        publish(unit.world, read_text("rulebook", "2026-08-21.toml"), clock.now(), LONG_AGO)
        for name in names:
            unit.world.put(application(id=name, state="new", state_changed_at=long_since))
    alice = Device(central, ALICE, clock)
    entries = [alice.record(Study(job_application_id=name), expect={"state": "new"}) for name in names]
    with ThreadPoolExecutor(2) as pool:
        night = pool.submit(Night(central).pass_if_due)
        pushed = [pool.submit(alice.push, entry).result().outcomes[0].status for entry in entries]
        assert night.result()
    lines = _find(central, Transition)
    assert sorted(line.job_application_id for line in lines) == sorted(names)
    assert Counter(line.name for line in lines)["process"] == pushed.count("applied")


def test_the_words_of_an_act_go_after_45_days_and_it_still_happens_only_once(
    central: Central, clock: FakeClock
) -> None:
    """Sent again, it gets the outcome it had."""
    _put(central, application())
    alice = Device(central, ALICE, clock)
    entry = alice.record(AddComment(comment_id="c", job_application_id="application-1", body="Nom, santé."))
    first = alice.push(entry)
    for days, words in ((44, 1), (2, 0)):
        clock.advance(days=days)
        Night(central).pass_if_due()
        with central.reading() as connection:
            assert len([body for body in connection.scalars(select(COMMAND_LOG.c.body)) if body]) == words
    assert alice.push(entry) == first


def test_a_settled_issue_goes_after_a_year(central: Central, clock: FakeClock) -> None:
    """An open one stays (DOMAIN.md §6)."""
    issue = InboxIssue(
        id="open",
        kind=IssueKind.REJECTED,
        user_id=ALICE.id,
        command_id="x",
        command_name="x",
        code="x",
        acted_at=LONG_AGO,
        created_at=LONG_AGO,
    )
    _put(central, issue, replace(issue, id="settled", closed_at=clock.now(), closed_how="current"))
    clock.advance(days=366)
    Night(central).pass_if_due()
    assert [one.id for one in _find(central, InboxIssue)] == ["open"]


def _story_of_tombstones(central: Central, clock: FakeClock) -> tuple[Device, Device]:
    """Alice stays away while a person leaves her employer; erin has the news; 61 days later a night passes."""
    _put(central, _sight(Reason.APPLICATION), application(id="stays"))
    alice, erin = Device(central, ALICE), Device(central, ERIN)
    alice.pull()
    with central.work() as unit:
        unit.world.remove(_sight(Reason.APPLICATION))
    _put(central, replace(ACI, name="AUTRE NOM"))
    erin.pull()
    Night(central).pass_if_due()
    clock.advance(days=61)
    Night(central).pass_if_due()
    return alice, erin


def test_a_cursor_below_the_floor_gets_the_whole_scope(central: Central, clock: FakeClock) -> None:
    """Never a gap: what left meanwhile is gone, though nothing tells of it any more."""
    alice, erin = _story_of_tombstones(central, clock)
    assert _count(central, SYNC_INDEX.c.is_gone) == 0
    assert alice.held(SCOPE, "job_seekers")
    alice.pull()
    assert not alice.held(SCOPE, "job_seekers")
    assert alice.rows[SCOPE] == erin.rows[SCOPE]
    assert not erin.pull()


def test_a_cursor_above_the_floor_gets_only_what_changed(central: Central, clock: FakeClock) -> None:
    """Raising the floor costs those who are level nothing."""
    _, erin = _story_of_tombstones(central, clock)
    _put(central, application(id="stays", message="Autre."))
    request = m.Pull(epoch="", cursor=erin.cursor, schema=1, digest=1)
    lines = pull(central, erin.client, request)
    assert lines is not None
    assert b'"reset":true' not in b"".join(lines)


def test_young_tombstones_are_told_of(central: Central, clock: FakeClock) -> None:
    """Fifty-nine nights later a client is still brought level row by row."""
    _put(central, _sight(Reason.APPLICATION))
    alice = Device(central, ALICE)
    alice.pull()
    with central.work() as unit:
        unit.world.remove(_sight(Reason.APPLICATION))
    Night(central).pass_if_due()
    clock.advance(days=59)
    Night(central).pass_if_due()
    with central.reading() as connection:
        assert connection.execute(select(SCOPE_FLOORS)).all() == []
    assert _count(central, SYNC_INDEX.c.is_gone) > 0
    alice.pull()
    assert not alice.held(SCOPE, "job_seekers")


def test_a_row_that_came_back_is_not_forgotten(central: Central, clock: FakeClock) -> None:
    """Only what is still gone goes."""
    _put(central, _sight(Reason.APPLICATION))
    with central.work() as unit:
        unit.world.remove(_sight(Reason.APPLICATION))
    _put(central, _sight(Reason.APPLICATION))
    Night(central).pass_if_due()
    clock.advance(days=61)
    Night(central).pass_if_due()
    alice = Device(central, ALICE)
    alice.pull()
    assert alice.held(SCOPE, "job_seekers")


@pytest.mark.logs_error("chore failed")
def test_a_chore_that_fails_keeps_no_other_from_its_turn(central: Central, clock: FakeClock) -> None:
    """The note's disk is gone; the night passes all the same, and the operator can read of it."""
    noting = Central(replace(central.settings, note_file="/nowhere/at/all/note"), clock)
    Chores(noting).do()
    noting.close()
    assert not Night(central).pass_if_due()
