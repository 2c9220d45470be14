"""Rows that left a scope are told of for 60 days; then the scope's floor rises above them (SYNC.md §3)."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from sync.server.central import Central
from sync.server.feed_index import chunks
from sync.server.tables import SCOPE_FLOORS, SCOPE_HEADS, SCOPE_MARKS, SYNC_INDEX

KEPT = timedelta(days=60)
_SCOPES_AT_ONCE = 200


def mark_heads(central: Central, today: date) -> None:
    """Note where the heads stand that moved since they were last noted."""
    with central.work() as unit:
        rows = unit.connection.execute(_MOVED).all()
        marks = [{"scope": row.scope, "noted_on": today, "head": row.head} for row in rows]
        for chunk in chunks(marks):
            unit.connection.execute(_insert(unit.connection)(SCOPE_MARKS).on_conflict_do_nothing(), chunk)


def purge_tombstones(central: Central, today: date) -> int:
    """Forget the rows that left a scope more than 60 days ago; how many scopes' floors rose."""
    limit = today - KEPT
    with central.reading() as connection:
        if connection.execute(_AGED_MARK, {"limit": limit}).first() is None:
            return 0
        floors = {row.scope: row.floor for row in connection.execute(_OLD, {"limit": limit})}
    for chunk in chunks(sorted(floors), _SCOPES_AT_ONCE):
        with central.work() as unit:
            _raise(unit.connection, {scope: floors[scope] for scope in chunk})
    with central.work() as unit:
        unit.connection.execute(delete(SCOPE_MARKS).where(SCOPE_MARKS.c.noted_on <= limit))
    return len(floors)


def _raise(connection: Connection, floors: dict[str, int]) -> None:
    """Locks the scopes as commits do, so that no row comes back to a scope while its tombstone goes."""
    lock = _LOCK.with_for_update() if connection.dialect.name == "postgresql" else _LOCK
    connection.execute(lock, {"all": [*floors]})
    values = [{"key": scope, "below": floor} for scope, floor in floors.items()]
    connection.execute(_FORGET, values)
    statement = _insert(connection)(SCOPE_FLOORS)
    raised = statement.on_conflict_do_update(
        index_elements=[SCOPE_FLOORS.c.scope], set_={"floor": statement.excluded.floor}
    )
    connection.execute(raised, [{"scope": scope, "floor": floor} for scope, floor in floors.items()])


def _insert(connection: Connection) -> Any:  # noqa: ANN401 - either dialect's insert
    return postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert


_NOTED = select(SCOPE_MARKS.c.scope, func.max(SCOPE_MARKS.c.head).label("head")).group_by(SCOPE_MARKS.c.scope)
_LATEST = _NOTED.subquery()
_MOVED = (
    select(SCOPE_HEADS.c.scope, SCOPE_HEADS.c.head)
    .outerjoin(_LATEST, _LATEST.c.scope == SCOPE_HEADS.c.scope)
    .where((_LATEST.c.head.is_(None)) | (_LATEST.c.head < SCOPE_HEADS.c.head))
)
_IS_AGED = SCOPE_MARKS.c.noted_on <= bindparam("limit", type_=SCOPE_MARKS.c.noted_on.type)
_AGED_MARK = select(SCOPE_MARKS.c.scope).where(_IS_AGED).limit(1)
_AGED = _NOTED.where(_IS_AGED).subquery()
_OLD = (
    select(SYNC_INDEX.c.scope, func.max(SYNC_INDEX.c.seq).label("floor"))
    .join(_AGED, _AGED.c.scope == SYNC_INDEX.c.scope)
    .where(SYNC_INDEX.c.is_gone, SYNC_INDEX.c.seq <= _AGED.c.head)
    .group_by(SYNC_INDEX.c.scope)
)
_LOCK = (
    select(SCOPE_HEADS.c.head)
    .where(SCOPE_HEADS.c.scope.in_(bindparam("all", expanding=True)))
    .order_by(SCOPE_HEADS.c.scope)
)
_FORGET = delete(SYNC_INDEX).where(
    SYNC_INDEX.c.scope == bindparam("key"), SYNC_INDEX.c.is_gone, SYNC_INDEX.c.seq <= bindparam("below")
)
