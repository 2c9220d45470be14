"""The write hook: what a transaction touched becomes entries of the feed, once, just before it commits (SYNC.md §3).

It watches every row the world writes. `settle` then finds who saw each touched row and who sees it now, locks those
scopes in sorted order, moves each head by one, and keeps the running digest. `guard` makes sure nobody writes a shared
table behind its back.
"""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, Table, event

from sync.domain.audience import audience, followers
from sync.server.feed_index import Change, FeedIndex
from sync.server.prefetch import PrefetchingWorld
from sync.store.rows import row_hash, values_of, wire_row
from sync.store.tables import BY_NAME, TABLES

_WRITE = re.compile(
    r'\b(?:insert\s+into|update|delete\s+from|replace\s+into|truncate(?:\s+table)?)\s+"?(\w+)', re.IGNORECASE
)

Key = tuple[str, str]


class UnhookedWriteError(RuntimeError):
    """Some code wrote a table of the feed without telling the hook: clients would never hear of it."""


class WriteHook:
    """Notes every row written in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._log: list[tuple[Key, object | None, object | None]] = []
        self._announced: str | None = None

    def note(self, table: Table, row_id: str, entity: object | None, gone: object | None) -> None:
        """A row of `table` becomes `entity`; or it goes, when that is None, and `gone` is what it was, if anything."""
        self._log.append(((table.name, row_id), entity, gone))

    def expect(self, table: Table) -> None:
        """The next statement writes rows of this table that were noted."""
        self._announced = table.name

    def announce(self, table: Table, entities: Iterable[object]) -> None:
        """Many rows of one table are about to be written by one statement."""
        self._log += [((table.name, entity.id), entity, None) for entity in entities]  # type: ignore[attr-defined]
        self.expect(table)

    def redeem(self, tables: frozenset[str]) -> None:
        """A statement writes these shared tables: UnhookedWriteError unless it was announced just before."""
        if tables != {self._announced}:
            raise UnhookedWriteError(", ".join(sorted(tables)))
        self._announced = None

    def mark(self) -> int:
        """The present point of the transaction, to `rewind` to with its savepoint."""
        return len(self._log)

    def rewind(self, mark: int) -> None:
        """Forget what was written since `mark`: it was rolled back."""
        del self._log[mark:]

    def written(self, kinds: Collection[type]) -> list[tuple[object, bool]]:
        """The rows of these kinds written so far, each as it was left; a removed one as it was, and True."""
        last: dict[Key, tuple[object, bool]] = {}
        for key, entity, gone in self._log:
            row = gone if entity is None else entity
            if row is not None and isinstance(row, tuple(kinds)):
                last[key] = (row, entity is None)
        return list(last.values())

    def settle(self) -> dict[str, int]:
        """Bring the feed up to date; the new head of each scope the transaction touched. To be called last."""
        rows = self._touched()
        if not rows:
            return {}
        world = PrefetchingWorld(self._connection, (entity for entity in rows.values() if entity is not None))
        index = FeedIndex(self._connection)
        before = index.audiences(rows)
        changes: list[Change] = []
        for key, entity in rows.items():
            seen = before.get(key, {})
            if entity is None:
                changes += [Change(scope, *key, None, old) for scope, old in seen.items() if old is not None]
            else:
                changes += _changes(key, entity, seen, audience(entity, world))
        return index.apply(changes)

    def _touched(self) -> dict[Key, object | None]:
        """The last state of each touched row, then that of the rows whose audience follows them."""
        rows = {key: entity for key, entity, _ in self._log}
        seeds = [row for _, entity, gone in self._log for row in (entity, gone) if row is not None]
        world = PrefetchingWorld(self._connection, seeds)
        for seed in seeds:
            for follower in followers(seed, world):
                rows.setdefault((TABLES[type(follower)].name, follower.id), follower)  # type: ignore[attr-defined]
        return rows


def _changes(key: Key, entity: object, seen: dict[str, int | None], after: frozenset[str]) -> Iterable[Change]:
    digest = row_hash(key[0], wire_row(values_of(entity).values()))
    for scope in after:
        old = seen.get(scope)
        if old != digest:
            yield Change(scope, *key, digest, old)
    for scope, old in seen.items():
        if scope not in after and old is not None:
            yield Change(scope, *key, None, old)


@lru_cache(maxsize=4096)
def _shared_tables_written(statement: str) -> frozenset[str]:
    return frozenset(name for name in _WRITE.findall(statement) if name in BY_NAME)


def guard(engine: Engine) -> None:
    """Refuse every statement on this engine that writes a shared table without its transaction's hook knowing.

    Any other statement finds in the database what its transaction's world wrote before.
    """

    @event.listens_for(engine, "before_cursor_execute")
    def check(connection: Connection, *arguments: Any) -> None:  # noqa: ANN401 - SQLAlchemy's event signature
        world = connection.info.get("world")
        if world is not None:
            world.give_way()
        tables = _shared_tables_written(arguments[1])
        if tables:
            hook = connection.info.get("hook")
            if hook is None:
                raise UnhookedWriteError(", ".join(sorted(tables)))
            hook.redeem(tables)
