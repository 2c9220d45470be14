"""The status is computed from data, most pressing first."""

from datetime import timedelta

import pytest

from sync.engine.status import StatusKind, SyncFacts, status_of


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (SyncFacts(is_online=False, pending=3, issues=1, blocked="revoked"), StatusKind.BLOCKED),
        (SyncFacts(is_online=False, pending=3, issues=1), StatusKind.TO_SETTLE),
        (SyncFacts(is_online=False, pending=3, issues=0), StatusKind.OFFLINE),
        (SyncFacts(is_online=True, pending=3, issues=0, is_running=True), StatusKind.RUNNING),
        (SyncFacts(is_online=True, pending=3, issues=0), StatusKind.WAITING),
        (SyncFacts(is_online=True, pending=0, issues=0), StatusKind.UP_TO_DATE),
    ],
)
def test_the_most_pressing_fact_wins(facts: SyncFacts, kind: StatusKind) -> None:
    """One status at a time, in the order of the pill."""
    assert status_of(facts).kind is kind


@pytest.mark.parametrize(("minutes", "is_told"), [(0, False), (4, False), (5, True), (-5, True), (-4, False)])
def test_a_wall_clock_off_by_five_minutes_is_told(minutes: int, *, is_told: bool) -> None:
    """Ahead or behind (SYNC.md §7)."""
    off = timedelta(minutes=minutes)
    status = status_of(SyncFacts(is_online=True, pending=0, issues=0, wall_error=off))
    assert status.wall_error == (off if is_told else None)
