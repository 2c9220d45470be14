"""Rows written together, one statement for all of a table.

SQLite's driver repeats a statement for each row at next to no cost. PostgreSQL would be sent a message a row: it gets
all of them as one JSON text instead, which it takes apart by the table's own types.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, Text, bindparam, cast, func, literal_column, select
from sqlalchemy.dialects import postgresql, sqlite

from sync.store.rows import column_names

Rows = Sequence[Mapping[str, Any]]


def insert_all(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert rows, each with all of its columns."""
    _write(connection, table, rows, ())


def upsert_all(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert rows, each with all of its columns, or replace those of the same primary key; no two may have the same."""
    _write(connection, table, rows, tuple(column.name for column in table.primary_key))


def _write(connection: Connection, table: Table, rows: Rows, keys: tuple[str, ...]) -> None:
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(_from_json(table, keys), {"rows": msgspec.json.encode(rows).decode()})
    else:
        connection.execute(_one_by_one(table, keys), rows)


@cache
def _one_by_one(table: Table, keys: tuple[str, ...]) -> Any:  # noqa: ANN401 - either dialect's Insert
    return _replacing(sqlite.insert(table), table, keys)


@cache
def _from_json(table: Table, keys: tuple[str, ...]) -> Any:  # noqa: ANN401 - as above
    """Lists are text in our tables: a JSON array put into a text column stays as it is written."""
    names = column_names(table)
    rows = cast(bindparam("rows", type_=Text), postgresql.JSON)
    given = func.json_populate_recordset(literal_column(f'NULL::"{table.name}"'), rows).table_valued(*names)
    return _replacing(postgresql.insert(table).from_select(names, select(*given.c)), table, keys)


def _replacing(statement: Any, table: Table, keys: tuple[str, ...]) -> Any:  # noqa: ANN401 - as above
    if not keys:
        return statement
    changed = {name: statement.excluded[name] for name in column_names(table) if name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=changed)
