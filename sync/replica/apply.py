"""A pull becomes confirmed rows: whole or not at all, inside the caller's transaction, on rewound rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Delete, Update, bindparam, delete, exc, insert, update

from sync.protocol import messages as m
from sync.protocol.codec import UNREADABLE, unframe
from sync.protocol.problems import BAD_REQUEST, CURSOR_AHEAD, EPOCH_CHANGED, FOREIGN_SCOPE, Refused
from sync.replica.meta import read_meta, write_meta
from sync.replica.scopes import HeldScopes
from sync.replica.tables import OUTCOMES, REPLICATED
from sync.store.rows import column_names, row_hash
from sync.store.tables import BY_NAME

_Scalar = str | int | float | None


@dataclass(slots=True)
class Applied:
    """What a pull brought."""

    epoch: str = ""
    cursor: str = ""
    outcomes: list[m.OutcomeMessage] = field(default_factory=list)
    touched: set[tuple[str, str]] = field(default_factory=set)
    rows: int = 0


class PullApplier:
    """Writes one pull.

    `is_empty` says that the replica holds nothing yet, so that no old image need be looked up; `is_partial` that the
    lines are some rows of one scope sent again, which say nothing of other scopes.
    """

    def __init__(self, connection: Connection, *, is_empty: bool = False, is_partial: bool = False) -> None:
        self._connection = connection
        self._is_empty = is_empty
        self._is_partial = is_partial
        self._scopes = HeldScopes(connection)
        self._told: list[m.ScopeState] = []
        self._sweeps = False
        self._table: m.Table | None = None
        self.applied = Applied()

    def run(self, lines: Iterable[bytes]) -> Applied:
        """Apply the lines of a pull.

        Refused (TRUNCATED, BAD_HASH, BAD_REQUEST, EPOCH_CHANGED, CURSOR_AHEAD when a head goes back, FOREIGN_SCOPE)
        means that the caller must roll back. Scopes whose rows are not what
        the server told are noted in the replica, to be repaired.
        """
        try:
            for line in unframe(lines):
                self._apply(line)
            if not self._is_partial:
                self._finish()
        except (OverflowError, exc.IntegrityError) as error:
            raise Refused(BAD_REQUEST, {"why": type(error).__name__}) from error
        return self.applied

    def _apply(self, line: m.PullLine) -> None:
        match line:
            case m.Begin():
                self._begin(line)
            case m.Table():
                self._enter(line)
            case m.Rows():
                self._upsert(line.rows)
            case m.Gone():
                self._remove(line)
            case m.Outcomes():
                self.applied.outcomes.extend(line.outcomes)
            case m.End():
                self.applied.cursor = line.cursor

    def _begin(self, line: m.Begin) -> None:
        if self._is_partial:
            return
        self.applied.epoch = line.epoch
        self._told = line.scopes
        self._check_forward(line)
        for name in self._scopes.names() - {state.scope for state in line.scopes}:
            self._scopes.drop(name)
            self._sweeps = True
        for state in line.scopes:
            self._scopes.ensure(state.scope)
            if state.reset and not self._is_empty:
                self._scopes.clear(state.scope)
                self._sweeps = True
            if state.is_served:
                self._scopes[state.scope].head = state.head

    def _check_forward(self, line: m.Begin) -> None:
        """Heads never go back within an epoch, and rows of two epochs are never mixed (SYNC.md §12 (9))."""
        if self._is_empty:
            return
        if read_meta(self._connection).get("epoch", line.epoch) != line.epoch:
            raise Refused(EPOCH_CHANGED, {"epoch": line.epoch})
        held = self._scopes.names()
        if any(state.scope in held and state.head < self._scopes[state.scope].head for state in line.scopes):
            raise Refused(CURSOR_AHEAD)

    def _check_scope(self, scope: str) -> None:
        if scope not in self._scopes.names():
            raise Refused(FOREIGN_SCOPE)

    def _enter(self, line: m.Table) -> None:
        self._check_scope(line.scope)
        self._table = line if line.table in BY_NAME else None

    def _upsert(self, raws: list[msgspec.Raw]) -> None:
        if self._table is None:
            return
        name = self._table.table
        mask = 1 << self._scopes[self._table.scope].bit
        lines = [bytes(raw) for raw in raws]
        rows = [_decoded(self._table, line) for line in lines]
        hashes = [row_hash(name, line) for line in lines]
        ids = [row[0] for row in rows]
        old = {} if self._is_empty else self._held(name, ids)
        for row_id, new_hash in zip(ids, hashes, strict=True):
            old_mask, old_hash = old.get(row_id, (0, 0))
            self._scopes.moved(old_mask, old_hash, old_mask | mask, new_hash)
        values = [(*row, mask, new_hash) for row, new_hash in zip(rows, hashes, strict=True)]
        self._connection.exec_driver_sql(_merge_row(name), values)
        self._note(name, ids)

    def _held(self, table: str, ids: list[str]) -> dict[str, tuple[int, int]]:
        marks = ", ".join("?" for _ in ids)
        statement = f"SELECT id, _scopes, _hash FROM {table} WHERE id IN ({marks})"  # noqa: S608 - names from our metadata
        found = self._connection.exec_driver_sql(statement, tuple(ids))
        return {row_id: (mask, old_hash) for row_id, mask, old_hash in found}

    def _note(self, table: str, ids: list[str]) -> None:
        self.applied.rows += len(ids)
        if not self._is_empty:
            self.applied.touched.update((table, row_id) for row_id in ids)

    def _remove(self, line: m.Gone) -> None:
        self._check_scope(line.scope)
        if line.table not in BY_NAME:
            return
        mask = 1 << self._scopes[line.scope].bit
        for row_id, (old_mask, old_hash) in self._held(line.table, line.ids).items():
            left = old_mask & ~mask
            self._scopes.moved(old_mask, old_hash, left, old_hash)
            self._leave(line.table, row_id, left)
        self.applied.touched.update((line.table, row_id) for row_id in line.ids)

    def _leave(self, table: str, row_id: str, left: int) -> None:
        """Note the scopes that still hold a row, or delete it when none does."""
        if left:
            self._connection.execute(_keep_in(table), {"row_id": row_id, "left": left})
        else:
            self._connection.execute(_forget(table), {"row_id": row_id})

    def _finish(self) -> None:
        if self._sweeps:
            self._scopes.sweep()
        self._scopes.save()
        if self.applied.outcomes:
            self._connection.execute(insert(OUTCOMES).prefix_with("OR REPLACE"), _outcome_rows(self.applied.outcomes))
        wrong = " ".join(self._scopes.disagreements(self._told))
        write_meta(self._connection, epoch=self.applied.epoch, cursor=self.applied.cursor, disagreeing=wrong)


def _decoded(table: m.Table, raw: bytes) -> list[Any]:
    try:
        values = msgspec.json.decode(raw, type=list[_Scalar])
    except UNREADABLE as error:
        raise Refused(BAD_REQUEST, {"why": str(error), "table": table.table}) from error
    if len(values) != len(table.columns):
        raise Refused(BAD_REQUEST, {"why": "row width", "table": table.table})
    known = column_names(BY_NAME[table.table])
    if tuple(table.columns) == known:
        return values
    sent = dict(zip(table.columns, values, strict=True))
    return [sent.get(name) for name in known]


@cache
def _merge_row(table: str) -> str:
    """Insert a row into a scope, or update it and add the scope to those that hold it."""
    columns = [column.name for column in REPLICATED[table].columns]
    marks = ", ".join("?" for _ in columns)
    changed = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in ("id", "_scopes"))
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) "  # noqa: S608 - names from our own metadata
        f"ON CONFLICT (id) DO UPDATE SET {changed}, _scopes = {table}._scopes | excluded._scopes"
    )


def _outcome_rows(outcomes: list[m.OutcomeMessage]) -> list[dict[str, object]]:
    return [
        {
            "mid": o.mid,
            "id": o.id,
            "status": o.status,
            "code": o.code,
            "facts": msgspec.json.encode(o.facts).decode(),
        }
        for o in outcomes
    ]


@cache
def _keep_in(table: str) -> Update:
    rows = REPLICATED[table]
    return update(rows).where(rows.c.id == bindparam("row_id")).values(_scopes=bindparam("left"))


@cache
def _forget(table: str) -> Delete:
    rows = REPLICATED[table]
    return delete(rows).where(rows.c.id == bindparam("row_id"))
