"""Shadows: the confirmed image of each row a pending act changed, so that working rows can be rewound to it."""

import json
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from typing_extensions import override

from sync.replica.changes import ChangeSet
from sync.replica.tables import DOUBTFUL, PENDING_ROWS, REPLICATED, SHADOWS
from sync.store.rows import column_names
from sync.store.world import Watcher


class ShadowKeeper(Watcher):
    """Watches a world: keeps the confirmed image of a row before its first change, and notes which act changed it."""

    def __init__(self, connection: Connection, mid: int) -> None:
        self._connection = connection
        self._mid = mid
        self._touched: set[tuple[str, str]] = set()

    @override
    def before_write(self, table: Table, id: str, entity: object | None) -> None:
        del entity
        key = (str(table.name), id)
        if key not in self._touched:
            self._touched.add(key)
            self._connection.exec_driver_sql(_keep(key[0]), (id,))

    def noted(self) -> ChangeSet:
        """The rows the act touched, once they are written down as pending under its mid."""
        if self._touched:
            self._connection.exec_driver_sql(_NOTE, [(*key, self._mid) for key in self._touched])
        return ChangeSet(frozenset(self._touched))


_NOTE = "INSERT INTO pending_rows (table_name, row_id, mid) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"


@cache
def _keep(table_name: str) -> str:
    """Keeps the image of a row, or that there is none, unless an act before kept it: SQLite itself writes the JSON."""
    columns = ", ".join(f"'{name}', {name}" for name in column_names(REPLICATED[table_name]))
    return (
        f"INSERT INTO shadows (table_name, row_id, image) VALUES ('{table_name}', ?1, "  # noqa: S608 - our own names
        f"(SELECT json_object({columns}) FROM {table_name} WHERE id = ?1)) ON CONFLICT DO NOTHING"
    )


def rewind(connection: Connection) -> ChangeSet:
    """Put every shadowed row back to its confirmed image; forget shadows, pending rows and doubts."""
    shadows = connection.exec_driver_sql("SELECT table_name, row_id, image FROM shadows").all()
    for table_name, row_id, image in shadows:
        _restore(connection, table_name, row_id, image)
    # Whatever an act changed has a shadow; an act that no longer holds leaves its doubt alone.
    for table in (SHADOWS, PENDING_ROWS, DOUBTFUL) if shadows else (DOUBTFUL,):
        connection.exec_driver_sql(f"DELETE FROM {table.name}")  # noqa: S608 - our own names
    return ChangeSet(frozenset((table_name, row_id) for table_name, row_id, _ in shadows))


def _restore(connection: Connection, table_name: str, row_id: str, image: str | None) -> None:
    if image is None:
        connection.exec_driver_sql(_REMOVE_ROW.format(table_name), (row_id,))
        return
    values: dict[str, Any] = json.loads(image)
    connection.exec_driver_sql(_raw_upsert(table_name, tuple(values)), tuple(values.values()))


# Table and column names come from our own metadata, never from data.
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
