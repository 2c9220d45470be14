"""The rows of a scope as lines of a pull, in their canonical form straight from the database, never all in memory."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Connection,
    Select,
    Table,
    and_,
    bindparam,
    cast,
    func,
    select,
    type_coerce,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import Integer, NullType

from sync.protocol import messages as m
from sync.server.tables import SYNC_INDEX
from sync.store.rows import column_names
from sync.store.tables import BY_NAME
from sync.store.types import Instant, LegalDate

_ROWS_A_LINE = 200
_IDS_A_LINE = 1_000


def every_row(connection: Connection, scope: str) -> Iterator[m.Line]:
    """All rows of a scope, in the tables' order."""
    tables = set(connection.scalars(_TABLES_OF_ALL, {"scope": scope}))
    for name, table in BY_NAME.items():
        if name in tables:
            yield from _rows(connection, scope, table, 0)


def changed_rows(connection: Connection, scope: str, since: int) -> Iterator[m.Line]:
    """The rows of a scope that changed after head `since` (exclusive), then those that left it."""
    found = connection.execute(_TABLES_SINCE, {"scope": scope, "since": since})
    tables = {(name, bool(is_gone)) for name, is_gone in found}
    for name, table in BY_NAME.items():
        if (name, False) in tables:
            yield from _rows(connection, scope, table, since)
    for name in BY_NAME:
        if (name, True) in tables:
            ids = connection.scalars(_GONE, {"scope": scope, "since": since, "name": name})
            for chunk in ids.partitions(_IDS_A_LINE):
                yield m.Gone(scope=scope, table=name, ids=list(chunk))


def named_rows(connection: Connection, scope: str, table: Table, ids: list[str]) -> Iterator[m.Line]:
    """Those of the named rows that a scope holds."""
    named = _select(table, connection.dialect.name, is_delta=False).where(SYNC_INDEX.c.row_id.in_(ids))
    yield from _lines(connection, scope, table, named, {"scope": scope})


def _rows(connection: Connection, scope: str, table: Table, since: int) -> Iterator[m.Line]:
    statement = _select(table, connection.dialect.name, is_delta=since > 0)
    yield from _lines(connection, scope, table, statement, {"scope": scope, "since": since})


def _lines(
    connection: Connection, scope: str, table: Table, statement: Select[Any], values: dict[str, Any]
) -> Iterator[m.Line]:
    yield m.Table(scope=scope, table=str(table.name), columns=list(column_names(table)))
    streamed = connection.execution_options(yield_per=_ROWS_A_LINE)
    for chunk in streamed.execute(statement, values).partitions():
        # The values are canonical already: encoding the tuples as they are gives the canonical bytes.
        rows: Any = [tuple(row) for row in chunk]
        yield m.Rows(rows=rows)


@cache
def _select(table: Table, dialect: str, *, is_delta: bool) -> Select[Any]:
    """Reads every row at once through the index's key, changed ones through its (scope, seq) index."""
    index = SYNC_INDEX.c
    columns = [canonical(table.c[name], dialect).label(name) for name in column_names(table)]
    clauses = [index.scope == bindparam("scope"), index.table_name == table.name, index.is_gone.is_(False)]
    if is_delta:
        clauses.append(index.seq > bindparam("since"))
    return select(*columns).select_from(SYNC_INDEX.join(table, table.c.id == index.row_id)).where(and_(*clauses))


def canonical(column: ColumnElement[Any], dialect: str) -> ColumnElement[Any]:
    """The column's value as it travels: SQLite stores it so, PostgreSQL is asked to write it so."""
    if dialect == "postgresql":
        if isinstance(column.type, Instant):
            return func.to_char(func.timezone("UTC", column), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        if isinstance(column.type, LegalDate):
            return func.to_char(column, "YYYY-MM-DD")
        if isinstance(column.type, Boolean):
            return cast(column, Integer)
    return type_coerce(column, NullType())


_SINCE = and_(SYNC_INDEX.c.scope == bindparam("scope"), SYNC_INDEX.c.seq > bindparam("since"))
_TABLES_OF_ALL = select(SYNC_INDEX.c.table_name).where(SYNC_INDEX.c.scope == bindparam("scope")).distinct()
_TABLES_SINCE = select(SYNC_INDEX.c.table_name, SYNC_INDEX.c.is_gone).where(_SINCE).distinct()
_GONE = select(SYNC_INDEX.c.row_id).where(_SINCE, SYNC_INDEX.c.table_name == bindparam("name"), SYNC_INDEX.c.is_gone)
