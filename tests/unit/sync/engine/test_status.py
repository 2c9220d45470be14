"""The status is computed from data, most pressing first."""

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
