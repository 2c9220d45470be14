"""CI's slice of the campaign that looks for commits the feed would skip."""

import pytest

from tests.faults.feed import play


@pytest.mark.xdist_group("postgresql")
def test_concurrent_writers_lose_nothing_where_a_plain_sequence_does() -> None:
    """Nothing missed, nothing torn, while the naive cursor over the same commits misses some."""
    result = play(writers=8, commits=150, seed=20210208)
    assert result.is_good, result
