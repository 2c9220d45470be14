"""Attachments by their content: they arrive in pieces, resumable at any byte, and are served once they are whole.

Who may see an application that names a content may have it; whoever sends one is told how far it came. Absent and
foreign contents are refused alike (SYNC.md §9, TRUST.md « Tenancy »).
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from sync.domain.attachments import MOST_BYTES
from sync.domain.employers import Membership
from sync.domain.job_applications import JobApplication
from sync.protocol.problems import (
    BAD_REQUEST,
    NOT_FOUND,
    TOO_LARGE,
    TOO_MANY_UPLOADS,
    WRONG_CONTENT,
    WRONG_OFFSET,
    Refused,
)
from sync.protocol.version import MAX_BLOB_PIECE
from sync.server.central import Central
from sync.server.clients import Client
from sync.server.tables import BLOB_PIECES, BLOB_UPLOADS, BLOBS
from sync.store.tables import TABLES

MOST_UNFINISHED = 20
"""How many uploads a user may have under way; beginning another drops the oldest."""
MOST_A_DAY = 512 * 1024 * 1024
"""How many bytes a user may begin to send within 24 hours."""
_DAY = timedelta(days=1)
_RETRY_AFTER_S = 3600
_NAME = re.compile(r"[0-9a-f]{64}")
_WHOLE = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of an attachment's bytes are here."""

    received: int
    size: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Some bytes of an attachment of `size` bytes, from `start` on."""

    start: int
    size: int
    data: bytes


def progress(central: Central, client: Client, sha256: str) -> Progress:
    """How far an attachment is; Refused(NOT_FOUND) for one that is neither sent nor seen by this user."""
    with central.reading() as connection:
        sent = _upload(connection, sha256, client.user_id)
        if sent is not None:
            return sent
        size = _size_for(connection, sha256, client.user_id)
    return Progress(size, size)


def content(central: Central, client: Client, sha256: str) -> bytes:
    """The whole bytes; Refused(NOT_FOUND) unless the user sees an application that names them."""
    with central.reading() as connection:
        _size_for(connection, sha256, client.user_id)
        return _bytes(connection, sha256, _WHOLE)


def receive(central: Central, client: Client, sha256: str, piece: Piece) -> Progress:
    """Take in the next bytes; with the last of them the attachment is checked, and whole or refused.

    Refused: WRONG_OFFSET with where to go on, WRONG_CONTENT when the bytes are not those of the name (they are
    dropped), TOO_LARGE, TOO_MANY_UPLOADS, BAD_REQUEST.
    """
    _check(sha256, piece)
    with central.work() as unit:
        upload = _Upload(unit.connection, sha256, client.user_id)
        upload.begin(central, piece.size)
        after = upload.take(piece)
        is_right = after.received < after.size or upload.complete(central)
    if not is_right:
        raise Refused(WRONG_CONTENT)
    return after


def forget_unnamed(central: Central, before: datetime) -> None:
    """Drop uploads begun before an instant, and attachments completed before it that no application names any more."""
    applications = TABLES[JobApplication]
    named = select(applications.c.id).where(applications.c.resume_sha256 == BLOBS.c.sha256)
    of_upload = (BLOB_UPLOADS.c.sha256 == BLOB_PIECES.c.sha256, BLOB_UPLOADS.c.user_id == BLOB_PIECES.c.owner)
    began = BLOB_UPLOADS.c.began_at < before
    with central.work() as unit:
        connection = unit.connection
        connection.execute(delete(BLOB_PIECES).where(select(BLOB_UPLOADS.c.sha256).where(began, *of_upload).exists()))
        connection.execute(delete(BLOB_UPLOADS).where(began))
        connection.execute(delete(BLOBS).where(BLOBS.c.completed_at < before, ~named.exists()))
        kept = select(BLOBS.c.sha256).where(BLOBS.c.sha256 == BLOB_PIECES.c.sha256)
        connection.execute(delete(BLOB_PIECES).where(BLOB_PIECES.c.owner == _WHOLE, ~kept.exists()))


def _check(sha256: str, piece: Piece) -> None:
    if not _NAME.fullmatch(sha256):
        raise Refused(BAD_REQUEST, {"why": "name"})
    if piece.size > MOST_BYTES or len(piece.data) > MAX_BLOB_PIECE:
        raise Refused(TOO_LARGE, {"limit": MOST_BYTES, "piece": MAX_BLOB_PIECE})
    if not piece.data or piece.start + len(piece.data) > piece.size:
        raise Refused(BAD_REQUEST, {"why": "size"})


class _Upload:
    """One user's sending of one attachment, within a transaction."""

    def __init__(self, connection: Connection, sha256: str, user_id: str) -> None:
        self._connection = connection
        self._key = {"sha256": sha256, "user_id": user_id}
        self._mine = {"sha256": sha256, "owner": user_id}

    def begin(self, central: Central, size: int) -> None:
        """Note the upload unless it is known, within what a user may send."""
        if self._connection.execute(_OF_USER, self._key).first() is not None:
            return
        now = central.now()
        user = {"user_id": self._key["user_id"]}
        if self._connection.execute(_SENT_SINCE, user | {"since": now - _DAY}).scalar_one() + size > MOST_A_DAY:
            raise Refused(TOO_MANY_UPLOADS, {"retry_after_s": _RETRY_AFTER_S})
        for row in self._connection.execute(_UNFINISHED, user).all()[MOST_UNFINISHED - 1 :]:
            self._drop(row.sha256)
        self._insert(BLOB_UPLOADS, self._key | {"size": size, "received": 0, "began_at": now})

    def take(self, piece: Piece) -> Progress:
        """Keep the piece where the upload stands; a whole one stays as it is."""
        row = self._connection.execute(_LOCKED, self._key).one()
        if row.received == row.size:
            return Progress(row.received, row.size)
        if piece.start != row.received or piece.size != row.size:
            raise Refused(WRONG_OFFSET, {"offset": row.received})
        self._connection.execute(BLOB_PIECES.insert().values(self._mine | {"start": piece.start, "data": piece.data}))
        received = row.received + len(piece.data)
        self._connection.execute(_ADVANCE, {"sha": row.sha256, "user": row.user_id, "received": received})
        return Progress(received, row.size)

    def complete(self, central: Central) -> bool:
        """Check all bytes and let them be served; False when they are not those of the name: they are dropped."""
        sha256, user_id = self._key["sha256"], self._key["user_id"]
        mine = (BLOB_PIECES.c.sha256 == sha256, BLOB_PIECES.c.owner == user_id)
        data = _bytes(self._connection, sha256, user_id)
        if not data:
            return True
        if hashlib.sha256(data).hexdigest() != sha256:
            self._drop(sha256)
            return False
        if self._insert(BLOBS, {"sha256": sha256, "size": len(data), "completed_at": central.now()}):
            self._connection.execute(update(BLOB_PIECES).where(*mine).values(owner=_WHOLE))
        else:
            self._connection.execute(delete(BLOB_PIECES).where(*mine))
        return True

    def _drop(self, sha256: str) -> None:
        user_id = self._key["user_id"]
        for table, owner in ((BLOB_PIECES, BLOB_PIECES.c.owner), (BLOB_UPLOADS, BLOB_UPLOADS.c.user_id)):
            self._connection.execute(delete(table).where(table.c.sha256 == sha256, owner == user_id))

    def _insert(self, table: Any, values: dict[str, Any]) -> bool:  # noqa: ANN401 - a table
        """Whether the row is new: somebody else may write the same at the same time."""
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        statement = dialect.insert(table).values(values).on_conflict_do_nothing().returning(table.c.sha256)
        return self._connection.execute(statement).first() is not None


def _upload(connection: Connection, sha256: str, user_id: str) -> Progress | None:
    row = connection.execute(_OF_USER, {"sha256": sha256, "user_id": user_id}).first()
    return None if row is None else Progress(row.received, row.size)


def _size_for(connection: Connection, sha256: str, user_id: str) -> int:
    """The size of a whole attachment that an application of one of the user's employers names."""
    size = connection.execute(_SEEN, {"sha": sha256, "user": user_id}).scalar()
    if size is None:
        raise Refused(NOT_FOUND)
    return int(size)


def _bytes(connection: Connection, sha256: str, owner: str) -> bytes:
    return b"".join(connection.execute(_PIECES, {"sha": sha256, "owner": owner}).scalars())


def _seen() -> Any:  # noqa: ANN401 - a statement
    applications, memberships = TABLES[JobApplication], TABLES[Membership]
    employers = select(memberships.c.employer_id).where(
        memberships.c.user_id == bindparam("user"), memberships.c.is_active
    )
    named = select(applications.c.id).where(
        applications.c.employer_id.in_(employers), applications.c.resume_sha256 == bindparam("sha")
    )
    return select(BLOBS.c.size).where(BLOBS.c.sha256 == bindparam("sha"), named.exists())


_SEEN = _seen()
_PIECES = (
    select(BLOB_PIECES.c.data)
    .where(BLOB_PIECES.c.sha256 == bindparam("sha"), BLOB_PIECES.c.owner == bindparam("owner"))
    .order_by(BLOB_PIECES.c.start)
)
_OF_USER = select(BLOB_UPLOADS).where(
    BLOB_UPLOADS.c.sha256 == bindparam("sha256"), BLOB_UPLOADS.c.user_id == bindparam("user_id")
)
_LOCKED = _OF_USER.with_for_update()
_ADVANCE = (
    update(BLOB_UPLOADS)
    .where(BLOB_UPLOADS.c.sha256 == bindparam("sha"), BLOB_UPLOADS.c.user_id == bindparam("user"))
    .values(received=bindparam("received"))
)
_SENT_SINCE = select(func.coalesce(func.sum(BLOB_UPLOADS.c.size), 0)).where(
    BLOB_UPLOADS.c.user_id == bindparam("user_id"), BLOB_UPLOADS.c.began_at > bindparam("since")
)
_UNFINISHED = (
    select(BLOB_UPLOADS)
    .where(BLOB_UPLOADS.c.user_id == bindparam("user_id"), BLOB_UPLOADS.c.received < BLOB_UPLOADS.c.size)
    .order_by(BLOB_UPLOADS.c.began_at.desc())
)
