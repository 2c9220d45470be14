"""A replica written by an earlier version: brought to the present tables in place, acts kept, then filled again.

Rows are additive (SYNC.md §10): a new version adds tables and columns. The confirmed rows are kept under the new
columns' defaults, so that work goes on offline; the next pull asks for everything, which brings the true values.
"""

import hashlib
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Index, Integer, Table, inspect
from sqlalchemy.schema import CreateIndex, CreateTable

from sync.replica.meta import read_meta, write_meta
from sync.replica.shadows import rewind
from sync.replica.tables import REPLICA
from sync.store.rows import wire_value
from sync.store.types import Instant, LegalDate, Names


def schema_fingerprint() -> str:
    """Names the tables, columns and indexes of this version of the program."""
    described = ";".join(
        f"{table.name}:{','.join((*table.c.keys(), *_indexes(table)))}" for table in REPLICA.sorted_tables
    )
    return hashlib.sha256(described.encode()).hexdigest()[:16]


def _indexes(table: Table) -> dict[str, Index]:
    named = {str(index.name): index for index in table.indexes}
    return {name: named[name] for name in sorted(named)}


def is_current(connection: Connection) -> bool:
    """Whether the replica was written with exactly these tables, columns and indexes."""
    return read_meta(connection).get("schema") == schema_fingerprint()


def migrate(connection: Connection) -> None:
    """Add what is missing, rewind to the confirmed rows, and ask for everything at the next pull.

    The caller replays the pending acts afterwards, in the same transaction or the next.
    """
    inspector = inspect(connection)
    present = set(inspector.get_table_names())
    for table in REPLICA.sorted_tables:
        if table.name in present:
            _add_columns(connection, table, {column["name"] for column in inspector.get_columns(table.name)})
        else:
            connection.execute(CreateTable(table))
        for index in _indexes(table).values():
            connection.execute(CreateIndex(index, if_not_exists=True))
    rewind(connection)
    write_meta(connection, schema=schema_fingerprint(), cursor="", journal_applied_mid="0")


def _add_columns(connection: Connection, table: Table, present: set[str]) -> None:
    for column in table.columns:
        if column.name not in present:
            kind = column.type.compile(connection.dialect)
            rest = "" if column.nullable else f" NOT NULL DEFAULT {_default(column)}"
            connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {column.name} {kind}{rest}")


def _default(column: Column[Any]) -> str:
    """What stands in a new column until the server's value arrives, as a SQL literal."""
    if column.default is not None and column.default.is_scalar:
        return repr(wire_value(column.default.arg))  # type: ignore[attr-defined]
    for kind, literal in _UNKNOWN.items():
        if isinstance(column.type, kind):
            return literal
    return "''"


_UNKNOWN = {
    Boolean: "0",
    Integer: "0",
    LegalDate: "'1970-01-01'",
    Instant: "'1970-01-01T00:00:00.000000Z'",
    Names: "'[]'",
}
