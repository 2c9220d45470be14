"""A machine in trouble is no reason to park an act."""

from pathlib import Path

import pytest
from psycopg import OperationalError as Lost
from psycopg import errors
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, OperationalError

from sync.domain.commenting import AddComment
from sync.server.central import Central
from sync.server.opening import opened
from sync.server.settings import Settings
from sync.server.tables import COMMAND_TRIES
from sync.server.trouble import is_contention, is_machines
from tests.kit.central import Device, people
from tests.kit.clocks import FakeClock
from tests.kit.people import ALICE, application


def _limit_pages(central: Central, pages: int) -> int:
    with central.database.writers.connect() as connection:
        return int(connection.exec_driver_sql(f"PRAGMA max_page_count={pages}").scalar_one())


def test_a_full_disk_keeps_the_act_waiting_and_counts_against_nobody(tmp_path: Path) -> None:
    """Nothing of the batch is kept while the disk is full, all of it afterwards."""
    with opened(Settings(database_url=f"sqlite:///{tmp_path}/central.db"), FakeClock()) as central:
        people(central, application())
        alice = Device(central, ALICE)
        note = AddComment(comment_id="note", job_application_id="application-1", body="x" * 100_000)
        entry = alice.record(note)
        _limit_pages(central, 1)  # SQLite takes the present size for the least
        with pytest.raises(OperationalError):
            alice.push(entry)
        _limit_pages(central, 1_000_000)
        assert alice.push(entry).outcomes[0].status == "applied"
        with central.reading() as connection:
            assert connection.execute(select(COMMAND_TRIES)).all() == []


PASSING = (
    errors.DeadlockDetected,
    errors.DiskFull,
    errors.AdminShutdown,
    Lost,
)
POISON = (errors.UniqueViolation, errors.UndefinedColumn)


@pytest.mark.parametrize("kind", [*PASSING, *POISON], ids=lambda kind: kind.__name__)
def test_errors_of_postgresql_are_told_apart(kind: type[Exception]) -> None:
    """By their class of SQLSTATE; without one the connection is gone."""
    error = DBAPIError("SELECT 1", {}, kind())
    assert is_machines(error) == (kind in PASSING)
    assert is_contention(error) == (kind is errors.DeadlockDetected)
