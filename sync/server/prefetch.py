"""A reading world for the write hook: what it asks of many persons and PASS is fetched for all of them at once."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import Connection

from sync.domain.job_seekers import JobSeeker
from sync.domain.passes import Pass
from sync.server.feed_index import chunks
from sync.store.world import SqlWorld, Unwatched

E = TypeVar("E")

_COLUMNS = ("job_seeker_id", "pass_id")
_ONE_OF = (tuple, list, frozenset, set)


class PrefetchingWorld:
    """Reads like any world. `seeds` are the rows it will be asked about; nothing may be written while it lives.

    Rows of a kind that hang on a person or a PASS are read for all persons or PASS of the seeds at the first question.
    """

    def __init__(self, connection: Connection, seeds: Iterable[object]) -> None:
        self._world = SqlWorld(connection, Unwatched())
        self._known: dict[str, frozenset[str]] = {}
        self._hanging: dict[tuple[type, str], dict[str, list[Any]]] = {}
        seeds = list(seeds)
        for column, root in zip(_COLUMNS, (JobSeeker, Pass), strict=True):
            named = {getattr(seed, column, None) for seed in seeds} | {s.id for s in seeds if isinstance(s, root)}  # type: ignore[attr-defined]
            self._known[column] = frozenset(filter(None, named))

    def get(self, kind: type[E], id: str) -> E | None:  # noqa: A002 - as in the port
        """As in the port."""
        for column, root in zip(_COLUMNS, (JobSeeker, Pass), strict=True):
            if kind is root and id in self._known[column]:
                return next(iter(self._rows(kind, "id", self._known[column]).get(id, [])), None)
        return self._world.get(kind, id)

    def find(self, kind: type[E], **equals: Any) -> list[E]:  # noqa: ANN401 - as in the port
        """As in the port."""
        for column in _COLUMNS:
            value = equals.get(column)
            if isinstance(value, str) and value in self._known[column]:
                rows = self._rows(kind, column, self._known[column]).get(value, [])
                return [row for row in rows if matches(row, equals)]
        return self._world.find(kind, **equals)

    def put(self, entity: object) -> None:
        """Refused: this world only reads."""
        raise TypeError(type(entity))

    def remove(self, entity: object) -> None:
        """Refused: this world only reads."""
        raise TypeError(type(entity))

    def _rows(self, kind: type, column: str, values: frozenset[str]) -> dict[str, list[Any]]:
        if (kind, column) not in self._hanging:
            rows: dict[str, list[Any]] = defaultdict(list)
            for chunk in chunks(sorted(values)):
                found: list[Any] = self._world.find(kind, **{column: tuple(chunk)})
                for row in found:
                    rows[getattr(row, column)].append(row)
            self._hanging[kind, column] = rows
        return self._hanging[kind, column]


def matches(row: object, equals: dict[str, Any]) -> bool:
    """Whether a row is one that a world's `find` gives for these values."""
    return all(
        getattr(row, name) in value if isinstance(value, _ONE_OF) else getattr(row, name) == value
        for name, value in equals.items()
    )
