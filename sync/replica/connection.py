"""Encrypted SQLite under SQLAlchemy: one writer at a time, readers on their own snapshots."""

import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, exc
from sqlalchemy.pool import QueuePool

from sync.domain.errors import EnvironmentFault

KEY_BYTES = 32
_BUSY_MS = 10_000
JSON_ROWS = "jsonb_each(jsonb(CAST(? AS TEXT)))"
"""What to select from for the members of a JSON array bound as its bytes; arrays among them stay unread."""


def sort_key(name: str) -> str:
    """How a French directory sorts a name: without accents, capitals apart (SQL has the function by the same name)."""
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


_LETTERS = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ı": "i"})


def new_key() -> bytes:
    """A random data key. It never changes with a password and opens a file in 0.1 ms."""
    return secrets.token_bytes(KEY_BYTES)


class Use(StrEnum):
    """What a file is opened for: shared writing, reading, or being built by this connection alone."""

    WRITE = "PRAGMA journal_mode = WAL"
    READ = "PRAGMA query_only = 1"
    BUILD = "PRAGMA journal_mode = OFF"


def open_database(
    path: Path, key: bytes, *, synchronous: str, use: Use = Use.WRITE, side: Path | None = None
) -> Engine:
    """An engine on an encrypted file, made if it is absent.

    `synchronous` is FULL, NORMAL or OFF. A writing engine begins every transaction at once (BEGIN IMMEDIATE), so that
    two writers wait for each other instead of failing; a reading one sees one snapshot until its transaction ends.
    `side` is another file under the same key, attached as `side`.
    """

    def connect() -> Any:  # noqa: ANN401 - the driver is untyped
        connection = sqlcipher.connect(str(path), check_same_thread=False, isolation_level=None, cached_statements=512)
        for pragma in _pragmas(key, synchronous, use):
            connection.execute(pragma)
        connection.create_function("sort_key", 1, sort_key, deterministic=True)
        if side is not None:
            connection.execute(f"ATTACH ? AS side KEY \"x'{key.hex()}'\"", (str(side),))
        return connection

    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=connect,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=4,
        pool_use_lifo=True,  # the connection used last has in its cache what is asked for next
    )
    begin = "BEGIN" if use is Use.READ else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "handle_error", _as_disk_fault)
    return engine


def _as_disk_fault(context: ExceptionContext) -> None:
    """SQLCipher answers « out of memory » to some faults of the disk, which its driver raises as MemoryError."""
    fault = context.original_exception
    if isinstance(fault, MemoryError):
        raise exc.OperationalError(context.statement, None, fault) from fault


def _pragmas(key: bytes, synchronous: str, use: Use) -> list[str]:
    return [
        "PRAGMA cipher_log_level = NONE",
        f"PRAGMA key = \"x'{key.hex()}'\"",
        f"PRAGMA busy_timeout = {_BUSY_MS}",
        str(use),
        f"PRAGMA synchronous = {synchronous}",
        "PRAGMA temp_store = MEMORY",
        "PRAGMA cache_size = -16000",
    ]


@contextmanager
def thrown_away(connection: Connection) -> Iterator[None]:
    """Effects inside the block are rolled back at its end."""
    savepoint = connection.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()


def check_readable(engine: Engine) -> None:
    """Read the file's first page; EnvironmentFault("database_unreadable") when the key is wrong or the file damaged."""
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    except Exception as error:
        engine.dispose()
        raise EnvironmentFault("database_unreadable", {"detail": type(error).__name__}) from error
