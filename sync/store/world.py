"""The one World over SQL rows: the server's database and the workstation's replica."""

from functools import cache
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Delete, Select, Table, bindparam, delete, select
from sqlalchemy.dialects import sqlite
from typing_extensions import override

from sync.domain.world import World
from sync.store.rows import column_names, entity_of, values_of
from sync.store.tables import TABLES

E = TypeVar("E")


class Watcher(Protocol):
    """Told of each row before it is written: the server notes what was touched, the replica keeps the old image."""

    def before_write(self, table: Table, id: str, entity: object | None) -> None:  # noqa: A002 - as the column
        """A row of `table` is about to become `entity`, or to go when it is None."""
        ...


class SqlWorld(World):
    """Reads and writes entities through one connection, inside the caller's transaction."""

    def __init__(self, connection: Connection, watcher: Watcher) -> None:
        self._connection = connection
        self._watcher = watcher

    @override
    def get(self, kind: type[E], id: str) -> E | None:
        row = self._connection.execute(_select(_table(kind), ("id",), ()), {"id": id}).first()
        return None if row is None else entity_of(kind, row)

    @override
    def find(self, kind: type[E], **equals: Any) -> list[E]:
        several = tuple(name for name, value in equals.items() if isinstance(value, (tuple, list, frozenset, set)))
        absent = tuple(name for name, value in equals.items() if value is None)
        single = tuple(name for name in equals if name not in several and name not in absent)
        values = {
            name: list(value) if name in several else value for name, value in equals.items() if name not in absent
        }
        rows = self._connection.execute(_select(_table(kind), single, several, absent), values)
        return [entity_of(kind, row) for row in rows]

    @override
    def put(self, entity: object) -> None:
        table = TABLES[type(entity)]
        self._watcher.before_write(table, entity.id, entity)  # type: ignore[attr-defined]
        self._connection.execute(upsert(table, self._connection.dialect.name), values_of(entity))

    @override
    def remove(self, entity: object) -> None:
        table = TABLES[type(entity)]
        self._watcher.before_write(table, entity.id, None)  # type: ignore[attr-defined]
        self._connection.execute(removal(table), {"row_id": entity.id})  # type: ignore[attr-defined]


def _table(kind: type) -> Table:
    return TABLES[kind]


@cache
def _select(
    table: Table, single: tuple[str, ...], several: tuple[str, ...], absent: tuple[str, ...] = ()
) -> Select[Any]:
    columns = [table.c[name] for name in column_names(table)]
    clauses = [table.c[name] == bindparam(name) for name in single]
    clauses += [table.c[name].in_(bindparam(name, expanding=True)) for name in several]
    clauses += [table.c[name].is_(None) for name in absent]
    return select(*columns).where(*clauses).order_by(table.c.id)


@cache
def removal(table: Table) -> Delete:
    """Deletes the row whose id is bound as `row_id`."""
    return delete(table).where(table.c.id == bindparam("row_id"))


@cache
def upsert(table: Table, dialect: str) -> Any:  # noqa: ANN401 - either dialect's Insert
    """Inserts the row whose values are bound by column name, or replaces the one with its id."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - a workstation, which starts often, has no use for it

        statement: Any = postgresql.insert(table)
    else:
        statement = sqlite.insert(table)
    changed = {name: statement.excluded[name] for name in column_names(table) if name != "id"}
    return statement.on_conflict_do_update(index_elements=[table.c.id], set_=changed)


class Unwatched(Watcher):
    """A watcher that looks away: for reading only, and for building a database from nothing."""

    @override
    def before_write(self, table: Table, id: str, entity: object | None) -> None:
        del table, id, entity
