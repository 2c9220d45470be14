"""Entries that met an unexpected error: how often, since when, and when to give up on them (SYNC.md §3)."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from sync.server.tables import COMMAND_TRIES

_ENOUGH = 5
_LONG_ENOUGH = timedelta(minutes=30)
_WAITS = (timedelta(seconds=15), timedelta(minutes=2), timedelta(minutes=8), timedelta(minutes=20))
_SHORTEST = timedelta(seconds=1)
_LONGEST_ERROR = 2_000


class Tries:
    """Counts the tries of one client's entries, inside the caller's transaction."""

    def __init__(self, connection: Connection, client_id: str) -> None:
        self._connection = connection
        self._client_id = client_id

    def count(self, command_id: str, now: datetime, error: Exception) -> timedelta | None:
        """Note one more failure: how long to wait before the next try, None when there have been enough.

        Whoever tried before it was due, as somebody who asks for it does, waits no longer than who did not.
        """
        row = self._connection.execute(_TRIES, {"id": command_id}).first()
        tries, first_at = (row.tries + 1, row.first_at) if row else (1, now)
        text = f"{type(error).__name__}: {error}".replace("\0", "")[:_LONGEST_ERROR]
        self._write(command_id, {"tries": tries, "first_at": first_at, "last_at": now, "error": text})
        wait = _WAITS[min(tries, len(_WAITS)) - 1]
        if tries < _ENOUGH:
            return wait
        left = first_at + _LONG_ENOUGH - now
        # Whole seconds travel: less than one would be no wait at all.
        return min(wait, max(left, _SHORTEST)) if left > timedelta() else None

    def _write(self, command_id: str, values: dict[str, Any]) -> None:
        insert = postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert
        statement = insert(COMMAND_TRIES).values(command_id=command_id, client_id=self._client_id, **values)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=[COMMAND_TRIES.c.command_id], set_=values)
        )


_TRIES = select(COMMAND_TRIES).where(COMMAND_TRIES.c.command_id == bindparam("id"))
