"""Recording, undoing, restarting: what alice does without network."""

from pathlib import Path

import pytest
from sqlalchemy import text

from sync.domain.answering import Postpone, Refuse, Study
from sync.domain.commenting import AddComment
from sync.domain.errors import EnvironmentFault, RuleViolation
from sync.replica.connection import new_key
from sync.replica.workstation import Workstation
from tests.kit.clocks import FakeClock

STUDY = Study(job_application_id="application-1")


def state_of(workstation: Workstation) -> str:
    """The state of dave's application as a screen would read it."""
    with workstation.reading() as connection:
        return str(connection.execute(text("SELECT state FROM job_applications")).scalar_one())


def test_a_recorded_act_shows_at_once_and_is_marked_pending(workstation: Workstation) -> None:
    """The screen shows the effect of an act before any server knows of it."""
    recorded = workstation.record(STUDY)
    assert state_of(workstation) == "processing"
    assert ("job_applications", "application-1") in recorded.changes.rows
    with workstation.reading() as connection:
        rows = connection.execute(text("SELECT table_name, mid FROM pending_rows")).all()
    assert ("job_applications", 1) in rows


def test_a_refused_act_leaves_no_trace(workstation: Workstation) -> None:
    """A violation is shown, nothing is queued."""
    with pytest.raises(RuleViolation):
        workstation.record(Refuse(job_application_id="application-1", reason="other", answer="Bonjour"))
    assert state_of(workstation) == "new"
    assert workstation.pending() == []


def test_checking_an_act_keeps_nothing(workstation: Workstation) -> None:
    """A dry run says what would happen and leaves the rows as they were."""
    assert workstation.check(STUDY) is None
    assert state_of(workstation) == "new"
    assert workstation.pending() == []


def test_undo_within_its_window_takes_the_act_back(workstation: Workstation) -> None:
    """Undo appends a void entry: the chain keeps both."""
    recorded = workstation.record(STUDY)
    workstation.undo(recorded.entry_id)
    assert state_of(workstation) == "new"
    assert workstation.pending() == []
    assert workstation.outbox.last_mid() == 2


def test_undo_after_its_window_is_refused(workstation: Workstation, clock: FakeClock) -> None:
    """After 30 seconds the act stands."""
    recorded = workstation.record(STUDY)
    clock.advance(seconds=31)
    with pytest.raises(RuleViolation, match="undo_too_late"):
        workstation.undo(recorded.entry_id)
    assert state_of(workstation) == "processing"


def test_a_held_act_is_not_sent_and_those_behind_it_wait(workstation: Workstation, clock: FakeClock) -> None:
    """The batch ends before the first held entry."""
    workstation.record(STUDY)
    assert workstation.outbox.batch(0, 50, 1 << 18) == []
    clock.advance(seconds=30)
    assert [item.mid for item in workstation.outbox.batch(0, 50, 1 << 18)] == [1]


def test_a_wall_clock_set_back_does_not_hold_an_act_for_ever(workstation: Workstation, clock: FakeClock) -> None:
    """The hold is counted on the clock that cannot be set."""
    workstation.record(STUDY)
    clock.set_wall(clock.now().replace(year=2020))
    clock.advance(seconds=31)
    assert len(workstation.outbox.batch(0, 50, 1 << 18)) == 1


def test_acts_survive_a_restart(workstation: Workstation, tmp_path: Path, key: bytes, clock: FakeClock) -> None:
    """What was shown as recorded is there again."""
    workstation.record(STUDY)
    workstation.close()
    again = Workstation.open(tmp_path / "alice", key, clock)
    assert state_of(again) == "processing"
    assert [item.entry.name for item in again.pending()] == ["job_application.study"]
    again.close()


def test_a_replica_behind_its_journal_is_healed_at_start(
    workstation: Workstation, tmp_path: Path, key: bytes, clock: FakeClock
) -> None:
    """An act that reached only the journal is replayed into the replica."""
    before = (tmp_path / "alice" / "replica.db").read_bytes()
    workstation.record(STUDY)
    workstation.close()
    (tmp_path / "alice" / "replica.db").write_bytes(before)
    again = Workstation.open(tmp_path / "alice", key, clock)
    assert state_of(again) == "processing"
    again.close()


def test_the_hash_chain_links_every_entry(workstation: Workstation) -> None:
    """Each entry carries the hash of the one before it."""
    workstation.undo(workstation.record(STUDY).entry_id)
    workstation.record(STUDY)
    third, second, first = workstation.recent()
    assert first.entry.prev == ""
    assert (second.entry.prev, third.entry.prev) == (first.hash, second.hash)


def test_two_programs_on_one_profile_are_refused(
    workstation: Workstation, tmp_path: Path, key: bytes, clock: FakeClock
) -> None:
    """The second program says so and touches nothing."""
    with pytest.raises(EnvironmentFault, match="profile_in_use"):
        Workstation.open(tmp_path / "alice", key, clock)
    assert state_of(workstation) == "new"


def test_a_wrong_key_touches_nothing(workstation: Workstation, tmp_path: Path, key: bytes, clock: FakeClock) -> None:
    """A journal that cannot be read is left as it is, and no empty one takes its place."""
    workstation.record(STUDY)
    workstation.close()
    with pytest.raises(EnvironmentFault, match="database_unreadable"):
        Workstation.open(tmp_path / "alice", new_key(), clock)
    again = Workstation.open(tmp_path / "alice", key, clock)
    assert len(again.pending()) == 1
    again.close()


def test_a_damaged_replica_is_set_aside_and_the_journal_kept(
    workstation: Workstation, tmp_path: Path, key: bytes, clock: FakeClock
) -> None:
    """Nothing is deleted: the damaged file stays beside, acts stay pending."""
    workstation.record(STUDY)
    workstation.close()
    replica = tmp_path / "alice" / "replica.db"
    replica.write_bytes(b"\x00" * 8192)
    again = Workstation.open(tmp_path / "alice", key, clock)
    assert again.set_aside is not None
    assert again.set_aside.exists()
    assert len(again.pending()) == 1
    assert again.meta()["ready"] == ""
    again.close()


def test_no_name_is_written_in_clear(workstation: Workstation, tmp_path: Path) -> None:
    """Whatever lies in the folder is encrypted, write-ahead logs included."""
    workstation.record(STUDY)
    everything = b"".join(path.read_bytes() for path in (tmp_path / "alice").rglob("*") if path.is_file())
    assert len(everything) > 100_000
    assert b"Bernard" not in everything
    assert b"application-1" not in everything


def test_a_profile_that_could_not_be_opened_is_free_for_the_next_try(
    tmp_path: Path, key: bytes, clock: FakeClock
) -> None:
    """What failed half-way lets go of the folder: « réessayer » in the same program must not meet its own lock."""
    folder = tmp_path / "alice"
    (folder / "replica.db.damaged-20210208-090000").mkdir(parents=True)
    (folder / "replica.db").write_bytes(b"no database")
    with pytest.raises(EnvironmentFault, match="disk_fault"):
        Workstation.open(folder, key, clock)
    (folder / "replica.db.damaged-20210208-090000").rmdir()
    Workstation.open(folder, key, clock).close()


def test_a_replica_that_the_disk_will_not_open_is_not_taken_for_damaged(
    tmp_path: Path, key: bytes, clock: FakeClock
) -> None:
    """A full or failing disk says nothing about the file: it stays where it is, for the day the disk works again."""
    folder = tmp_path / "alice"
    Workstation.open(folder, key, clock).close()
    (folder / "replica.db-wal").mkdir()
    with pytest.raises(EnvironmentFault, match="disk_fault"):
        Workstation.open(folder, key, clock)
    (folder / "replica.db-wal").rmdir()
    reopened = Workstation.open(folder, key, clock)
    assert reopened.set_aside is None
    reopened.close()


def test_several_acts_are_taken_back_together_or_not_at_all(workstation: Workstation, clock: FakeClock) -> None:
    """A batch is undone whole; one act that left keeps the others standing."""
    first = workstation.record(STUDY)
    clock.advance(seconds=20)
    second = workstation.record(Postpone(job_application_id="application-1", answer="Bonjour"))
    clock.advance(seconds=15)
    with pytest.raises(RuleViolation, match="undo_too_late"):
        workstation.undo(first.entry_id, second.entry_id)
    assert state_of(workstation) == "postponed"
    third = workstation.record(Refuse(job_application_id="application-1", reason="other", answer="Bonjour"))
    workstation.undo(second.entry_id, third.entry_id)
    assert state_of(workstation) == "processing"


def many(workstation: Workstation) -> list[list[object]]:
    """Three groups: dave's application studied, the same once more behind a comment, a comment."""
    notes = [AddComment(comment_id=workstation.new_id(), job_application_id="application-1", body=b) for b in "ab"]
    refused = Refuse(job_application_id="application-1", reason="unknown", answer="Bonjour")
    return [[STUDY], [notes[0], refused], [notes[1]]]


def test_many_acts_are_kept_together_and_a_refused_group_stops_no_other(workstation: Workstation) -> None:
    """Each is chained on its own; of the refused group not even its allowed act is left."""
    studied, refused, noted = workstation.record_many(many(workstation))
    assert isinstance(refused, RuleViolation)
    assert [each.mid for fate in (studied, noted) if isinstance(fate, tuple) for each in fate] == [1, 2]
    second, first = workstation.recent()
    assert (second.entry.prev, second.entry.args["body"]) == (first.hash, "b")
    with workstation.reading() as connection:
        assert connection.execute(text("SELECT body FROM comments")).scalars().all() == ["b"]
        assert connection.execute(text("SELECT DISTINCT mid FROM pending_rows ORDER BY mid")).scalars().all() == [1, 2]


def test_many_acts_held_can_be_taken_back_one_by_one(workstation: Workstation) -> None:
    """What a chunk kept is held as if each had been recorded alone."""
    studied, _, noted = workstation.record_many(many(workstation))
    assert isinstance(studied, tuple)
    assert isinstance(noted, tuple)
    workstation.undo(studied[0].entry_id)
    assert state_of(workstation) == "new"
    assert [item.mid for item in workstation.pending()] == [2]


def test_many_acts_reach_the_journal_in_one_transaction(
    workstation: Workstation, tmp_path: Path, key: bytes, clock: FakeClock
) -> None:
    """A replica that lost them, as a crash between the two commits leaves it, is healed from the journal."""
    before = (tmp_path / "alice" / "replica.db").read_bytes()
    workstation.record_many(many(workstation))
    workstation.close()
    (tmp_path / "alice" / "replica.db").write_bytes(before)
    again = Workstation.open(tmp_path / "alice", key, clock)
    assert state_of(again) == "processing"
    with again.reading() as connection:
        assert connection.execute(text("SELECT body FROM comments")).scalars().all() == ["b"]
    again.close()
