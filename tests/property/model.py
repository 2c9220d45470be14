"""A second, slower truth: what the rows must be after each commit, who must see them, at which head.

It shares the domain's deciders and audiences with the shipped code and nothing else: no SQL, no index, no savepoint of
a database, no running digest.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from sync.domain.audience import AUDIENCES
from sync.store.rows import add_hashes, row_hash, values_of, wire_row
from sync.store.tables import TABLES

E = TypeVar("E")
Key = tuple[str, str]
_ONE_OF = (tuple, list, set, frozenset)


class ModelWorld:
    """Rows by kind and id, as the port of `sync.domain.world`."""

    def __init__(self, entities: Iterable[object] = ()) -> None:
        self._rows: dict[type, dict[str, Any]] = {kind: {} for kind in TABLES}
        for entity in entities:
            self.put(entity)

    def get(self, kind: type[E], id: str) -> E | None:  # noqa: A002 - as in the port
        """As in the port."""
        return self._rows[kind].get(id)

    def find(self, kind: type[E], **equals: Any) -> list[E]:  # noqa: ANN401 - as in the port
        """As in the port."""
        found = [row for row in self._rows[kind].values() if _matches(row, equals)]
        return sorted(found, key=lambda row: row.id)

    def put(self, entity: object) -> None:
        """As in the port."""
        self._rows[type(entity)][entity.id] = entity  # type: ignore[attr-defined]

    def remove(self, entity: object) -> None:
        """As in the port."""
        self._rows[type(entity)].pop(entity.id, None)  # type: ignore[attr-defined]

    def all(self) -> Iterator[Any]:
        """Every row."""
        for rows in self._rows.values():
            yield from rows.values()

    def copy(self) -> "ModelWorld":
        """The same rows, apart from now on."""
        twin = ModelWorld()
        twin._rows = {kind: dict(rows) for kind, rows in self._rows.items()}
        return twin

    def become(self, other: "ModelWorld") -> None:
        """Hold the other world's rows from now on."""
        self._rows = other._rows  # noqa: SLF001 - its own kind


def _matches(row: object, equals: Mapping[str, Any]) -> bool:
    return all(
        getattr(row, name) in value if isinstance(value, _ONE_OF) else getattr(row, name) == value
        for name, value in equals.items()
    )


@lru_cache(maxsize=100_000)
def image_of(entity: object) -> tuple[list[Any], int]:
    """A row's values as they travel, and their hash."""
    wire = wire_row(values_of(entity).values())
    values: list[Any] = msgspec.json.decode(wire)
    return values, row_hash(str(TABLES[type(entity)].name), wire)


def key_of(entity: object) -> Key:
    """The table and id of a row."""
    return str(TABLES[type(entity)].name), entity.id  # type: ignore[attr-defined]


Scope = dict[Key, Any]


@dataclass(frozen=True, slots=True)
class Version:
    """The truth after one commit: which rows each scope holds, and each scope's head."""

    number: int
    scopes: Mapping[str, Scope]
    heads: Mapping[str, int]

    def rows_of(self, scopes: Iterable[str]) -> Scope:
        """The rows of several scopes together."""
        found: Scope = {}
        for scope in scopes:
            found.update(self.scopes.get(scope, {}))
        return found

    def position(self, scope: str) -> tuple[int, int, int]:
        """Head, digest and number of rows of a scope."""
        rows = self.scopes.get(scope, {})
        digest = 0
        for row in rows.values():
            digest = add_hashes(digest, image_of(row)[1])
        return self.heads.get(scope, 0), digest, len(rows)


def project(world: ModelWorld) -> dict[str, Scope]:
    """Every scope with the rows whose audience it is."""
    scopes: dict[str, Scope] = {}
    for row in world.all():
        for scope in set(AUDIENCES[type(row)](row, world)):
            scopes.setdefault(scope, {})[key_of(row)] = row
    return scopes


@dataclass(slots=True)
class Truth:
    """The central rows and all their versions so far. A restored backup continues under new version numbers."""

    world: ModelWorld
    heads: dict[str, int] = field(default_factory=dict)
    versions: list[Version] = field(default_factory=list)

    @property
    def now(self) -> Version:
        """The latest version."""
        return self.versions[-1]

    def commit(self) -> Version:
        """A commit ended: scopes that look different than before move by one (invariant 20)."""
        before = self.versions[-1].scopes if self.versions else {}
        scopes = project(self.world)
        for scope in before.keys() | scopes.keys():
            if before.get(scope, {}) != scopes.get(scope, {}):
                self.heads[scope] = self.heads.get(scope, 0) + 1
        return self._append(scopes)

    def go_back(self, world: ModelWorld, version: Version) -> None:
        """The database was restored: the world as it was at a version."""
        self.world = world.copy()
        self.heads = dict(version.heads)
        self._append(version.scopes)

    def _append(self, scopes: Mapping[str, Scope]) -> Version:
        version = Version(len(self.versions), scopes, dict(self.heads))
        self.versions.append(version)
        return version
