"""The world of one act: what it has read it need not read again, and what it has written it reads."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from sync.domain.employers import Employer, EmployerKind
from sync.domain.job_applications import JobApplication
from sync.domain.job_descriptions import Appellation
from sync.replica.act_world import ActWorld
from sync.replica.connection import new_key, open_database
from sync.replica.shadows import rewind
from sync.replica.tables import REPLICA
from sync.store.tables import TABLES
from sync.store.world import SqlWorld, Unwatched
from tests.kit import garden

GARDENER = Appellation(id="11987", label="Aide maraîcher", rome_code="A1416", rome_label="Polyculture")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[ActWorld]:
    """A world over an empty database, with one row."""
    engine = open_database(tmp_path / "replica.db", new_key(), synchronous="OFF")
    with engine.begin() as connection:
        REPLICA.create_all(connection)
        ActWorld(connection, 1).put(GARDENER)
        yield ActWorld(connection, 1)
    engine.dispose()


def _asked(world: ActWorld) -> list[str]:
    statements: list[str] = []
    connection: Connection = world._connection  # noqa: SLF001 - its statements are what is counted
    event.listen(connection, "before_cursor_execute", lambda *told: statements.append(told[2]))
    return statements


def test_a_row_is_read_once(world: ActWorld) -> None:
    """A row or its absence is asked for once, by id or among others."""
    asked = _asked(world)
    for _ in range(3):
        assert world.get(Appellation, GARDENER.id) == GARDENER
        assert world.get(Appellation, "nobody") is None
    assert len(asked) == 2


def test_what_is_found_is_known(world: ActWorld) -> None:
    """A row found by another column is known by its id."""
    assert world.find(Appellation, rome_code="A1416") == [GARDENER]
    asked = _asked(world)
    assert world.get(Appellation, GARDENER.id) == GARDENER
    assert asked == []


def test_what_is_written_is_read(world: ActWorld) -> None:
    """A row reads as it was written last, and as absent once removed."""
    assert world.get(Appellation, GARDENER.id) == GARDENER
    renamed = replace(GARDENER, label="Maraîcher")
    world.put(renamed)
    assert world.get(Appellation, GARDENER.id) == renamed
    assert world.find(Appellation, rome_code="A1416") == [renamed]
    world.remove(renamed)
    assert world.get(Appellation, GARDENER.id) is None
    assert world.find(Appellation) == []


@pytest.mark.parametrize("kind", list(TABLES))
def test_every_kind_of_row_reads_as_on_the_server(kind: type, world: ActWorld) -> None:
    """Whatever its columns, a row is the same entity through either world, by its id and among others."""
    connection: Connection = world._connection  # noqa: SLF001 - both worlds look at the same rows
    central = SqlWorld(connection, Unwatched())
    for entity in [one for one in garden.entities() if type(one) is kind]:
        ActWorld(connection, 1).put(entity)
        assert ActWorld(connection, 1).get(kind, entity.id) == central.get(kind, entity.id) == entity  # type: ignore[attr-defined]
    assert ActWorld(connection, 1).find(kind) == central.find(kind)


def test_rows_are_found_by_what_they_are_not(world: ActWorld) -> None:
    """Absent values and several values are asked for like single ones."""
    for entity in garden.entities():
        world.put(entity)
    central = SqlWorld(world._connection, Unwatched())  # noqa: SLF001 - both worlds look at the same rows
    wanted: dict[str, Any] = {"state": ("new", "postponed"), "sender_organization_id": None}
    assert world.find(JobApplication, **wanted) == central.find(JobApplication, **wanted)


def test_only_what_differs_is_written(world: ActWorld) -> None:
    """A row that is put back as it was read costs no write, and one with another label writes its label."""
    known = world.get(Appellation, GARDENER.id)
    assert known is not None
    asked = _asked(world)
    world.put(known)
    world.put(replace(known, label="Maraîcher"))
    assert [statement for statement in asked if "appellations SET" in statement] == [
        "UPDATE appellations SET label = ? WHERE id = ?"
    ]


def test_a_rewound_row_is_what_it_was_to_the_last_bit(world: ActWorld) -> None:
    """Numbers, quotes, accents, control letters and absent values survive the image that is kept of them."""
    connection: Connection = world._connection  # noqa: SLF001 - the rows themselves are compared
    odd = Employer(
        id="employer-1",
        siret="12345678901234",
        kind=EmployerKind.EI,
        name="L’Œuvre « d'Été »\n\t\x01\"\\ \U0001f33b",
        latitude=0.1 + 0.2,
        longitude=-4.486076000000001,
        created_at=datetime(2026, 11, 23, tzinfo=UTC),
    )
    ActWorld(connection, 1).put(odd)
    connection.execute(text("DELETE FROM shadows"))
    before = connection.execute(text("SELECT * FROM employers")).all()
    act = ActWorld(connection, 2)
    act.put(replace(odd, name="Autre", latitude=None, convention_id="12"))
    assert rewind(connection) == act.changes()
    assert connection.execute(text("SELECT * FROM employers")).all() == before
