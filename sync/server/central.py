"""The running central service: its database, clock, keys and wake-up calls, handed to every handler."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import structlog
from sqlalchemy import Connection, select, update

from sync.domain.ids import uuid7
from sync.server.anchors import Anchors
from sync.server.clock import Clock
from sync.server.database import Database
from sync.server.hub import Hub
from sync.server.issuance import Ledger
from sync.server.note import Note
from sync.server.relay import Relay
from sync.server.rules import Published
from sync.server.sealing import follow
from sync.server.settings import Settings
from sync.server.tables import CENTRAL
from sync.server.unit_of_work import UnitOfWork, unit_of_work
from sync.server.write_hook import guard

_log = structlog.get_logger()


class Central:
    """One server on one database. `epoch` names this life of the database, `anchors` signs for it."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock
        self.hub = Hub()
        self.published = Published()
        self.note = Note(Path(settings.note_file) if settings.note_file else None)
        self.database = Database(settings.database_url)
        guard(self.database.writers)
        with self.reading() as connection:
            facts = {row.name: row.value for row in connection.execute(select(CENTRAL))}
        self.epoch = facts["epoch"]
        self.anchors = Anchors(facts["signing_key"])
        self._relay = Relay(self.database.url, self.hub) if self.database.is_postgresql else None

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return self.clock.now().astimezone(UTC)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read-only snapshot of the database."""
        with self.database.reading() as connection:
            yield connection

    @contextmanager
    def work(self) -> Iterator[UnitOfWork]:
        """A transaction through the write hook; those who listen are woken after its commit."""
        with self.database.writing() as connection, unit_of_work(connection) as unit:
            yield unit
            follow(unit, self.now())
        if unit.heads:
            self.hub.publish(unit.heads)
            if self._relay:
                self._relay.tell(unit.heads)

    def ledger(self, connection: Connection) -> Ledger:
        """The ledger of numbers in a transaction; what it gives is noted outside the database first."""
        return Ledger(connection, self.now(), self.note.reserve)

    def listen(self) -> None:
        """Be woken by what other processes commit to the same database; on SQLite there is one process only."""
        if self._relay:
            self._relay.listen()

    def begin_epoch(self) -> None:
        """Another life of the database begins: it was restored, and what clients hold of it is no longer its own."""
        epoch = uuid7(self.now(), secrets.token_bytes(10))
        with self.database.writing() as connection:
            connection.execute(update(CENTRAL).where(CENTRAL.c.name == "epoch").values(value=epoch))
            self.ledger(connection).go_on_behind(self.note.reserved())
        _log.warning("the database went back: a new epoch begins")
        self.epoch = epoch

    def close(self) -> None:
        """Let go of listeners and connections."""
        if self._relay:
            self._relay.close()
        self.hub.close()
        self.database.dispose()
