"""Shadows: the confirmed image of each row a pending act changed, so that working rows can be rewound to it."""

import json
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, delete, select
from typing_extensions import override

from sync.replica.changes import ChangeSet
from sync.replica.tables import DOUBTFUL, PENDING_ROWS, SHADOWS
from sync.store.world import Watcher


class ShadowKeeper(Watcher):
    """Watches a world: keeps the confirmed image of a row before its first change, and notes which act changed it."""

    def __init__(self, connection: Connection, mid: int) -> None:
        self._connection = connection
        self._mid = mid
        self.touched: set[tuple[str, str]] = set()

    @override
    def before_write(self, table: Table, id: str, entity: object | None) -> None:
        del entity
        key = (str(table.name), id)
        if key in self.touched:
            return
        self.touched.add(key)
        self._connection.exec_driver_sql(_KEEP, (*key, _image(self._connection, *key)))
        self._connection.exec_driver_sql(_NOTE, (*key, self._mid))

    def changes(self) -> ChangeSet:
        """The rows this act touched."""
        return ChangeSet(frozenset(self.touched))


# An act writes half a dozen rows, and each comes here twice: told to the driver as it is, it costs the least.
_KEEP = "INSERT INTO shadows (table_name, row_id, image) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_NOTE = "INSERT INTO pending_rows (table_name, row_id, mid) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"


def _image(connection: Connection, table_name: str, row_id: str) -> str | None:
    row = connection.exec_driver_sql(_RAW_ROW.format(table_name), (row_id,)).mappings().first()
    return None if row is None else json.dumps(dict(row), ensure_ascii=False)


def rewind(connection: Connection) -> ChangeSet:
    """Put every shadowed row back to its confirmed image; forget shadows, pending rows and doubts."""
    touched = set()
    for shadow in connection.execute(select(SHADOWS)).all():
        touched.add((shadow.table_name, shadow.row_id))
        _restore(connection, shadow.table_name, shadow.row_id, shadow.image)
    for table in (SHADOWS, PENDING_ROWS, DOUBTFUL):
        connection.execute(delete(table))
    return ChangeSet(frozenset(touched))


def _restore(connection: Connection, table_name: str, row_id: str, image: str | None) -> None:
    if image is None:
        connection.exec_driver_sql(_REMOVE_ROW.format(table_name), (row_id,))
        return
    values: dict[str, Any] = json.loads(image)
    connection.exec_driver_sql(_raw_upsert(table_name, tuple(values)), tuple(values.values()))


# Table and column names come from our own metadata, never from data.
_RAW_ROW = "SELECT * FROM {} WHERE id = ?"
_REMOVE_ROW = "DELETE FROM {} WHERE id = ?"


@cache
def _raw_upsert(table_name: str, columns: tuple[str, ...]) -> str:
    """Insert or replace one row from raw values: the columns are named, since a later version may have more."""
    marks = ", ".join("?" for _ in columns)
    changed = ", ".join(f"{name} = excluded.{name}" for name in columns if name != "id")
    return (
        f"INSERT INTO {table_name} ({', '.join(columns)}) VALUES ({marks}) "  # noqa: S608 - names from our own metadata
        f"ON CONFLICT (id) DO UPDATE SET {changed}"
    )
