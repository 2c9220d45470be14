"""Clients: the enrolled devices as the services see them."""

import hashlib
from collections.abc import Container
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Self

from sqlalchemy import Connection, bindparam, select, update
from typing_extensions import override

from sync.protocol.problems import REVOKED, Refused
from sync.server.tables import CLIENTS

_MOST_UNSENT = 1_000_000


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose token came with a request, which never changes; whether they are still admitted does."""

    id: str
    user_id: str


@dataclass(frozen=True, slots=True)
class Client(Caller):
    """A device of a user: `last_mid` and `chain` are the place and the hash of the last entry taken from it."""

    last_mid: int
    chain: str
    last_effective_at: datetime
    revoked_at: datetime | None
    wipe_asked_at: datetime | None
    unsent: int | None

    def admitted(self) -> Self:
        """This client; Refused(REVOKED) when it no longer is one. It learns from that whether it is to wipe itself."""
        if self.revoked_at is not None:
            raise Refused(REVOKED, {"wipe": True} if self.wipe_asked_at else {})
        return self


class Devices(Container[str]):
    """The ids of all clients that a user of ours ever enrolled; others than the caller's own are rarely asked about."""

    def __init__(self, connection: Connection, client: Caller) -> None:
        self._connection = connection
        self._client = client
        self._others: frozenset[str] | None = None

    @override
    def __contains__(self, client_id: object) -> bool:
        if client_id == self._client.id:
            return True
        if self._others is None:
            self._others = frozenset(self._connection.scalars(_OF_USER, {"user": self._client.user_id}))
        return client_id in self._others


def by_token(connection: Connection, token: str) -> Client | None:
    """The client whose bearer token this is."""
    row = connection.execute(_BY_TOKEN, {"token": token_hash(token)}).first()
    return None if row is None else Client(*row)


def locked(connection: Connection, client_id: str) -> Client:
    """The client as it stands, nobody else's to move until the transaction ends."""
    return Client(*connection.execute(_LOCKED, {"client": client_id}).one())


def move(connection: Connection, client_id: str, last_mid: int, chain: str, last_effective_at: datetime) -> None:
    """The client's entries up to `last_mid` are taken."""
    moved = {"last_mid": last_mid, "chain": chain, "last_effective_at": last_effective_at}
    connection.execute(_MOVE, {"client": client_id} | moved)


def note_unsent(connection: Connection, client_id: str, unsent: int, wiped_at: datetime | None = None) -> None:
    """How many acts a device says it has to itself; of a wiped one, how many died with it."""
    told = {"unsent": min(max(unsent, 0), _MOST_UNSENT)} | ({"wiped_at": wiped_at} if wiped_at else {})
    connection.execute(update(CLIENTS).where(CLIENTS.c.id == client_id).values(told))


def token_hash(token: str) -> str:
    """What is kept of a token; it is random enough to need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


COLUMNS = tuple(CLIENTS.c[field.name] for field in fields(Client))
"""What a `Client` is made of, in its fields' order."""
_CLIENT = select(*COLUMNS)
_BY_TOKEN = _CLIENT.where(CLIENTS.c.token_hash == bindparam("token"))
_LOCKED = _CLIENT.where(CLIENTS.c.id == bindparam("client")).with_for_update()
_MOVE = (
    update(CLIENTS)
    .where(CLIENTS.c.id == bindparam("client"))
    .values({name: bindparam(name) for name in ("last_mid", "chain", "last_effective_at")})
)
_OF_USER = select(CLIENTS.c.id).where(CLIENTS.c.user_id == bindparam("user"))
