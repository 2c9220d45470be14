"""Statements that travel to PostgreSQL together: a round trip costs more than most of what is asked in one.

They are executed in order, each on what is committed when its turn comes: rows asked for behind a lock are as they
stand once the lock is had. SQLite lives in the process and is asked one by one.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, Connection, Text, any_, bindparam, select
from sqlalchemy.dialects.postgresql.psycopg import dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeDecorator

from sync.store.rows import column_names, entity_of
from sync.store.tables import TABLES
from sync.store.world import SqlWorld, Unwatched

_POSTGRESQL = dialect()  # type: ignore[no-untyped-call]


class Asked(NamedTuple):
    """For the rows of a kind that have one of these values in a column."""

    kind: type
    column: str
    values: Collection[str]


class _Question(NamedTuple):
    """The SQL for an `Asked`, and what makes the fields of an entity of what the driver gives."""

    sql: str
    readers: list[tuple[int, Callable[[Any], Any]]]


@contextmanager
def together(connection: Connection) -> Iterator[Any]:
    """What the block executes leaves at once, its errors come at the end at the latest; gives the driver's connection.

    Inside, no answer can be waited for.
    """
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name != "postgresql":
        yield driver
        return
    errors = connection.dialect.loaded_dbapi.Error
    try:
        with driver.pipeline():
            yield driver
    except errors as error:
        raise DBAPIError.instance("", None, error, errors, dialect=connection.dialect) from error


def read(connection: Connection, asked: Sequence[Asked], locks: Sequence[int] = ()) -> list[list[Any]]:
    """The entities that each question finds, in the order of their ids.

    On PostgreSQL, once the advisory locks of these numbers are had, which are waited for in their order.
    """
    if connection.dialect.name != "postgresql":
        world = SqlWorld(connection, Unwatched())
        return [world.find(one.kind, **{one.column: tuple(one.values)}) for one in asked]
    questions = [_question(one.kind, one.column) for one in asked]
    with together(connection) as driver:
        if locks:
            driver.execute(_LOCK, {"keys": list(locks)})
        cursors = [
            driver.execute(question.sql, {"values": list(one.values)})
            for one, question in zip(asked, questions, strict=True)
        ]
    answers = zip(asked, questions, cursors, strict=True)
    return [[_entity(one.kind, row, question) for row in cursor] for one, question, cursor in answers]


@cache
def _question(kind: type, column: str) -> _Question:
    table = TABLES[kind]
    columns = [table.c[name] for name in column_names(table)]
    has_one = table.c[column] == any_(bindparam("values", type_=ARRAY(Text)))
    sql = str(select(*columns).where(has_one).order_by(table.c.id).compile(dialect=_POSTGRESQL))
    own = [(number, one.type) for number, one in enumerate(columns) if isinstance(one.type, TypeDecorator)]
    return _Question(sql, [(number, partial(type_.process_result_value, dialect=_POSTGRESQL)) for number, type_ in own])


def _entity(kind: type, row: Sequence[Any], question: _Question) -> Any:  # noqa: ANN401 - an instance of `kind`
    values = list(row)
    for number, reader in question.readers:
        values[number] = reader(values[number])
    return entity_of(kind, values)


# An array is gone through in its order.
_LOCK = "SELECT pg_advisory_xact_lock(key) FROM unnest(%(keys)s::BIGINT[]) AS key"
