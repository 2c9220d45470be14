"""Profiles of earlier versions: their acts show as before, and their journals empty against the present server."""

from pathlib import Path

import pytest

from sync.engine.cycle import CycleKind
from sync.replica.workstation import Workstation
from tests.corpus import profiles


@pytest.mark.parametrize("name", profiles.names())
def test_a_replica_of_an_earlier_schema_shows_its_pending_acts(name: str, tmp_path: Path) -> None:
    """It is brought to the present tables in place: nothing is set aside, nothing is missing (§12 (14))."""
    told = profiles.story(name)
    folder = profiles.unpack(name, tmp_path / "alice")
    workstation = Workstation.open(folder, profiles.KEY, profiles.clock_of(told))
    assert workstation.set_aside is None
    assert (profiles.shown(workstation), profiles.comments(workstation)) == (told.shown, told.comments)
    workstation.close()


@pytest.mark.parametrize("name", profiles.names())
def test_an_earlier_journal_empties_with_the_same_outcomes(name: str, tmp_path: Path) -> None:
    """The server holds nothing of it: closed acts are sent again, older versions of commands among them."""
    told = profiles.story(name)
    clock = profiles.clock_of(told)
    with profiles.served(tmp_path, clock) as server:
        workstation = Workstation.open(profiles.unpack(name, tmp_path / "alice"), profiles.KEY, clock)
        assert profiles.synced(workstation, server) is CycleKind.DONE
        assert workstation.pending() == []
        assert profiles.outcomes(workstation) == told.outcomes
        assert (profiles.shown(workstation), profiles.comments(workstation)) == (told.shown, told.comments)
        workstation.close()


@pytest.mark.parametrize("name", profiles.names())
def test_an_earlier_journal_empties_without_its_replica(name: str, tmp_path: Path) -> None:
    """The replica is disposable: acts of earlier versions are replayed on one that is made anew."""
    told = profiles.story(name)
    clock = profiles.clock_of(told)
    with profiles.served(tmp_path, clock) as server:
        folder = profiles.unpack(name, tmp_path / "alice")
        (folder / "replica.db").unlink()
        workstation = Workstation.open(folder, profiles.KEY, clock)
        assert profiles.synced(workstation, server) is CycleKind.DONE
        assert profiles.outcomes(workstation) == told.outcomes
        assert profiles.shown(workstation) == told.shown
        workstation.close()


def test_the_corpus_holds_a_command_of_an_earlier_version() -> None:
    """Otherwise the tests above would not meet an upcaster."""
    told = [outcome for name in profiles.names() for outcome in profiles.story(name).outcomes]
    assert ["job_application.submit", 1, "applied", ""] in told
