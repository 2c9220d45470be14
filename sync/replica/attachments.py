"""Attachments of this workstation: their bytes, encrypted and named by their content, and the queue they travel in.

A file of its own beside the databases: what was attached here lies in it until the server has it, however often the
replica is built anew. Nothing is told to be here before all its bytes are (SYNC.md §9, §12 (15)).
"""

import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from sqlalchemy import Column, Connection, Engine, Integer, LargeBinary, MetaData, Table, Text, delete, exc, or_, select
from sqlalchemy import update as sql_update
from sqlalchemy.dialects.sqlite import insert

from sync.domain.attachments import MOST_BYTES, Resume, check_content
from sync.domain.errors import EnvironmentFault
from sync.protocol.codec import sha256 as hash_of
from sync.replica.clock import Clock
from sync.replica.connection import check_readable, open_database
from sync.replica.files import Beside
from sync.replica.journal import KEPT_FOR
from sync.store.types import instant_text

FILE = "attachments.db"
PIECE = 256 * 1024
_FARTHEST = timedelta(hours=1)
"""No server asks for a longer wait: a next try further ahead shows that the wall clock was set back since."""
_TABLES = MetaData()
_ITEMS = Table(
    "items",
    _TABLES,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("received", Integer, nullable=False),
    Column("way", Text, nullable=False),
    Column("is_ours", Integer, nullable=False),
    Column("epoch", Text, nullable=False, server_default=""),
    Column("kept_at", Text, nullable=False),
    Column("due_at", Text, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("problem", Text, nullable=False, server_default=""),
)
_PIECES = Table(
    "pieces",
    _TABLES,
    Column("sha256", Text, primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
T = TypeVar("T")


class Way(StrEnum):
    """Where an attachment has to go: to the server, here, or nowhere any more."""

    UP = "up"
    DOWN = "down"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An attachment in the queue. `size` is 0 while it is not known; `problem` is the code of its last refusal."""

    sha256: str
    size: int
    received: int
    way: Way
    tries: int
    problem: str

    @property
    def is_here(self) -> bool:
        """Whether all its bytes are on this workstation."""
        return self.way is not Way.DOWN


class Attachments:
    """Safe from several threads. EnvironmentFault("attachments_unreadable"): the file is left as it is."""

    def __init__(self, beside: Beside, clock: Clock) -> None:
        self._beside = beside
        self._clock = clock
        self._lock = threading.Lock()

    def close(self) -> None:
        """Let go of the file, if it was ever needed."""
        with self._lock:
            if "_engine" in self.__dict__:
                self._engine.dispose()
                del self._engine

    # --- for screens -----------------------------------------------------------------------------------------

    def attach(self, content: bytes) -> Resume:
        """Keep a CV, durably, and let it travel; RuleViolation when it is too large or no PDF."""
        check_content(content)
        resume = Resume(sha256=hash_of(content), size=len(content))
        self._within(lambda connection: _keep(connection, resume.sha256, content, self._now()))
        return resume

    def content(self, sha256: str) -> bytes | None:
        """All the bytes; None while they are not here. Damaged ones are fetched again."""

        def read(connection: Connection) -> bytes | None:
            item = _item(connection, sha256)
            if item is None or not item.is_here:
                return None
            data = _bytes(connection, sha256)
            if hash_of(data) == sha256:
                return data
            _fetch_anew(connection, sha256, self._now())
            return None

        return self._within(read)

    def item(self, sha256: str) -> Item | None:
        """What is known of an attachment; None when this workstation has never asked for it."""
        return self._within(lambda connection: _item(connection, sha256))

    def want(self, resume: Resume) -> None:
        """Fetch an attachment, next; nothing happens when it is here, or under way already."""
        now = self._now()
        row = _row(resume.sha256, resume.size, now) | {"received": 0, "way": Way.DOWN, "is_ours": 0}
        self._within(lambda connection: connection.execute(insert(_ITEMS).values(row).on_conflict_do_nothing()))

    # --- for whoever carries ---------------------------------------------------------------------------------

    def due(self) -> list[Item]:
        """What may travel now, in the order in which it fell due; what was attached here first."""
        farthest = instant_text(self._clock.now() + _FARTHEST)
        query = _QUEUE.where(or_(_ITEMS.c.due_at <= self._now(), _ITEMS.c.due_at > farthest))
        return self._within(lambda connection: [_made(row) for row in connection.execute(query)])

    def waiting(self) -> list[Item]:
        """Everything that still has to travel, due or not."""
        return self._within(lambda connection: [_made(row) for row in connection.execute(_QUEUE)])

    def piece(self, sha256: str, start: int) -> bytes:
        """The next bytes to send, from `start` on."""
        return (self.content(sha256) or b"")[start : start + PIECE]

    def add(self, sha256: str, data: bytes) -> None:
        """Keep bytes that came, behind those that are here; beyond the limit nothing of it is kept."""

        def write(connection: Connection) -> None:
            item = _item(connection, sha256)
            if item is None:
                return
            received = item.received + len(data)
            if received > MOST_BYTES:
                _fetch_anew(connection, sha256, self._now())
                return
            connection.execute(_PIECES.insert().values(sha256=sha256, start=item.received, data=data))
            connection.execute(_SET.where(_ITEMS.c.sha256 == sha256).values(received=received))

        self._within(write)

    def arrived(self, sha256: str) -> bool:
        """Whether what came is the whole attachment: from now on it is here; else all of it is dropped."""

        def check(connection: Connection) -> bool:
            data = _bytes(connection, sha256)
            if hash_of(data) != sha256:
                _fetch_anew(connection, sha256, self._now())
                return False
            _settle(connection, sha256, size=len(data))
            return True

        return self._within(check)

    def delivered(self, sha256: str, epoch: str) -> None:
        """The server of this epoch has it whole."""
        self._within(lambda connection: _settle(connection, sha256, epoch=epoch))

    def postpone(self, sha256: str, until: datetime, problem: str) -> None:
        """Try again then; nothing else waits for it."""
        values = {"due_at": instant_text(until), "tries": _ITEMS.c.tries + 1, "problem": problem}
        self._within(lambda connection: connection.execute(_SET.where(_ITEMS.c.sha256 == sha256).values(values)))

    def offer_again(self, epoch: str) -> None:
        """A server that lives in another epoch may have lost what was attached here: it is offered again."""
        lost = (_ITEMS.c.is_ours == 1, _ITEMS.c.way == Way.NONE, _ITEMS.c.epoch != epoch)
        again = _SET.where(*lost).values(way=Way.UP, due_at=self._now(), tries=0)
        self._within(lambda connection: connection.execute(again))

    def keep_only(self, named: Collection[str]) -> None:
        """Drop what no row shown here names any more; what was attached here is kept 45 days, and until it is sent."""
        before = instant_text(self._clock.now() - KEPT_FOR)

        def drop(connection: Connection) -> None:
            for row in connection.execute(select(_ITEMS)).all():
                is_needed = row.sha256 in named or row.way == Way.UP or (row.is_ours and row.kept_at > before)
                if not is_needed:
                    _drop(connection, row.sha256)

        self._within(drop)

    def forget_received(self) -> None:
        """The read lease is over: only what the server does not have yet stays; a file that cannot be read, too."""
        if (self._beside.folder / FILE).exists():
            with suppress(EnvironmentFault):
                self._within(_forget_received)

    # --- inside ----------------------------------------------------------------------------------------------

    def _now(self) -> str:
        return instant_text(self._clock.now())

    @cached_property
    def _engine(self) -> Engine:
        engine = open_database(self._beside.folder / FILE, self._beside.key("attachments"), synchronous="FULL")
        check_readable(engine)
        _TABLES.create_all(engine)
        return engine

    def _within(self, work: Callable[[Connection], T]) -> T:
        try:
            with self._lock, self._engine.begin() as connection:
                return work(connection)
        except EnvironmentFault as fault:
            raise EnvironmentFault("attachments_unreadable", fault.facts) from fault
        except (exc.DatabaseError, OSError) as error:
            raise EnvironmentFault("attachment_not_kept", {"detail": type(error).__name__}) from error


def _row(sha256: str, size: int, now: str) -> dict[str, str | int]:
    return {"sha256": sha256, "size": size, "kept_at": now, "due_at": now}


def _keep(connection: Connection, sha256: str, content: bytes, now: str) -> None:
    """What is here already, or was on its way here, is replaced: these are the very bytes."""
    _drop(connection, sha256)
    row = _row(sha256, len(content), now) | {"received": len(content), "way": Way.UP, "is_ours": 1}
    connection.execute(insert(_ITEMS).values(row))
    pieces = range(0, len(content), PIECE)
    rows = [{"sha256": sha256, "start": start, "data": content[start : start + PIECE]} for start in pieces]
    connection.execute(insert(_PIECES), rows)


def _settle(connection: Connection, sha256: str, **values: str | int) -> None:
    done = {"way": Way.NONE, "tries": 0, "problem": ""} | values
    connection.execute(_SET.where(_ITEMS.c.sha256 == sha256).values(done))


def _fetch_anew(connection: Connection, sha256: str, now: str) -> None:
    connection.execute(delete(_PIECES).where(_PIECES.c.sha256 == sha256))
    again = {"received": 0, "way": Way.DOWN, "due_at": now}
    connection.execute(_SET.where(_ITEMS.c.sha256 == sha256).values(again))


def _drop(connection: Connection, sha256: str) -> None:
    for table in (_PIECES, _ITEMS):
        connection.execute(delete(table).where(table.c.sha256 == sha256))


def _forget_received(connection: Connection) -> None:
    for sha256 in connection.execute(select(_ITEMS.c.sha256).where(_ITEMS.c.way != Way.UP)).scalars().all():
        _drop(connection, sha256)


def _item(connection: Connection, sha256: str) -> Item | None:
    row = connection.execute(select(_ITEMS).where(_ITEMS.c.sha256 == sha256)).first()
    return None if row is None else _made(row)


def _made(row: object) -> Item:
    values = {name: getattr(row, name) for name in ("sha256", "size", "received", "tries", "problem")}
    return Item(**values, way=Way(row.way))  # type: ignore[attr-defined]


def _bytes(connection: Connection, sha256: str) -> bytes:
    query = select(_PIECES.c.data).where(_PIECES.c.sha256 == sha256).order_by(_PIECES.c.start)
    return b"".join(connection.execute(query).scalars())


_SET = sql_update(_ITEMS)
_QUEUE = select(_ITEMS).where(_ITEMS.c.way != Way.NONE).order_by(_ITEMS.c.way.desc(), _ITEMS.c.due_at)
