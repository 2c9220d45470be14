"""The rows as one act sees and changes them: each read once, only what differs written, every old image kept.

Nobody else writes meanwhile. Rows are asked for and told in the driver's own words, and come as one JSON text: taken
apart column by column and built anew by SQLAlchemy, a row costs more than SQLite's own work on it.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Boolean, Column, Connection
from typing_extensions import override

from sync.domain.world import World
from sync.replica.changes import ChangeSet
from sync.replica.shadows import ShadowKeeper
from sync.store.rows import column_names, wire_value
from sync.store.tables import TABLES
from sync.store.types import Names

E = TypeVar("E")


class ActWorld(World):
    """The world of the act that has the mid (0: of one that is only tried)."""

    def __init__(self, connection: Connection, mid: int) -> None:
        self._connection = connection
        self._keeper = ShadowKeeper(connection, mid)
        self._rows: dict[tuple[type, str], Any] = {}

    def changes(self) -> ChangeSet:
        """The rows the act touched, from now on known as pending under its mid; to be asked for when it is decided."""
        return self._keeper.noted()

    @override
    def get(self, kind: type[E], id: str) -> E | None:
        if (kind, id) not in self._rows:
            self._rows[kind, id] = next(iter(self._read(kind, {"id": id})), None)
        known: E | None = self._rows[kind, id]
        return known

    @override
    def find(self, kind: type[E], **equals: Any) -> list[E]:
        found = self._read(kind, equals)
        self._rows |= {(kind, row.id): row for row in found}
        return found

    def _read(self, kind: type, equals: dict[str, Any]) -> list[Any]:
        tests = tuple((name, _test(value)) for name, value in equals.items())
        values = tuple(_bound(value) for value in equals.values() if value is not None)
        listed: str = self._connection.exec_driver_sql(_select(kind, tests), values).scalar_one()
        return _decoder(kind).decode(listed)

    @override
    def put(self, entity: object) -> None:
        kind, row_id = type(entity), entity.id  # type: ignore[attr-defined]
        names = column_names(TABLES[kind])
        self._keeper.before_write(TABLES[kind], row_id, entity)
        known = self._rows.get((kind, row_id))
        if known is None:
            self._write(_upsert(str(TABLES[kind].name), names), entity, names)
        elif changed := tuple(name for name in names if getattr(known, name) != getattr(entity, name)):
            self._write(_update(str(TABLES[kind].name), changed), entity, (*changed, "id"))
        self._rows[kind, row_id] = entity

    @override
    def remove(self, entity: object) -> None:
        kind, row_id = type(entity), entity.id  # type: ignore[attr-defined]
        self._keeper.before_write(TABLES[kind], row_id, None)
        self._connection.exec_driver_sql(_delete(str(TABLES[kind].name)), (row_id,))
        self._rows[kind, row_id] = None

    def _write(self, statement: str, entity: object, names: Sequence[str]) -> None:
        self._connection.exec_driver_sql(statement, tuple(wire_value(getattr(entity, name)) for name in names))


_SEVERAL = (tuple, list, frozenset, set)


def _test(value: object) -> str:
    """What a column's value must satisfy: to be absent, to be one of several, to be this one."""
    if value is None:
        return "IS NULL"
    return "IN (SELECT value FROM json_each(?))" if isinstance(value, _SEVERAL) else "= ?"


def _bound(value: Any) -> Any:  # noqa: ANN401 - a column's value, or several
    if isinstance(value, _SEVERAL):
        return msgspec.json.encode([wire_value(each) for each in value]).decode()
    return wire_value(value)


@cache
def _decoder(kind: type) -> msgspec.json.Decoder[list[Any]]:
    return msgspec.json.Decoder(list[kind])  # type: ignore[valid-type]


# Table and column names come from our own metadata, never from data.
@cache
def _select(kind: type, tests: tuple[tuple[str, str], ...]) -> str:
    table = TABLES[kind]
    row = ", ".join(f"'{column.name}', {_as_json(column)}" for column in table.columns)
    clauses = " AND ".join(f"{name} {test}" for name, test in tests) or "1"
    return f"SELECT json_group_array(json_object({row}) ORDER BY id) FROM {table.name} WHERE {clauses}"  # noqa: S608 - as said above


def _as_json(column: Column[Any]) -> str:
    """SQLite keeps yes and no as numbers, and a list as text."""
    if isinstance(column.type, Boolean):
        return f"CASE {column.name} WHEN 1 THEN json('true') WHEN 0 THEN json('false') END"
    return f"json({column.name})" if isinstance(column.type, Names) else str(column.name)


@cache
def _delete(table: str) -> str:
    return f"DELETE FROM {table} WHERE id = ?"  # noqa: S608 - as above


@cache
def _upsert(table: str, names: tuple[str, ...]) -> str:
    marks = ", ".join("?" for _ in names)
    changed = ", ".join(f"{name} = excluded.{name}" for name in names if name != "id")
    return (
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks}) "  # noqa: S608 - as above
        f"ON CONFLICT (id) DO UPDATE SET {changed}"
    )


@cache
def _update(table: str, changed: tuple[str, ...]) -> str:
    """Only what differs: the indexes and the texts of the other columns are left alone."""
    return f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in changed)} WHERE id = ?"  # noqa: S608 - as above
