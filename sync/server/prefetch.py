"""A reading world for the write hook: what it asks of many persons is fetched for all of them at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from sqlalchemy import Connection

from sync.domain.job_seekers import JobSeeker
from sync.server.feed_index import chunks
from sync.store.world import SqlWorld, Unwatched

E = TypeVar("E")

_PERSON = ("job_seeker_id",)


class PrefetchingWorld:
    """Reads like any world. `seeds` are the rows it will be asked about; nothing may be written while it lives."""

    def __init__(self, connection: Connection, seeds: Iterable[object]) -> None:
        self._world = SqlWorld(connection, Unwatched())
        self._persons = sorted(_persons(seeds))
        self._known = frozenset(self._persons)
        self._by_person: dict[type, dict[str, list[Any]]] = {}
        self._job_seekers: dict[str, Any] | None = None

    def get(self, kind: type[E], id: str) -> E | None:  # noqa: A002 - as in the port
        """As in the port."""
        if kind is not JobSeeker or id not in self._known:
            return self._world.get(kind, id)
        if self._job_seekers is None:
            self._job_seekers = {person.id: person for person in self._fetch(JobSeeker, "id")}
        return self._job_seekers.get(id)

    def find(self, kind: type[E], **equals: Any) -> list[E]:  # noqa: ANN401 - as in the port
        """As in the port."""
        person = equals.get("job_seeker_id")
        if tuple(equals) != _PERSON or person not in self._known:
            return self._world.find(kind, **equals)
        if kind not in self._by_person:
            rows: dict[str, list[Any]] = defaultdict(list)
            for row in self._fetch(kind, "job_seeker_id"):
                rows[row.job_seeker_id].append(row)
            self._by_person[kind] = rows
        return self._by_person[kind].get(person, [])

    def put(self, entity: object) -> None:
        """Refused: this world only reads."""
        raise TypeError(type(entity))

    def remove(self, entity: object) -> None:
        """Refused: this world only reads."""
        raise TypeError(type(entity))

    def _fetch(self, kind: type, column: str) -> Iterator[Any]:
        for chunk in chunks(self._persons):
            yield from self._world.find(kind, **{column: tuple(chunk)})


def _persons(seeds: Iterable[object]) -> set[str]:
    persons = {getattr(seed, "job_seeker_id", None) for seed in seeds}
    return {person for person in persons if person} | {seed.id for seed in seeds if isinstance(seed, JobSeeker)}
