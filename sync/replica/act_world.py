"""The rows as one act sees and changes them: each read once, only what differs written, every old image kept.

Nobody else writes meanwhile. What a decider writes is told in the driver's own words: built anew for each row by
SQLAlchemy, it would cost more than the write.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection
from typing_extensions import override

from sync.replica.changes import ChangeSet
from sync.replica.shadows import ShadowKeeper
from sync.store.rows import column_names, wire_value
from sync.store.tables import TABLES
from sync.store.world import SqlWorld

E = TypeVar("E")


class ActWorld(SqlWorld):
    """The world of the act that has the mid (0: of one that is only tried)."""

    def __init__(self, connection: Connection, mid: int) -> None:
        self._keeper = ShadowKeeper(connection, mid)
        super().__init__(connection, self._keeper)
        self._rows: dict[tuple[type, str], Any] = {}

    def changes(self) -> ChangeSet:
        """The rows the act touched, from now on known as pending under its mid; to be asked for when it is decided."""
        return self._keeper.noted()

    @override
    def get(self, kind: type[E], id: str) -> E | None:
        if (kind, id) not in self._rows:
            self._rows[kind, id] = super().get(kind, id)
        known: E | None = self._rows[kind, id]
        return known

    @override
    def find(self, kind: type[E], **equals: Any) -> list[E]:
        found = super().find(kind, **equals)
        self._rows |= {(kind, row.id): row for row in found}  # type: ignore[attr-defined]
        return found

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
        super().remove(entity)
        self._rows[type(entity), entity.id] = None  # type: ignore[attr-defined]

    def _write(self, statement: str, entity: object, names: Sequence[str]) -> None:
        self._connection.exec_driver_sql(statement, tuple(wire_value(getattr(entity, name)) for name in names))


# Table and column names come from our own metadata, never from data.
@cache
def _upsert(table: str, names: tuple[str, ...]) -> str:
    marks = ", ".join("?" for _ in names)
    changed = ", ".join(f"{name} = excluded.{name}" for name in names if name != "id")
    return (
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks}) "  # noqa: S608 - as said above
        f"ON CONFLICT (id) DO UPDATE SET {changed}"
    )


@cache
def _update(table: str, changed: tuple[str, ...]) -> str:
    """Only what differs: the indexes and the texts of the other columns are left alone."""
    return f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in changed)} WHERE id = ?"  # noqa: S608 - as above
