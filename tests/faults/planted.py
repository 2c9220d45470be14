"""Bugs planted in a process of a campaign, to prove that the campaign would notice them; never in the shipped code."""

import contextlib
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, delete

from sync.replica import journal
from sync.replica import replica as replicas
from sync.replica.connection import open_database
from sync.replica.journal import Journal
from sync.server import clients, push
from sync.server.entries import CommandLog
from sync.server.tables import CLIENT_ENTRIES

AFTERTHOUGHT_S = 1.5


def _replace(owner: object, name: str, planted: object) -> None:
    setattr(owner, name, planted)


def _forget_who_was_served() -> None:
    """The server executes whatever comes, and notes a moment later, in a transaction of its own, how far a client is.

    Neither ids nor mids protect it then: a push whose answer was lost in that moment is executed again.
    """

    def add(log: Any, received: Any, verdict: Any) -> Any:  # noqa: ANN401 - as the method it wraps
        logged = shipped_add(log, received, verdict)
        log._new[-1]["id"] = str(uuid4())  # noqa: SLF001 - a bug is planted from outside
        return logged

    def place(log: Any, received: Any) -> None:  # noqa: ANN401 - as the method it wraps
        slot = CLIENT_ENTRIES.c.client_id == log._client.id, CLIENT_ENTRIES.c.mid == received.entry.mid  # noqa: SLF001
        log._connection.execute(delete(CLIENT_ENTRIES).where(*slot))  # noqa: SLF001 - as above
        shipped_place(log, received)
        log._slots[-1]["command_id"] = log._new[-1]["id"]  # noqa: SLF001 - as above

    def move(connection: Connection, *place: Any) -> None:  # noqa: ANN401 - as the function it wraps
        def afterwards() -> None:
            with connection.engine.begin() as later:
                clients.move(later, *place)

        threading.Timer(AFTERTHOUGHT_S, afterwards).start()

    shipped_add, shipped_place = CommandLog.add, CommandLog.place
    _replace(CommandLog, "known", lambda *_: None)
    _replace(CommandLog, "add", add)
    _replace(CommandLog, "place", place)
    _replace(push, "move", move)
    _replace(push._Batch, "_check_place", lambda *_: None)  # noqa: SLF001 - as above


def _sync_the_journal_less() -> None:
    """The journal is opened with synchronous=NORMAL: a write-ahead log that nobody syncs."""
    _replace(journal, "open_database", lambda path, key, **_: open_database(path, key, synchronous="NORMAL"))


def _sync_pulls_less() -> None:
    """Pulls are not on disk yet when the entries they confirm are closed."""

    def careless(path: Any, key: bytes, *, synchronous: str, **more: Any) -> Any:  # noqa: ANN401 - as what it wraps
        return open_database(path, key, synchronous="OFF" if synchronous == "FULL" else synchronous, **more)

    _replace(replicas, "open_database", careless)


def _close_when_answered() -> None:
    """Entries are closed by the answer to the push, before any pull brought their effects."""

    def answered(book: Journal, outcomes: Any) -> None:  # noqa: ANN401 - as the method it replaces
        book.close_entries(outcomes, datetime.now(UTC))

    _replace(Journal, "mark_answered", answered)


def _acknowledge_regardless() -> None:
    """An act whose journal cannot be written counts as recorded all the same."""

    def append(book: Journal, *entry: Any) -> None:  # noqa: ANN401 - as the method it wraps
        with contextlib.suppress(Exception):
            shipped(book, *entry)

    shipped = Journal.append
    _replace(Journal, "append", append)


def _acknowledge_early() -> None:
    """An act is told as recorded before its journal is written."""
    from tests.faults import workstation  # noqa: PLC0415 - that module imports this one

    def append(book: Journal, recorded_at: Any, *made: Any) -> None:  # noqa: ANN401 - as the method it wraps
        for entry, _ in made:
            workstation.say(act=entry.id)
        shipped(book, recorded_at, *made)

    shipped = Journal.append
    _replace(Journal, "append", append)


BUGS: dict[str, Callable[[], None]] = {
    "forgetful_server": _forget_who_was_served,
    "journal_normal": _sync_the_journal_less,
    "pulls_off": _sync_pulls_less,
    "closed_by_answer": _close_when_answered,
    "acknowledged_early": _acknowledge_early,
    "unkept_acts": _acknowledge_regardless,
}


def plant(bug: str) -> None:
    """Put a bug into this process; "" plants none."""
    if bug:
        BUGS[bug]()
