"""A small real world in memory: a dict of entities that implements the port of `sync.domain.world`."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

E = TypeVar("E")


class MemoryWorld:
    """Rows by kind and id. `visible` narrows what `get` and `find` return: a workstation's partial world."""

    def __init__(self, entities: Iterable[object] = (), *, visible: Callable[[object], bool] = lambda _: True) -> None:
        self._rows: dict[tuple[type, str], Any] = {}
        self._visible = visible
        self.add(*entities)

    def add(self, *entities: object) -> None:
        """Put several entities."""
        for entity in entities:
            self.put(entity)

    def get(self, kind: type[E], id: str) -> E | None:  # noqa: A002 - as in the port
        """As in the port."""
        entity = self._rows.get((kind, id))
        return entity if entity is not None and self._visible(entity) else None

    def find(self, kind: type[E], **equals: Any) -> list[E]:  # noqa: ANN401 - as in the port
        """As in the port."""
        rows = [row for (of, _), row in self._rows.items() if of is kind and self._visible(row)]
        found = [row for row in rows if all(_is(getattr(row, name), value) for name, value in equals.items())]
        return sorted(found, key=lambda row: row.id)

    def put(self, entity: object) -> None:
        """As in the port."""
        self._rows[type(entity), entity.id] = entity  # type: ignore[attr-defined]

    def remove(self, entity: object) -> None:
        """As in the port."""
        self._rows.pop((type(entity), entity.id), None)  # type: ignore[attr-defined]

    def rows(self) -> list[Any]:
        """Every row, visible or not, in the order in which they were first written."""
        return list(self._rows.values())

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Take back what is written inside when it raises, and let the exception pass."""
        before = dict(self._rows)
        try:
            yield
        except BaseException:
            self._rows = before
            raise


def _is(value: object, wanted: object) -> bool:
    if isinstance(wanted, list | tuple | set | frozenset):
        return value in wanted
    return value == wanted
