"""The server's world: it remembers what one transaction has read, and forgets it where that is rolled back."""

from collections.abc import Collection
from typing import Any, TypeVar

from sqlalchemy import Connection
from typing_extensions import override

from sync.store.world import SqlWorld, Watcher

E = TypeVar("E")


class RememberingWorld(SqlWorld):
    """Like `SqlWorld`; what was read is not read again until a row of its kind is written.

    Safe because acts on the same rows wait for each other (`locks`): what another transaction changes meanwhile is not
    what this one's acts are about.
    """

    def __init__(self, connection: Connection, watcher: Watcher) -> None:
        super().__init__(connection, watcher)
        self._rows: dict[tuple[type, str], Any] = {}
        self._answers: dict[type, dict[object, list[Any]]] = {}

    @override
    def get(self, kind: type[E], id: str) -> E | None:
        if (kind, id) not in self._rows:
            self._rows[kind, id] = super().get(kind, id)
        known: E | None = self._rows[kind, id]
        return known

    @override
    def find(self, kind: type[E], **equals: Any) -> list[E]:
        question = tuple((name, tuple(v) if isinstance(v, (list, set)) else v) for name, v in equals.items())
        answers = self._answers.setdefault(kind, {})
        if question not in answers:
            answers[question] = super().find(kind, **equals)
        return list(answers[question])

    @override
    def put(self, entity: object) -> None:
        super().put(entity)
        self._remember(entity, entity)

    @override
    def remove(self, entity: object) -> None:
        super().remove(entity)
        self._remember(entity, None)

    def learn(self, kind: type, ids: Collection[str]) -> None:
        """Read these rows at once: they are about to be asked for one by one."""
        self._rows |= {(kind, row_id): None for row_id in ids}
        found: list[Any] = super().find(kind, id=tuple(ids))
        self._rows |= {(kind, row.id): row for row in found}

    def forget(self) -> None:
        """What was written since a savepoint is gone, or rows were written past this world."""
        self._rows.clear()
        self._answers.clear()

    def _remember(self, entity: object, now: object | None) -> None:
        self._rows[type(entity), entity.id] = now  # type: ignore[attr-defined]
        self._answers.pop(type(entity), None)
