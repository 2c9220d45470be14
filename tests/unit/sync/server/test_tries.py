"""How long an act at which the server stumbles stands in the way of those behind it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from sync.server.tables import COMMAND_TRIES
from sync.server.tries import Tries

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.mark.parametrize("early", [[], [1], [1, 36], [1, 36, 40, 50], [0.3] * 9])
def test_an_act_is_given_up_within_forty_minutes(tmp_path: Path, early: list[float]) -> None:
    """Five tries over half an hour are enough, however many of the first came before they were due."""
    with create_engine(f"sqlite:///{tmp_path / 'server.db'}").begin() as connection:
        COMMAND_TRIES.create(connection)
        tries, now, count = Tries(connection, "alice"), NOW, 1
        while wait := tries.count("act", now, ValueError("stumbled")):
            seconds = early[count - 1] if count <= len(early) else int(wait.total_seconds())
            assert seconds > 0
            now, count = now + timedelta(seconds=seconds), count + 1
    assert count >= 5
    assert HALF_AN_HOUR <= now - NOW <= timedelta(minutes=40)
