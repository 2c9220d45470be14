"""Connections to the two databases the server runs on, readers and writers kept apart.

SQLite: WAL, every write under BEGIN IMMEDIATE (the driver's own transaction control lost concurrent updates), fully
synchronous. PostgreSQL: READ COMMITTED writers whose order is settled by explicit locks, REPEATABLE READ readers.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import InvalidatePoolError

_BUSY_MS = 20_000
_FRESH_S = 5.0
# Twice 32, for readers and writers, leave PostgreSQL room for others within its usual 100 connections.
_POOL = {"poolclass": QueuePool, "pool_size": 8, "max_overflow": 24}
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    f"PRAGMA busy_timeout={_BUSY_MS}",
    "PRAGMA cache_size=-65536",
    "PRAGMA mmap_size=268435456",
)


class Database:
    """One database: `reading()` gives stable snapshots that cannot write, `writing()` one transaction.

    URLs other than `sqlite:///FILE` and `postgresql+psycopg://…` are refused with ValueError.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_postgresql = self.url.drivername == "postgresql+psycopg"
        if self.is_postgresql:
            self._writers = _postgresql(self.url)
            self._readers = _postgresql(self.url, isolation_level="REPEATABLE READ", postgresql_readonly=True)
        elif self.url.drivername == "sqlite" and self.url.database:
            self._writers = _sqlite(self.url.database, "BEGIN IMMEDIATE", _PRAGMAS)
            self._readers = _sqlite(self.url.database, "BEGIN", (*_PRAGMAS, "PRAGMA query_only=ON"))
        else:
            raise ValueError(url)
        # SQLite writers of one process queue here: fairer, and much faster, than polling a busy file.
        self._turn: AbstractContextManager[object] = nullcontext() if self.is_postgresql else threading.Lock()

    @property
    def writers(self) -> Engine:
        """The engine behind `writing()`; migrations use it too."""
        return self._writers

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read-only transaction: everything read through it belongs to one snapshot."""
        with self._readers.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that commits when the block ends and rolls back when it raises."""
        with self._turn, self._writers.begin() as connection:
            yield connection

    def dispose(self) -> None:
        """Close every pooled connection."""
        self._readers.dispose()
        self._writers.dispose()


def _postgresql(url: URL, **options: Any) -> Engine:  # noqa: ANN401 - SQLAlchemy's execution options
    """Connections that have lain idle are tried before they are lent: asking each time would cost a round trip."""
    engine = create_engine(url, **_POOL, execution_options=options)

    @event.listens_for(engine, "checkin")
    def note(_connection: object, record: Any) -> None:  # noqa: ANN401 - the pool's record of a connection
        record.info["idle_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def try_it(connection: Any, record: Any, _proxy: object) -> None:  # noqa: ANN401 - a psycopg.Connection, as above
        if time.monotonic() - record.info.get("idle_since", time.monotonic()) > _FRESH_S:
            try:
                engine.dialect.do_ping(connection)
            except connection.Error as error:
                raise InvalidatePoolError from error

    return engine


def _sqlite(file: str, begin: str, pragmas: tuple[str, ...]) -> Engine:
    engine = create_engine(
        f"sqlite:///{file}",
        connect_args={"isolation_level": None, "check_same_thread": False, "timeout": _BUSY_MS / 1000},
        **_POOL,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - a sqlite3.Connection
        for pragma in pragmas:
            connection.execute(pragma).close()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
