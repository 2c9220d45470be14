"""A replica of an earlier version, with acts pending."""

from pathlib import Path

from sqlalchemy import text

from sync.replica.search import TRIGGERS
from sync.replica.workstation import Workstation
from tests.kit.clocks import FakeClock
from tests.kit.pulls import HandMadeServer
from tests.unit.sync.replica.test_workstation import STUDY, state_of


def made_older(workstation: Workstation) -> None:
    """Take a column, an index and a table away, as a version that did not know them would have left the file."""
    with workstation._replica.writing() as connection:  # noqa: SLF001 - makes the file of another version
        for trigger in TRIGGERS:
            connection.execute(text(f"DROP TRIGGER {trigger.split()[2]}"))
        for statement in (
            "ALTER TABLE job_applications DROP COLUMN other_department_agreed",
            "ALTER TABLE job_seekers DROP COLUMN birth_name",
            "DROP TABLE employee_records",
            "UPDATE meta SET value = 'older' WHERE name = 'schema'",
        ):
            connection.execute(text(statement))
    workstation.close()


def test_an_older_replica_is_migrated_with_its_pending_act(
    workstation: Workstation, tmp_path: Path, key: bytes, clock: FakeClock
) -> None:
    """The act shows as before, on rows that gained what was missing."""
    workstation.record(STUDY)
    made_older(workstation)
    again = Workstation.open(tmp_path / "alice", key, clock)
    assert state_of(again) == "processing"
    with again.reading() as connection:
        assert connection.execute(text("SELECT other_department_agreed FROM job_applications")).scalar_one() == 0
        assert connection.execute(text("SELECT count(*) FROM employee_records")).scalar_one() == 0
    again.close()


def test_a_migrated_replica_asks_for_everything(
    workstation: Workstation, tmp_path: Path, key: bytes, clock: FakeClock, server: HandMadeServer
) -> None:
    """The next pull is a full one: it brings the values of the new columns."""
    with workstation._replica.writing() as connection:  # noqa: SLF001 - makes the file of another version
        connection.execute(text("UPDATE meta SET value = 'older' WHERE name = 'schema'"))
    workstation.close()
    again = Workstation.open(tmp_path / "alice", key, clock)
    assert again.meta()["cursor"] == ""
    again.apply(server.full_pull(), is_full=True)
    assert again.meta()["cursor"] != ""
    again.close()


def test_a_replica_that_cannot_be_migrated_is_set_aside(
    workstation: Workstation, tmp_path: Path, key: bytes, clock: FakeClock
) -> None:
    """The journal is kept, an empty replica takes the place of the one that failed."""
    workstation.record(STUDY)
    with workstation._replica.writing() as connection:  # noqa: SLF001 - makes the file of another version
        connection.execute(text("UPDATE meta SET value = 'older' WHERE name = 'schema'"))
        connection.execute(text("DROP TABLE job_seekers"))
        connection.execute(text("CREATE VIEW job_seekers AS SELECT 1 AS id"))
    workstation.close()
    again = Workstation.open(tmp_path / "alice", key, clock)
    assert again.set_aside is not None
    assert len(again.pending()) == 1
    again.close()
