"""The server's world: it remembers the rows one transaction has read, and forgets them where it is rolled back."""

from typing import Any, TypeVar

from sqlalchemy import Connection
from typing_extensions import override

from sync.store.world import SqlWorld, Watcher

E = TypeVar("E")


class RememberingWorld(SqlWorld):
    """Like `SqlWorld`; a row read or written by id is not read again.

    Safe because acts on the same rows wait for each other (`locks`): what another transaction changes meanwhile is not
    what this one's acts are about.
    """

    def __init__(self, connection: Connection, watcher: Watcher) -> None:
        super().__init__(connection, watcher)
        self._known: dict[tuple[type, str], Any] = {}

    @override
    def get(self, kind: type[E], id: str) -> E | None:
        if (kind, id) not in self._known:
            self._known[kind, id] = super().get(kind, id)
        known: E | None = self._known[kind, id]
        return known

    @override
    def put(self, entity: object) -> None:
        super().put(entity)
        self._known[type(entity), entity.id] = entity  # type: ignore[attr-defined]

    @override
    def remove(self, entity: object) -> None:
        super().remove(entity)
        self._known[type(entity), entity.id] = None  # type: ignore[attr-defined]

    def forget(self) -> None:
        """What was written since a savepoint is gone, or rows were written past this world."""
        self._known.clear()
