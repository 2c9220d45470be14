"""A disk that fails for a moment: nothing recorded is lost from the screen for longer than that."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, Engine, event, exc, text

from sync.domain.answering import Postpone, Study
from sync.domain.commenting import AddComment
from sync.domain.errors import EnvironmentFault
from sync.replica.workstation import Workstation

STUDY = Study(job_application_id="application-1")


@contextmanager
def failing_after(marker: str, times: int) -> Iterator[None]:
    """From the first statement that contains `marker` on, so many further statements fail."""
    left: list[int] = []

    def fail(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if left:
            left.append(0)
            if len(left) - 2 < times:
                raise exc.OperationalError(statement, {}, OSError("disk I/O error"))
        elif marker in statement:
            left.append(0)

    event.listen(Engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", fail)


@contextmanager
def failing_at(marker: str) -> Iterator[None]:
    """Statements that contain `marker` fail."""

    def fail(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if marker in statement:
            raise exc.OperationalError(statement, {}, OSError("disk I/O error"))

    event.listen(Engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", fail)


def state_of(workstation: Workstation) -> str:
    """The state of dave's application as a screen would read it."""
    with workstation.reading() as connection:
        return str(connection.execute(text("SELECT state FROM job_applications")).scalar_one())


def test_an_undo_is_shown_although_the_disk_failed_once(workstation: Workstation) -> None:
    """Taking back is recorded; the replica is brought level at the second try."""
    recorded = workstation.record(STUDY)
    with failing_after("UPDATE entries", 1):
        assert workstation.undo(recorded.entry_id)
    assert state_of(workstation) == "new"


def test_an_undo_that_the_journal_could_not_keep_says_so(workstation: Workstation) -> None:
    """The act stands, and can still be taken back."""
    recorded = workstation.record(STUDY)
    with failing_after("WHERE entries.id", 2), pytest.raises(EnvironmentFault, match="journal_not_written"):
        workstation.undo(recorded.entry_id)
    assert state_of(workstation) == "processing"
    assert workstation.can_undo(recorded.entry_id)


def test_an_act_that_could_not_be_shown_is_shown_with_the_next_one(workstation: Workstation) -> None:
    """The replica failed twice after the journal had kept the act; the next act finds it, and builds on it."""
    with failing_after("INSERT INTO entries", 2):
        assert not workstation.record(STUDY).is_shown
    assert state_of(workstation) == "new"
    workstation.record(AddComment(comment_id="comment-1", job_application_id="application-1", body="Vue hier"))
    assert state_of(workstation) == "processing"
    workstation.record(Postpone(job_application_id="application-1", answer="Plus tard"))
    assert state_of(workstation) == "postponed"


def test_many_acts_that_the_journal_could_not_keep_leave_no_trace(workstation: Workstation) -> None:
    """None is kept, and the next one begins the chain."""
    note = AddComment(comment_id="comment-1", job_application_id="application-1", body="Vue hier")
    marker = "INSERT INTO pending_rows"
    with failing_after(marker, 1), pytest.raises(EnvironmentFault, match="journal_not_written"):
        workstation.record_many([[STUDY], [note]])
    assert state_of(workstation) == "new"
    assert workstation.pending() == []
    assert workstation.record(STUDY).mid == 1


def test_many_acts_that_could_not_be_shown_are_kept(workstation: Workstation) -> None:
    """The replica failed for good after the journal had them: each says so, and the next act finds them."""
    note = AddComment(comment_id="comment-1", job_application_id="application-1", body="Vue hier")
    with failing_after("INSERT INTO entries", 2):
        fates = workstation.record_many([[STUDY], [note]])
    assert [each.is_shown for fate in fates if isinstance(fate, tuple) for each in fate] == [False, False]
    assert len(workstation.pending()) == 2
    workstation.record(Postpone(job_application_id="application-1", answer="Plus tard"))
    assert state_of(workstation) == "postponed"


def test_rules_that_cannot_be_read_refuse_the_act_in_words(workstation: Workstation) -> None:
    """An edition just arrived and the disk fails as it is read: nothing is kept, and the next try works."""
    with failing_at("FROM editions"), pytest.raises(EnvironmentFault, match="journal_not_written"):
        workstation.record(STUDY)
    assert workstation.pending() == []
    workstation.record(STUDY)
    assert state_of(workstation) == "processing"
