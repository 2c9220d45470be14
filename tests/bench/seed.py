"""A central server that holds W(n): its rows and its feed written at once, as the write hook would have left them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec

from sync.domain.audience import employer_scope, user_scope
from sync.engine.http import enrol
from sync.protocol.messages import Enrol, Enrolled
from sync.server.auth.passwords import Account, create_account
from sync.server.central import Central
from sync.server.clock import SystemClock
from sync.server.opening import opened
from sync.server.settings import Settings
from sync.store.rows import add_hashes, row_hash
from tests.bench.work import EMAIL, EMPLOYER_ID, PASSWORD, USER_ID, Work

_REFERENCE = ("appellations", "prescriber_organizations")
_encode = msgspec.json.encode


def seeded(folder: Path, work: Work) -> Settings:
    """A database that serves W(n) to one user."""
    file = folder / "central.db"
    settings = Settings(database_url=f"sqlite:///{file}", port=0)
    with opened(settings) as central:
        _add_account(central)
    with closing(sqlite3.connect(file)) as connection, connection:
        for table, rows in work.rows.items():
            if rows:
                marks = ", ".join("?" for _ in rows[0])
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - our own names
        _index(connection, work)
    return settings


def _add_account(central: Central) -> None:
    with central.work() as unit:
        create_account(unit.connection, Account(USER_ID, EMAIL), PASSWORD, SystemClock().now())


def _index(connection: sqlite3.Connection, work: Work) -> None:
    for table, rows in work.rows.items():
        for scope in _scopes(table):
            hashes = [row_hash(table, _encode(row)) for row in rows]
            entries = [(scope, table, row[0], 1, 0, value) for row, value in zip(rows, hashes, strict=True)]
            connection.executemany("INSERT INTO sync_index VALUES (?, ?, ?, ?, ?, ?)", entries)
            _move(connection, scope, hashes)


def _scopes(table: str) -> tuple[str, ...]:
    if table in _REFERENCE:
        return ("reference",)
    return (
        (employer_scope(EMPLOYER_ID), user_scope(USER_ID))
        if table in ("users", "memberships")
        else (employer_scope(EMPLOYER_ID),)
    )


def _move(connection: sqlite3.Connection, scope: str, hashes: list[int]) -> None:
    found = connection.execute("SELECT head, digest, rows FROM scope_heads WHERE scope = ?", (scope,)).fetchone()
    head, digest, count = found or (0, 0, 0)
    for value in hashes:
        digest = add_hashes(digest, value)
    values = (scope, max(head, 1), digest, count + len(hashes))
    connection.execute("INSERT OR REPLACE INTO scope_heads VALUES (?, ?, ?, ?)", values)


def enrolled(url: str, device: str) -> Enrolled:
    """A new device of the user."""
    return enrol(url, Enrol(email=EMAIL, password=PASSWORD, device_name=device))
