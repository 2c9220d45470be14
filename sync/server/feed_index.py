"""The feed's index: per scope, at which head each row last changed there, and the running digest of the rows."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from sync.server.bulk import upsert_all
from sync.server.tables import SCOPE_HEADS, SYNC_INDEX
from sync.server.together import together
from sync.store.rows import add_hashes

T = TypeVar("T")
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Change:
    """A row entered, changed in or left a scope: its hash after (None: gone) and before (None: was not there)."""

    scope: str
    table_name: str
    row_id: str
    after: int | None
    before: int | None


def chunks(items: Iterable[T], size: int = _CHUNK) -> Iterable[list[T]]:
    """The items in lists of at most `size`."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


class FeedIndex:
    """Reads and moves the index through one connection, inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert

    def audiences(self, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], dict[str, int | None]]:
        """For each (table, row id) the scopes the index knows it in, with its hash there (None: it left)."""
        found: dict[tuple[str, str], dict[str, int | None]] = defaultdict(dict)
        for chunk in chunks({row_id for _, row_id in keys}):
            rows = self._connection.execute(_SEEN, {"ids": chunk})
            for table_name, row_id, scope, is_gone, digest in rows:
                found[table_name, row_id][scope] = None if is_gone else digest
        return found

    def apply(self, changes: list[Change]) -> dict[str, int]:
        """Move every scope the changes touch by one and write them at its new head; the new heads.

        Scopes are locked here, in sorted order, and stay locked until the commit that has to follow at once: their
        order of commit is their order of sequence (SYNC.md §1.3).
        """
        if not changes:
            return {}
        moves = _moves(changes)
        # A scope that has held one of these rows is there.
        self._create_missing(sorted(moves.keys() - {change.scope for change in changes if change.before is not None}))
        locked = self._locked(sorted(moves))
        heads = {scope: head + 1 for scope, (head, _, _) in locked.items()}
        updates = []
        for scope, (_, digest, rows) in locked.items():
            change, count = moves[scope]
            moved = {"head": heads[scope], "digest": add_hashes(digest, change), "rows": rows + count}
            updates.append({"key": scope} | moved)
        with together(self._connection):
            self._connection.execute(_MOVE, updates)
            upsert_all(self._connection, SYNC_INDEX, [_index_row(change, heads[change.scope]) for change in changes])
        return heads

    def _locked(self, scopes: list[str]) -> dict[str, tuple[int, int, int]]:
        """The head, digest and number of rows of each scope, nobody else's to move until the commit."""
        statement = _LOCK.with_for_update() if self._connection.dialect.name == "postgresql" else _LOCK
        rows = (self._connection.execute(statement, {"scopes": chunk}) for chunk in chunks(scopes))
        return {scope: (head, digest, count) for chunk in rows for scope, head, digest, count in chunk}

    def _create_missing(self, scopes: list[str]) -> None:
        known: set[str] = set()
        for chunk in chunks(scopes):
            known |= set(self._connection.scalars(_KNOWN, {"scopes": chunk}))
        missing = [{"scope": scope, "head": 0, "digest": 0, "rows": 0} for scope in scopes if scope not in known]
        if missing:
            self._connection.execute(self._insert(SCOPE_HEADS).on_conflict_do_nothing(), missing)


def _moves(changes: list[Change]) -> dict[str, tuple[int, int]]:
    """For each scope: what to add to its digest and to its count of rows."""
    moves: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for change in changes:
        digest, count = moves[change.scope]
        moves[change.scope] = (
            digest + (change.after or 0) - (change.before or 0),
            count + (change.after is not None) - (change.before is not None),
        )
    return moves


def _index_row(change: Change, head: int) -> dict[str, Any]:
    return {
        "scope": change.scope,
        "table_name": str(change.table_name),
        "row_id": change.row_id,
        "seq": head,
        "is_gone": change.after is None,
        "hash": change.after or 0,
    }


_SCOPES = SCOPE_HEADS.c.scope.in_(bindparam("scopes", expanding=True))
_KNOWN = select(SCOPE_HEADS.c.scope).where(_SCOPES)
_LOCK = select(SCOPE_HEADS).where(_SCOPES).order_by(SCOPE_HEADS.c.scope)
_MOVE = (
    update(SCOPE_HEADS)
    .where(SCOPE_HEADS.c.scope == bindparam("key"))
    .values(head=bindparam("head"), digest=bindparam("digest"), rows=bindparam("rows"))
)
_SEEN = select(
    SYNC_INDEX.c.table_name, SYNC_INDEX.c.row_id, SYNC_INDEX.c.scope, SYNC_INDEX.c.is_gone, SYNC_INDEX.c.hash
).where(SYNC_INDEX.c.row_id.in_(bindparam("ids", expanding=True)))
