"""The invented world: the same for the same seed, and true to the rules it will meet."""

from collections import Counter
from pathlib import Path

import pytest

from sync.domain.job_applications import ApplicationState, JobApplication
from sync.domain.job_seekers import JobSeeker
from sync.domain.passes import Pass, is_valid
from sync.server.central import Central
from sync.server.demo.writing import DemoPlan, write_demo
from sync.server.opening import opened
from sync.server.settings import Settings
from sync.store.rows import values_of
from sync.store.world import SqlWorld, Unwatched
from tests.kit.central import Device
from tests.kit.clocks import FakeClock


def _rows(folder: Path, seed: int) -> list[object]:
    with opened(Settings(database_url=f"sqlite:///{folder}/{seed}.db"), FakeClock()) as central:
        write_demo(central, DemoPlan(applications=60, seed=seed))
        return _read(central)


def _read(central: Central) -> list[object]:
    with central.reading() as connection:
        world = SqlWorld(connection, Unwatched())
        return [*world.find(JobApplication), *world.find(JobSeeker), *world.find(Pass)]


def test_a_seed_always_tells_the_same_story(tmp_path: Path) -> None:
    """Row by row, and another seed another one."""
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
    first = [values_of(row) for row in _rows(tmp_path / "first", 1)]
    assert [values_of(row) for row in _rows(tmp_path / "second", 1)] == first
    assert [values_of(row) for row in _rows(tmp_path / "second", 2)] != first


def test_the_world_holds_what_the_rules_promise(tmp_path: Path) -> None:
    """Every state occurs, phone numbers are fictional, nobody has two valid PASS."""
    rows = _rows(tmp_path, 3)
    states = {row.state for row in rows if isinstance(row, JobApplication)}
    known = {ApplicationState.NEW, ApplicationState.ACCEPTED, ApplicationState.REFUSED, ApplicationState.POSTPONED}
    assert known <= states
    assert all(row.phone.startswith("063998") for row in rows if isinstance(row, JobSeeker))
    today = FakeClock().now().date()
    valid = Counter(row.job_seeker_id for row in rows if isinstance(row, Pass) and is_valid(row, today))
    assert max(valid.values()) == 1


def test_a_workstation_gets_it_all_with_digests_that_hold(tmp_path: Path) -> None:
    """The first application is a mason's labourer's, new, with a diagnosis that came with it."""
    with opened(Settings(database_url=f"sqlite:///{tmp_path}/demo.db"), FakeClock()) as central:
        demo = write_demo(central, DemoPlan(applications=30))
        alice = Device(central, next(user for _, user in demo.cast.signers))
        alice.pull()
        scope = f"employer:{demo.cast.main.id}"
        assert len(alice.held(scope, "job_applications")) == 30
        assert alice.held(scope, "eligibility_diagnoses")
        with pytest.raises(ValueError, match="déjà"):
            write_demo(central, DemoPlan(applications=1))
