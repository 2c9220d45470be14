"""Devices: each enrolled one is a client with its own bearer token, kept only as a hash."""

import secrets
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from sync.domain.ids import uuid7
from sync.protocol.messages import Enrol, Enrolled, Fork
from sync.protocol.problems import NOT_FOUND, NOT_SIGNED_IN, WRONG_PASSWORD, Refused
from sync.server.auth import throttle
from sync.server.auth.passwords import is_right, password_hash
from sync.server.central import Central
from sync.server.clients import Client, by_token, token_hash
from sync.server.people import user_name
from sync.server.tables import CLIENTS

_BEARER = "Bearer "
_LONGEST_NAME = 200


def enrol(central: Central, message: Enrol, address: str) -> Enrolled:
    """Sign a device in with a password; Refused(WRONG_PASSWORD or TOO_MANY_TRIES) otherwise."""
    now = central.now()
    kept = throttle.limits(message.email, address)
    with central.reading() as connection:
        throttle.check(connection, kept, now)
        user_id, hashed = password_hash(connection, message.email)
    if not is_right(hashed, message.password) or user_id is None:
        with central.work() as unit:
            throttle.note_failure(unit.connection, kept, now)
        raise Refused(WRONG_PASSWORD)
    with central.work() as unit:
        throttle.forget(unit.connection, kept[0])
        client_id, token = add_client(unit.connection, user_id, message.device_name, now)
        name = user_name(unit.world, user_id)
    return Enrolled(client_id=client_id, token=token, user_id=user_id, user_name=name, epoch=central.epoch)


def fork(central: Central, client: Client, message: Fork) -> Enrolled:
    """Give a copied profile a client of its own, of the same user (SYNC.md §3); the copied one goes on as it was."""
    del message
    with central.work() as unit:
        device_name = unit.connection.scalar(select(CLIENTS.c.device_name).where(CLIENTS.c.id == client.id)) or ""
        client_id, token = add_client(unit.connection, client.user_id, device_name, central.now())
        name = user_name(unit.world, client.user_id)
    return Enrolled(client_id=client_id, token=token, user_id=client.user_id, user_name=name, epoch=central.epoch)


def add_client(connection: Connection, user_id: str, device_name: str, now: datetime) -> tuple[str, str]:
    """A new client of a user, whoever vouched for them; its id and its token."""
    client_id, token = uuid7(now, secrets.token_bytes(10)), secrets.token_urlsafe(32)
    connection.execute(
        insert(CLIENTS).values(
            id=client_id,
            user_id=user_id,
            device_name=device_name[:_LONGEST_NAME],
            token_hash=token_hash(token),
            last_mid=0,
            chain="",
            last_effective_at=now,
            created_at=now,
        )
    )
    return client_id, token


def revoke(connection: Connection, client_id: str, now: datetime) -> None:
    """From now on the client gets nothing and changes nothing."""
    connection.execute(update(CLIENTS).where(CLIENTS.c.id == client_id).values(revoked_at=now))


def ask_wipe(connection: Connection, client_id: str, now: datetime) -> None:
    """The client is revoked, and loses its key as soon as it is heard of: what it had not sent dies with it."""
    asked = {"revoked_at": func.coalesce(CLIENTS.c.revoked_at, now), "wipe_asked_at": now}
    connection.execute(update(CLIENTS).where(CLIENTS.c.id == client_id).values(asked))


def signed_in(connection: Connection, authorization: str) -> Client:
    """The client behind an Authorization header; Refused(NOT_SIGNED_IN or REVOKED) when there is none."""
    return _known(connection, authorization).admitted()


def revoked(connection: Connection, authorization: str) -> Client:
    """The revoked client behind an Authorization header; Refused(NOT_SIGNED_IN, or NOT_FOUND for any other client)."""
    client = _known(connection, authorization)
    if client.revoked_at is None:
        raise Refused(NOT_FOUND)
    return client


def _known(connection: Connection, authorization: str) -> Client:
    if not authorization.startswith(_BEARER):
        raise Refused(NOT_SIGNED_IN)
    client = by_token(connection, authorization.removeprefix(_BEARER))
    if client is None:
        raise Refused(NOT_SIGNED_IN)
    return client
