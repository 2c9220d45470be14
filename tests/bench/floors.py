"""The least that the work of some benchmarks could cost: the same bytes and rows through the bare drivers."""

import shutil
import sqlite3
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import make_url

from sync.protocol import messages as m
from sync.protocol.codec import decode_line
from sync.replica.files import REPLICA_FILE
from sync.replica.search import TRIGGERS
from sync.replica.tables import REPLICATED
from sync.store.rows import row_hash

_decode_row = msgspec.json.Decoder(list[Any])


class BareReplica:
    """A copy of a workstation's idle replica under the bare driver, as durable; nothing keeps its search index."""

    def __init__(self, folder: Path, key: bytes) -> None:
        copy = folder / "bare.db"
        for suffix in ("", "-wal"):
            shutil.copyfile(folder / f"{REPLICA_FILE}{suffix}", f"{copy}{suffix}")
        self._connection = sqlcipher.connect(str(copy), isolation_level=None)
        self._connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA cache_size = -16000")
        for trigger in TRIGGERS:
            self._connection.execute(f"DROP TRIGGER {trigger.split()[2]}")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def replace(self, rows: Iterable[tuple[str, Sequence[Any]]]) -> None:
        """Write rows of tables, in one durable transaction."""
        self._connection.execute("BEGIN IMMEDIATE")
        for table, values in rows:
            marks = ", ".join("?" for _ in REPLICATED[table].columns)
            self._connection.execute(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", values)  # noqa: S608 - own names
        self._connection.execute("COMMIT")


def rows_of(lines: Iterable[bytes]) -> list[tuple[str, Sequence[Any]]]:
    """The rows that a pull brings, as a replica stores them."""
    rows: list[tuple[str, Sequence[Any]]] = []
    table = ""
    for data in lines:
        line = decode_line(data)
        if isinstance(line, m.Table):
            table = line.table
        elif isinstance(line, m.Rows):
            for raw in line.rows:
                values = _decode_row.decode(raw)
                rows.append((table, (*values, 2, row_hash(table, bytes(raw)))))
    return rows


def write_raw(database_url: str, bodies: Sequence[str], batch: int) -> None:
    """Keep texts in a table of their own, some a transaction, each transaction durable."""
    url = make_url(database_url)
    batches = [[(body,) for body in bodies[start : start + batch]] for start in range(0, len(bodies), batch)]
    if url.drivername == "sqlite":
        with closing(sqlite3.connect(f"{url.database}-raw", isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("CREATE TABLE IF NOT EXISTS raw (body TEXT)")
            for some in batches:
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany("INSERT INTO raw VALUES (?)", some)
                connection.execute("COMMIT")
        return
    target = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(target) as connection_:
        connection_.execute("CREATE TABLE IF NOT EXISTS raw (body TEXT)")
        for some in batches:
            with connection_.cursor() as cursor:
                cursor.executemany("INSERT INTO raw VALUES (%s)", some)
            connection_.commit()


def commits_a_second(database_url: str, threads: int, seconds: int) -> float:
    """How many transactions of three small updates so many connections commit, each on rows of its own."""
    target = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(target, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS counters (id INTEGER PRIMARY KEY, n INTEGER)")
        connection.execute("INSERT INTO counters SELECT i, 0 FROM generate_series(1, %s) i", (3 * threads,))
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(lambda number: _commit(target, number, until), range(threads))) / seconds


def _commit(target: str, number: int, until: float) -> int:
    done = 0
    with psycopg.connect(target) as connection:
        while time.monotonic() < until:
            for row in range(3 * number + 1, 3 * number + 4):
                connection.execute("UPDATE counters SET n = n + 1 WHERE id = %s", (row,))
            connection.commit()
            done += 1
    return done
