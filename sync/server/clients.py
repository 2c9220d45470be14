"""Clients: the enrolled devices as the services see them."""

import hashlib
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from sync.server.tables import CLIENTS

_MOST_UNSENT = 1_000_000


@dataclass(frozen=True, slots=True)
class Client:
    """A device of a user: `last_mid` and `chain` are the place and the hash of the last entry taken from it."""

    id: str
    user_id: str
    last_mid: int
    chain: str
    last_effective_at: datetime
    revoked_at: datetime | None
    wipe_asked_at: datetime | None
    unsent: int | None


def by_token(connection: Connection, token: str) -> Client | None:
    """The client whose bearer token this is."""
    row = connection.execute(_BY_TOKEN, {"token": token_hash(token)}).first()
    return None if row is None else Client(*row)


def locked(connection: Connection, client_id: str) -> Client:
    """The client as it stands, nobody else's to move until the transaction ends."""
    return Client(*connection.execute(_LOCKED, {"client": client_id}).one())


def devices_of(connection: Connection, user_id: str) -> frozenset[str]:
    """The ids of all clients a user ever enrolled."""
    return frozenset(connection.scalars(_OF_USER, {"user": user_id}))


def move(connection: Connection, client_id: str, last_mid: int, chain: str, last_effective_at: datetime) -> None:
    """The client's entries up to `last_mid` are taken."""
    moved = {"last_mid": last_mid, "chain": chain, "last_effective_at": last_effective_at}
    connection.execute(update(CLIENTS).where(CLIENTS.c.id == client_id).values(moved))


def note_unsent(connection: Connection, client_id: str, unsent: int, wiped_at: datetime | None = None) -> None:
    """How many acts a device says it has to itself; of a wiped one, how many died with it."""
    told = {"unsent": min(max(unsent, 0), _MOST_UNSENT)} | ({"wiped_at": wiped_at} if wiped_at else {})
    connection.execute(update(CLIENTS).where(CLIENTS.c.id == client_id).values(told))


def token_hash(token: str) -> str:
    """What is kept of a token; it is random enough to need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


_CLIENT = select(*(CLIENTS.c[field.name] for field in fields(Client)))
_BY_TOKEN = _CLIENT.where(CLIENTS.c.token_hash == bindparam("token"))
_LOCKED = _CLIENT.where(CLIENTS.c.id == bindparam("client")).with_for_update()
_OF_USER = select(CLIENTS.c.id).where(CLIENTS.c.user_id == bindparam("user"))
