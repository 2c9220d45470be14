"""The read lease of a workstation that no longer meets the server."""

from datetime import timedelta
from pathlib import Path

import pytest

from sync.domain.errors import EnvironmentFault
from sync.replica.lease import Lease, lease_at
from sync.replica.workstation import Workstation
from tests.kit.clocks import FakeClock
from tests.kit.pulls import HandMadeServer
from tests.unit.sync.replica.test_workstation import STUDY, state_of


@pytest.mark.parametrize(
    ("days", "lease"),
    [(0, Lease.RUNNING), (29, Lease.RUNNING), (30, Lease.LOCKED), (59, Lease.LOCKED), (60, Lease.OVER)],
)
def test_the_lease_locks_at_30_days_and_is_over_at_60(days: int, lease: Lease) -> None:
    """Both days inclusive."""
    met = FakeClock().now()
    assert lease_at(met + timedelta(days=days), met) is lease


def test_a_workstation_that_never_met_the_server_is_not_locked() -> None:
    """It holds nothing yet."""
    assert lease_at(FakeClock().now(), None) is Lease.RUNNING


def test_after_30_days_nothing_is_shown_until_the_next_contact(
    workstation: Workstation, clock: FakeClock, server: HandMadeServer
) -> None:
    """A pull unlocks."""
    clock.advance(days=30)
    with pytest.raises(EnvironmentFault, match="lease_locked"):
        state_of(workstation)
    workstation.apply(server.pull({}), is_full=False)
    assert state_of(workstation) == "new"


def test_setting_the_clock_back_does_not_unlock(workstation: Workstation, clock: FakeClock) -> None:
    """The latest instant ever seen counts."""
    clock.advance(days=31)
    with pytest.raises(EnvironmentFault, match="lease_locked"):
        state_of(workstation)
    clock.set_wall(clock.now() - timedelta(days=20))
    with pytest.raises(EnvironmentFault, match="lease_locked"):
        state_of(workstation)


def test_a_clock_once_set_ahead_is_forgiven_at_the_next_contact(
    workstation: Workstation, clock: FakeClock, server: HandMadeServer
) -> None:
    """A mistaken year must not lock a workstation that meets its server."""
    right = clock.now()
    clock.set_wall(right + timedelta(days=400))
    with pytest.raises(EnvironmentFault, match="lease_locked"):
        state_of(workstation)
    clock.set_wall(right)
    workstation.apply(server.pull({}), is_full=False)
    assert state_of(workstation) == "new"


def test_after_60_days_the_replica_is_deleted_and_the_journal_kept(
    workstation: Workstation, tmp_path: Path, key: bytes, clock: FakeClock
) -> None:
    """What was typed and not sent is still there."""
    workstation.record(STUDY)
    workstation.close()
    clock.advance(days=60)
    again = Workstation.open(tmp_path / "alice", key, clock)
    assert again.meta()["ready"] == ""
    assert len(again.pending()) == 1
    again.close()
