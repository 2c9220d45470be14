"""The world of one act: what it has read it need not read again, and what it has written it reads."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection, create_engine, event

from sync.domain.job_descriptions import Appellation
from sync.store.tables import METADATA
from sync.store.world import RecallingWorld, Unwatched

GARDENER = Appellation(id="11987", label="Aide maraîcher", rome_code="A1416", rome_label="Polyculture")


@pytest.fixture
def world() -> RecallingWorld:
    """A world over an empty database, with one row."""
    connection = create_engine("sqlite://").connect()
    METADATA.create_all(connection)
    made = RecallingWorld(connection, Unwatched())
    made.put(GARDENER)
    return RecallingWorld(connection, Unwatched())


def _asked(world: RecallingWorld) -> list[str]:
    statements: list[str] = []
    connection: Connection = world._connection  # noqa: SLF001 - its statements are what is counted
    event.listen(connection, "before_cursor_execute", lambda *told: statements.append(told[2]))
    return statements


def test_a_row_is_read_once(world: RecallingWorld) -> None:
    """A row or its absence is asked for once, by id or among others."""
    asked = _asked(world)
    for _ in range(3):
        assert world.get(Appellation, GARDENER.id) == GARDENER
        assert world.get(Appellation, "nobody") is None
    assert len(asked) == 2


def test_what_is_found_is_known(world: RecallingWorld) -> None:
    """A row found by another column is known by its id."""
    assert world.find(Appellation, rome_code="A1416") == [GARDENER]
    asked = _asked(world)
    assert world.get(Appellation, GARDENER.id) == GARDENER
    assert asked == []


def test_what_is_written_is_read(world: RecallingWorld) -> None:
    """A row reads as it was written last, and as absent once removed."""
    assert world.get(Appellation, GARDENER.id) == GARDENER
    renamed = replace(GARDENER, label="Maraîcher")
    world.put(renamed)
    assert world.get(Appellation, GARDENER.id) == renamed
    assert world.find(Appellation, rome_code="A1416") == [renamed]
    world.remove(renamed)
    assert world.get(Appellation, GARDENER.id) is None
    assert world.find(Appellation) == []
