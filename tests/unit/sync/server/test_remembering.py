"""What one transaction's world shows while rows wait to be written."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from sync.domain.job_applications import JobApplication
from sync.server.central import Central
from sync.server.schema import upgrade
from sync.server.settings import Settings
from sync.server.unit_of_work import UnitOfWork
from sync.store.tables import TABLES
from tests.kit.clocks import FakeClock
from tests.kit.people import DAVE, application

_COUNT = select(func.count()).select_from(TABLES[JobApplication])


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    """A server with one application of dave's."""
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'central.db'}")
    upgrade(settings, FakeClock())
    running = Central(settings, FakeClock())
    with running.work() as unit:
        unit.world.put(DAVE)
        unit.world.put(application(id="a", state="new"))
    yield running
    running.close()


def _states(unit: UnitOfWork) -> dict[str, str]:
    return {row.id: str(row.state) for row in unit.world.find(JobApplication, job_seeker_id=DAVE.id)}


@pytest.mark.parametrize("people", [(), (DAVE.id,)], ids=["asked", "met"])
def test_what_waits_is_found_by_what_it_says_now(central: Central, people: tuple[str, ...]) -> None:
    """Rows added, changed and removed in memory lie over those of the database."""
    with central.work() as unit:
        unit.world.meet(people)
        unit.world.put(application(id="b", state="new"))
        unit.world.put(application(id="a", state="processing"))
        assert _states(unit) == {"a": "processing", "b": "new"}
        assert [row.id for row in unit.world.find(JobApplication, job_seeker_id=DAVE.id, state="new")] == ["b"]
        unit.world.remove(application(id="b"))
        assert unit.world.get(JobApplication, "b") is None
        assert _states(unit) == {"a": "processing"}


def test_who_asks_the_database_finds_what_was_written(central: Central) -> None:
    """Nothing has to be flushed by hand, in a savepoint or outside."""
    with central.work() as unit:
        unit.world.put(application(id="b"))
        assert unit.connection.scalar(_COUNT) == 2
        with unit.savepoint():
            unit.world.put(application(id="c"))
            assert unit.connection.scalar(_COUNT) == 3


@pytest.mark.parametrize("is_real", [False, True], ids=["in memory", "in the database"])
def test_only_what_the_savepoint_held_is_taken_back(central: Central, *, is_real: bool) -> None:
    """Rows written before it stay, wherever they wait."""

    def fail(unit: UnitOfWork) -> None:
        with unit.savepoint():
            unit.world.put(application(id="a", state="refused"))
            with unit.savepoint():
                unit.world.put(application(id="c"))
            if is_real:
                assert unit.connection.scalar(_COUNT) == 3
            raise KeyError

    with central.work() as unit:
        unit.world.put(application(id="b", state="new"))
        with pytest.raises(KeyError):
            fail(unit)
        assert _states(unit) == {"a": "new", "b": "new"}
    with central.work() as unit:
        assert _states(unit) == {"a": "new", "b": "new"}


def test_many_rows_do_not_wait_for_ever(central: Central) -> None:
    """A long transaction's memory stays small, and so does what each question is held against."""
    with central.work() as unit:
        for number in range(1_200):
            unit.world.put(application(id=f"a{number}", job_seeker_id="somebody"))
        assert len(unit.world.find(JobApplication, job_seeker_id="somebody")) == 1_200
