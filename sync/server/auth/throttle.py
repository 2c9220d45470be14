"""Guessing passwords is slow: failures are counted by account and by address, in the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from sync.protocol.problems import TOO_MANY_TRIES, Refused
from sync.server.tables import THROTTLES

_WINDOW = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `failures` within the window for this key."""

    key: str
    failures: int


def limits(email: str, address: str) -> tuple[Limit, Limit]:
    """What a sign-in is counted against: few tries for one account, more for an address that many may share."""
    return Limit(f"account:{email.strip().lower()}", 5), Limit(f"address:{address}", 50)


def check(connection: Connection, kept: Iterable[Limit], now: datetime) -> None:
    """Refused(TOO_MANY_TRIES), with the seconds to wait, when a limit is reached."""
    for limit in kept:
        row = connection.execute(select(THROTTLES).where(THROTTLES.c.key == limit.key)).first()
        if row is None or row.failures < limit.failures:
            continue
        wait = row.since + _WINDOW - now
        if wait > timedelta():
            raise Refused(TOO_MANY_TRIES, {"retry_after_s": int(wait.total_seconds()) + 1})


def note_failure(connection: Connection, kept: Iterable[Limit], now: datetime) -> None:
    """One more failure; a window that has passed begins anew."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    for limit in kept:
        connection.execute(delete(THROTTLES).where(THROTTLES.c.key == limit.key, THROTTLES.c.since <= now - _WINDOW))
        insert = dialect.insert(THROTTLES).values(key=limit.key, failures=1, since=now)
        connection.execute(
            insert.on_conflict_do_update(index_elements=[THROTTLES.c.key], set_={"failures": THROTTLES.c.failures + 1})
        )


def forget(connection: Connection, limit: Limit) -> None:
    """The right password was given."""
    connection.execute(delete(THROTTLES).where(THROTTLES.c.key == limit.key))
