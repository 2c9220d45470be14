"""A replica made from nothing: rows first, then indexes and search in one pass, then swapped in by rename."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from sync.replica import search
from sync.replica.apply import Applied, PullApplier
from sync.replica.connection import Use, open_database
from sync.replica.files import remove_database
from sync.replica.meta import write_meta
from sync.replica.migrate import schema_fingerprint
from sync.replica.tables import REPLICA

_SCATTERED = frozenset({"pole_emploi_id", "siret"})


def create_replica(engine: Engine) -> None:
    """An empty replica, complete with indexes and search: ready to hold acts, not yet rows of a server."""
    with engine.begin() as connection:
        _create_tables(connection)
        _create_indexes(connection)
        search.create(connection)
        write_meta(connection, schema=schema_fingerprint(), ready="")


def build_replica(path: Path, key: bytes, lines: Iterable[bytes]) -> Applied:
    """Write a whole pull into a new file at `path`, replacing a leftover.

    Neither ready nor durable until it is installed. Refused when the pull is not whole.
    """
    remove_database(path)
    engine = open_database(path, key, synchronous="OFF", use=Use.BUILD)
    try:
        with engine.begin() as connection:
            _create_tables(connection)
            applied = PullApplier(connection, is_empty=True).run(lines)
            _create_indexes(connection)
            search.build(connection)
            write_meta(connection, schema=schema_fingerprint())
    finally:
        engine.dispose()
    return applied


def create_growing_tables(connection: Connection) -> None:
    """All tables and most indexes, for rows that come in the order of their ids: the indexes grow at their ends."""
    _create_tables(connection)
    _create(connection, _indexes(are_scattered=False))


def create_scattered_indexes(connection: Connection) -> None:
    """The indexes over values that come in no order: made last, in one pass, they cost half."""
    _create(connection, _indexes(are_scattered=True))


def _create_tables(connection: Connection) -> None:
    _create(connection, _tables())


def _create_indexes(connection: Connection) -> None:
    _create(connection, _indexes(are_scattered=False))
    create_scattered_indexes(connection)


def _create(connection: Connection, statements: list[str]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement)


@cache
def _tables() -> list[str]:
    return [str(CreateTable(table).compile(dialect=dialect())) for table in REPLICA.sorted_tables]


@cache
def _indexes(*, are_scattered: bool) -> list[str]:
    return [
        str(CreateIndex(index).compile(dialect=dialect()))
        for table in REPLICA.sorted_tables
        for index in sorted(table.indexes, key=lambda index: str(index.name))
        if any(column.name in _SCATTERED for column in index.columns) is are_scattered
    ]
