"""The canonical row and its hash."""

from dataclasses import fields

import pytest
from sqlalchemy import create_engine

from sync.domain.job_applications import JobApplication
from sync.store.rows import add_hashes, column_names, row_hash, values_of, wire_row
from sync.store.tables import METADATA, TABLES
from sync.store.world import SqlWorld, Unwatched
from tests.kit.people import DAVE, application, diagnosis


@pytest.mark.parametrize(
    "entity", [DAVE, application(), diagnosis(criteria=("RSA", "QPV"))], ids=lambda e: type(e).__name__
)
def test_an_entity_comes_back_from_its_row(entity: object) -> None:
    """Dates, instants, choices and lists survive the database."""
    engine = create_engine("sqlite://")
    METADATA.create_all(engine)
    with engine.begin() as connection:
        world = SqlWorld(connection, Unwatched())
        world.put(entity)
        assert world.get(type(entity), entity.id) == entity  # type: ignore[attr-defined]


def test_finding_by_several_values_and_by_absence() -> None:
    """A tuple means one of, None means absent."""
    engine = create_engine("sqlite://")
    METADATA.create_all(engine)
    with engine.begin() as connection:
        world = SqlWorld(connection, Unwatched())
        world.put(application(id="a", state="new"))
        world.put(application(id="b", state="refused"))
        assert [found.id for found in world.find(JobApplication, state=("new", "accepted"), pass_id=None)] == ["a"]


def test_every_field_has_its_column() -> None:
    """Columns are the entity's fields, in their order."""
    for entity, table in TABLES.items():
        assert column_names(table) == tuple(field.name for field in fields(entity))


def test_the_wire_row_holds_what_sqlite_stores() -> None:
    """Booleans are 0 and 1, instants fixed-width text."""
    row = wire_row(values_of(DAVE).values())
    assert b'"1990-05-17"' in row
    assert b"true" not in row
    assert b"2021-01-04T09:00:00.000000Z" in row


def test_the_hash_depends_on_table_and_bytes() -> None:
    """The same bytes in another table are another row."""
    assert row_hash("users", b"[1]") != row_hash("employers", b"[1]")


def test_digests_add_and_subtract_within_64_bits() -> None:
    """A digest comes back when what was added is taken away."""
    high = (1 << 63) - 1
    moved = add_hashes(high, 12345)
    assert -(1 << 63) <= moved < 1 << 63
    assert add_hashes(moved, -12345) == high
