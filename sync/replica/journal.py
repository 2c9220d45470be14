"""The journal: every act in the order it was made, hash-chained, durable before anything shows it as done.

Nothing here ever deletes an entry that the server has not confirmed.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, insert, literal, select, update
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.dialects.sqlite import insert as upsert

from sync.protocol.codec import decode, encode, sha256
from sync.protocol.messages import Entry, OutcomeMessage
from sync.replica.clock import Clock
from sync.replica.connection import check_readable, open_database
from sync.replica.entry import OPEN_STATES, EntryEvent, EntryState
from sync.replica.moves import CLOSED, FIRST_WANTED, SENT, TOLD, move, ours, set_each, told
from sync.replica.tables import ENTRIES, FORMER_ENTRIES, JOURNAL, PROFILE
from sync.store.types import instant_from_text, instant_text

KEPT_FOR = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """An entry with what the journal knows of its way. `hash` chains the next one."""

    entry: Entry
    body: bytes
    hash: str
    state: EntryState
    is_void: bool
    recorded_at: str
    hold_boot: str
    hold_until_ms: int
    status: str
    code: str

    @property
    def mid(self) -> int:
        """Its place in the journal, from 1."""
        return self.entry.mid

    def is_held(self, boot: str, now_ms: int) -> bool:
        """Whether it is still within its seconds of undo; another boot of the machine ends them."""
        return self.state is EntryState.HELD and self.hold_boot == boot and now_ms < self.hold_until_ms


@dataclass(frozen=True, slots=True)
class Hold:
    """Until when an entry is kept back, on the clock that cannot be set."""

    boot: str
    until_ms: int


class Journal:
    """`journal.db`. Every method is one durable transaction (synchronous=FULL)."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._engine = open_database(path, key, synchronous="FULL")
        check_readable(self._engine)
        JOURNAL.create_all(self._engine)
        with self._engine.begin() as connection:
            self._profile = {row.name: row.value for row in connection.execute(select(PROFILE))}
        # Nobody but this object changes the file: what it said last holds until the next change.
        self._last: tuple[int, str] | None = None
        self._first_open: int | None = None

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    # --- profile ---------------------------------------------------------------------------------------------

    def profile(self) -> dict[str, str]:
        """What enrolment left: server, client, token, user. Empty before the first sign-in."""
        return dict(self._profile)

    def save_profile(self, **values: str) -> None:
        """Add or replace some values of the profile."""
        with self._engine.begin() as connection:
            connection.execute(_SET_PROFILE, [{"name": name, "value": value} for name, value in values.items()])
        self._profile.update(values)

    # --- recording -------------------------------------------------------------------------------------------

    def tail(self) -> tuple[int, str]:
        """The mid and hash of the last entry: (0, "") in a new journal."""
        last = self._last
        if last is None:
            with self._engine.begin() as connection:
                last = self._last = _tail(connection)
        return last

    def append(self, recorded_at: datetime, *made: tuple[Entry, Hold | None]) -> None:
        """Write entries that continue the chain, all or none, and sync them to disk before returning."""
        rows = [_values(entry, recorded_at, hold) for entry, hold in made]
        with self._changing() as connection:
            connection.exec_driver_sql(_APPEND, rows)
        self._last = (made[-1][0].mid, str(rows[-1]["hash"]))

    def append_undo(self, undone: int, entry: Entry, recorded_at: datetime) -> None:
        """Write the entry that undoes a held one, and mark that one void, in one transaction."""
        with self._changing() as connection:
            _append(connection, entry, recorded_at, None)
            connection.execute(update(ENTRIES).where(ENTRIES.c.mid == undone).values(state=EntryState.VOID, is_void=1))

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        """A transaction that changes entries; kept or failed, only the file knows afterwards how they stand."""
        try:
            with self._engine.begin() as connection:
                yield connection
        finally:
            self._last = self._first_open = None

    # --- reading ---------------------------------------------------------------------------------------------

    def get(self, entry_id: str) -> JournalEntry | None:
        """The entry of that id, whatever its mid has become."""
        found = self._select(ENTRIES.c.id == entry_id)
        return found[0] if found else None

    def open_entries(self) -> list[JournalEntry]:
        """All entries the server has not confirmed through a pull, in order."""
        is_any = self.first_open_mid() <= self.tail()[0]
        return self._select(ENTRIES.c.state.in_(OPEN_STATES)) if is_any else []

    def after(self, mid: int, limit: int) -> list[JournalEntry]:
        """The entries behind a mid, in order, whatever their state: what a restored server lacks."""
        return self._select(ENTRIES.c.mid > mid, limit=limit)

    def recent(self, limit: int = 200) -> list[JournalEntry]:
        """The latest entries, newest first."""
        with self._engine.begin() as connection:
            rows = connection.execute(select(ENTRIES).order_by(ENTRIES.c.mid.desc()).limit(limit)).all()
        return [_journal_entry(row) for row in rows]

    def first_open_mid(self) -> int:
        """The first mid whose outcome is still wanted: one past the last when all are closed for good."""
        first = self._first_open
        if first is None:
            with self._engine.begin() as connection:
                found = connection.scalar(FIRST_WANTED)
                first = self._first_open = found if found is not None else _tail(connection)[0] + 1
        return first

    def _select(self, clause: Any, limit: int | None = None) -> list[JournalEntry]:  # noqa: ANN401 - a SQL clause
        statement = select(ENTRIES).where(clause).order_by(ENTRIES.c.mid).limit(limit)
        with self._engine.begin() as connection:
            return [_journal_entry(row) for row in connection.execute(statement)]

    # --- the way of an entry ---------------------------------------------------------------------------------

    def mark_sent(self, mids: Iterable[int], at: datetime) -> None:
        """These entries are about to leave; from now on they cannot be undone."""
        with self._changing() as connection:
            sent = list(mids)
            move(connection, dict.fromkeys(sent, EntryEvent.SEND))
            set_each(connection, SENT, [{"key": mid, "at": instant_text(at)} for mid in sent])

    def mark_answered(self, outcomes: Iterable[OutcomeMessage]) -> None:
        """The server executed or parked these; they stay open until a pull carries their effects."""
        with self._changing() as connection:
            known = ours(connection, outcomes)
            parked = {True: EntryEvent.PARK, False: EntryEvent.ANSWER}
            move(connection, {outcome.mid: parked[outcome.status == "parked"] for outcome in known})
            set_each(connection, TOLD, [told(outcome) for outcome in known])

    def close_entries(self, outcomes: Iterable[OutcomeMessage], at: datetime) -> None:
        """A pull that carries these outcomes was applied durably: the entries are done, and kept 45 days."""
        with self._changing() as connection:
            known = ours(connection, outcomes)
            move(connection, dict.fromkeys((outcome.mid for outcome in known), EntryEvent.PULL))
            set_each(connection, TOLD, [told(outcome) for outcome in known])
            set_each(connection, CLOSED, [{"key": outcome.mid, "at": instant_text(at)} for outcome in known])

    def reopen_after(self, mid: int) -> int:
        """A restored server has entries up to `mid` only: the closed ones behind it, so many, are to be sent again."""
        with self._changing() as connection:
            closed = select(ENTRIES.c.mid).where(ENTRIES.c.mid > mid, ENTRIES.c.state == EntryState.CLOSED)
            mids = connection.execute(closed).scalars().all()
            move(connection, dict.fromkeys(mids, EntryEvent.RESTORE))
            return len(mids)

    def hash_at(self, mid: int) -> str | None:
        """The hash of the entry of that mid; "" for mid 0, None when the journal has no such entry."""
        with self._engine.begin() as connection:
            if mid == 0:
                return ""
            return connection.execute(select(ENTRIES.c.hash).where(ENTRIES.c.mid == mid)).scalar_one_or_none()

    def start_anew(self, former_client: str, **profile: str) -> int:
        """Become another client of the server: every open entry is chained again from mid 1, ids and clocks kept.

        All former entries are put by. One transaction; returns how many entries the new chain has.
        """
        with self._changing() as connection:
            items = [_journal_entry(row) for row in connection.execute(select(ENTRIES).order_by(ENTRIES.c.mid))]
            _put_by(connection, former_client)
            for item in items:
                if item.state in OPEN_STATES:
                    _append_again(connection, item)
            connection.execute(_SET_PROFILE, [{"name": name, "value": value} for name, value in profile.items()])
            count = _tail(connection)[0]
        self._profile.update(profile)
        return count

    def forget_before(self, instant: datetime) -> int:
        """Drop closed entries older than `instant`, but never the last one: its hash continues the chain."""
        with self._changing() as connection:
            last, _ = _tail(connection)
            old = ENTRIES.delete().where(
                ENTRIES.c.state == EntryState.CLOSED,
                ENTRIES.c.closed_at < instant_text(instant),
                ENTRIES.c.mid < last,
            )
            return connection.execute(old).rowcount


def hold_for(clock: Clock, duration: timedelta) -> Hold:
    """Keep an entry back that long from now."""
    boot, now_ms = clock.boot()
    return Hold(boot, now_ms + int(duration.total_seconds() * 1000))


def _tail(connection: Connection) -> tuple[int, str]:
    row = connection.execute(select(ENTRIES.c.mid, ENTRIES.c.hash).order_by(ENTRIES.c.mid.desc()).limit(1)).first()
    return (row.mid, row.hash) if row else (0, "")


def _append(connection: Connection, entry: Entry, recorded_at: datetime, hold: Hold | None) -> None:
    connection.exec_driver_sql(_APPEND, _values(entry, recorded_at, hold))


def _values(entry: Entry, recorded_at: datetime, hold: Hold | None) -> dict[str, object]:
    body = encode(entry)
    return {
        "mid": entry.mid,
        "id": entry.id,
        "name": entry.name,
        "body": body,
        "hash": sha256(body),
        "state": EntryState.HELD if hold else EntryState.RECORDED,
        "recorded_at": instant_text(recorded_at),
        "hold_boot": hold.boot if hold else "",
        "hold_until_ms": hold.until_ms if hold else 0,
    }


def _put_by(connection: Connection, client_id: str) -> None:
    kept = select(literal(client_id), ENTRIES.c.mid, ENTRIES.c.body, ENTRIES.c.state, ENTRIES.c.closed_at)
    columns = ["client_id", "mid", "body", "state", "closed_at"]
    connection.execute(insert(FORMER_ENTRIES).prefix_with("OR REPLACE").from_select(columns, kept))
    connection.execute(ENTRIES.delete())


def _append_again(connection: Connection, item: JournalEntry) -> None:
    last, chain = _tail(connection)
    entry = msgspec.structs.replace(item.entry, mid=last + 1, prev=chain)
    hold = Hold(item.hold_boot, item.hold_until_ms) if item.state is EntryState.HELD else None
    _append(connection, entry, instant_from_text(item.recorded_at), hold)
    if item.is_void:
        connection.execute(update(ENTRIES).where(ENTRIES.c.mid == entry.mid).values(state=EntryState.VOID, is_void=1))


def _set_profile() -> Insert:
    statement = upsert(PROFILE)
    return statement.on_conflict_do_update(index_elements=["name"], set_={"value": statement.excluded.value})


_SET_PROFILE = _set_profile()
_APPEND = (
    "INSERT INTO entries (mid, id, name, body, hash, state, recorded_at, hold_boot, hold_until_ms) "
    "VALUES (:mid, :id, :name, :body, :hash, :state, :recorded_at, :hold_boot, :hold_until_ms)"
)


def _journal_entry(row: Row[Any]) -> JournalEntry:
    return JournalEntry(
        entry=decode(Entry, row.body),
        body=row.body,
        hash=row.hash,
        state=EntryState(row.state),
        is_void=bool(row.is_void),
        recorded_at=row.recorded_at,
        hold_boot=row.hold_boot,
        hold_until_ms=row.hold_until_ms,
        status=row.status,
        code=row.code,
    )
