"""A central server that holds W(n), one or several: rows and feed written at once, as the write hook leaves them."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import psycopg
from psycopg import sql
from sqlalchemy import make_url

from sync.domain.audience import employer_scope, user_scope
from sync.engine.http import enrol
from sync.protocol.messages import Enrol, Enrolled
from sync.server.auth.passwords import Account, create_account
from sync.server.central import Central
from sync.server.clock import SystemClock
from sync.server.opening import opened
from sync.server.settings import Settings
from sync.server.tables import SCOPE_HEADS
from sync.store.rows import add_hashes, column_names, row_hash
from sync.store.tables import BY_NAME
from tests.bench.work import EMAIL, PASSWORD, Work

_REFERENCE = ("appellations", "prescriber_organizations")
_encode = msgspec.json.encode

Rows = Sequence[Sequence[Any]]
Write = Callable[[str, Sequence[str], Rows], None]
_OF_INDEX = ("scope", "table_name", "row_id", "seq", "is_gone", "hash")


def seeded(folder: Path, *works: Work, database_url: str = "") -> Settings:
    """A database that serves each work to its user: a file in the folder, or the empty database of that URL."""
    file = folder / "central.db"
    settings = Settings(database_url=database_url or f"sqlite:///{file}", port=0)
    with opened(settings) as central:
        _add_accounts(central, works)
        heads = _heads(central)
    with _writing(settings) as write:
        for work in works:
            for table, rows in work.rows.items():
                write(table, column_names(BY_NAME[table]), rows)
            _index(write, work, heads)
        write("scope_heads", ("scope", "head", "digest", "rows"), [(scope, *at) for scope, at in heads.items()])
    return settings


def _add_accounts(central: Central, works: Sequence[Work]) -> None:
    with central.work() as unit:
        for work in works:
            create_account(unit.connection, Account(work.user_id, work.email), PASSWORD, SystemClock().now())


def _heads(central: Central) -> dict[str, tuple[int, int, int]]:
    """The heads that a new database begins with, taken out of it to be written anew."""
    with central.database.writing() as connection:
        heads = {row.scope: (row.head, row.digest, row.rows) for row in connection.execute(SCOPE_HEADS.select())}
        connection.execute(SCOPE_HEADS.delete())
    return heads


@contextmanager
def _writing(settings: Settings) -> Iterator[Write]:
    """The quickest way to write rows into either kind of database; committed when the block ends."""
    url = make_url(settings.database_url)
    if url.drivername == "sqlite":
        with closing(sqlite3.connect(str(url.database))) as connection, connection:
            yield partial(_insert, connection)
    else:
        target = url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(target) as connection_:
            yield partial(_copy, connection_)
            connection_.commit()
            connection_.autocommit = True
            connection_.execute("ANALYZE")


def _insert(connection: sqlite3.Connection, table: str, columns: Sequence[str], rows: Rows) -> None:
    marks, names = ", ".join("?" for _ in columns), ", ".join(columns)
    connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608 - our own names


def _copy(connection: "psycopg.Connection[Any]", table: str, columns: Sequence[str], rows: Rows) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor().copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _index(write: Write, work: Work, heads: dict[str, tuple[int, int, int]]) -> None:
    for table, rows in work.rows.items():
        hashes = [row_hash(table, _encode(row)) for row in rows]
        for scope in _scopes(table, work):
            entries = [(scope, table, row[0], 1, 0, value) for row, value in zip(rows, hashes, strict=True)]
            write("sync_index", _OF_INDEX, entries)
            heads[scope] = _moved(heads.get(scope, (0, 0, 0)), hashes)


def _scopes(table: str, work: Work) -> tuple[str, ...]:
    if table in _REFERENCE:
        return ("reference",)
    mine = employer_scope(work.employer_id)
    return (mine, user_scope(work.user_id)) if table in ("users", "memberships") else (mine,)


def _moved(position: tuple[int, int, int], hashes: list[int]) -> tuple[int, int, int]:
    head, digest, count = position
    for value in hashes:
        digest = add_hashes(digest, value)
    return max(head, 1), digest, count + len(hashes)


def enrolled(url: str, device: str) -> Enrolled:
    """A new device of the first work's user."""
    return enrol(url, Enrol(email=EMAIL, password=PASSWORD, device_name=device))
