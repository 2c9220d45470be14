"""How a cursor is written."""

from uuid import UUID

import pytest

from sync.protocol.problems import EPOCH_CHANGED, Refused
from sync.server.anchors import Anchors
from sync.server.cursors import Position, read_cursor, write_cursor

ANCHORS = Anchors("00" * 32)
EPOCH = "0195a1d0-0000-7000-8000-000000000000"
EMPLOYER = f"employer:{UUID(int=1)}"


def test_a_cursor_gives_back_every_scope() -> None:
    """Whether its id is a UUID in its usual writing, in another one, or any name."""
    names = ["reference", "employer:aci", EMPLOYER, "user:" + "0A" * 16, "user:"]
    positions = {name: Position(number, -(2**63), number) for number, name in enumerate(names)}
    assert read_cursor(ANCHORS, EPOCH, write_cursor(ANCHORS, EPOCH, positions)) == positions


def test_a_usual_cursor_is_short() -> None:
    """It travels in every request: an employer, a user and what they share."""
    positions = {
        name: Position(1_000_000, -(2**63), 300_000) for name in ("reference", EMPLOYER, f"user:{UUID(int=2)}")
    }
    assert len(write_cursor(ANCHORS, EPOCH, positions)) < 240


def test_a_cursor_is_of_one_epoch() -> None:
    """Another life of the database does not know it."""
    cursor = write_cursor(ANCHORS, EPOCH, {})
    with pytest.raises(Refused, check=lambda refused: refused.problem == EPOCH_CHANGED):
        read_cursor(ANCHORS, "another", cursor)
