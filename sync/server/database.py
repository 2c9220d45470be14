"""Connections to the two databases the server runs on, readers and writers kept apart.

SQLite: WAL, every write under BEGIN IMMEDIATE (the driver's own transaction control lost concurrent updates), fully
synchronous. PostgreSQL: READ COMMITTED writers whose order is settled by explicit locks, REPEATABLE READ readers.
"""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, make_url

_BUSY_MS = 20_000
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
            self._writers = create_engine(self.url, **_POOL, pool_pre_ping=True)
            options: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            self._readers = create_engine(self.url, **_POOL, pool_pre_ping=True, execution_options=options)
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
