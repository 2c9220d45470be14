"""Entries as they arrive, and the log that keeps each of them once with its one outcome (SYNC.md §3)."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select

from sync.domain.commands import CommandType, Grade, Outcome
from sync.protocol.codec import UNREADABLE, sha256
from sync.protocol.entries import present
from sync.protocol.messages import Entry, OutcomeMessage, PushedEntry
from sync.protocol.problems import BAD_REQUEST, Refused
from sync.server.bulk import insert_all
from sync.server.clients import Client
from sync.server.tables import CLIENT_ENTRIES, COMMAND_LOG

_NUL = b"\\u0000"  # PostgreSQL stores no such character
_decoder = msgspec.json.Decoder(Entry)
_facts = msgspec.json.Decoder(dict[str, Any])


@dataclass(frozen=True, slots=True)
class Received:
    """An entry, the bytes it came as and their hash; `is_void` says that its author took it back.

    `was_done` is what its author says: that it was executed once, before the server was restored. The entry is in the
    present shape of its command, `version` the one it was recorded under.
    """

    entry: Entry
    body: bytes
    body_hash: str
    is_void: bool
    version: int
    was_done: bool

    def args(self, kind: CommandType) -> object | None:
        """The command's typed arguments; None when the entry's do not fit them."""
        if _NUL in self.body:
            return None
        try:
            typed: object = msgspec.convert(self.entry.args, kind.args_type)
        except msgspec.ValidationError:
            return None
        return typed


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of an entry, under which edition, and for which instant how sure."""

    outcome: Outcome
    edition: str
    effective_at: datetime
    received_at: datetime
    grade: Grade


def receive(pushed: PushedEntry) -> Received:
    """The entry behind its bytes; Refused(BAD_REQUEST) when they hold none."""
    body = bytes(pushed.body)
    try:
        entry = _decoder.decode(body)
    except UNREADABLE as error:
        raise Refused(BAD_REQUEST, {"why": str(error)}) from error
    if any("\0" in text for text in (entry.id, entry.name, entry.edition)):
        raise Refused(BAD_REQUEST, {"why": "NUL"})
    return Received(present(entry), body, sha256(body), pushed.void, entry.version, pushed.was_done)


@dataclass(frozen=True, slots=True)
class Logged:
    """What the log says of a command: whose it is and its outcome."""

    user_id: str
    id: str
    status: str
    code: str
    facts: dict[str, Any]

    def message(self, mid: int) -> OutcomeMessage:
        """The outcome as it travels, to the client that has the command at this mid."""
        return OutcomeMessage(mid=mid, id=self.id, status=self.status, code=self.code, facts=self.facts)


def _logged(row: Any) -> Logged:  # noqa: ANN401 - a row of the command log
    return Logged(row.user_id, row.id, row.status, row.code, _facts.decode(row.facts))


def outcomes_since(connection: Connection, client_id: str, first_mid: int) -> list[OutcomeMessage]:
    """The outcomes of a client's entries from `first_mid` (inclusive), in mid order."""
    rows = connection.execute(_SINCE, {"client": client_id, "first": first_mid})
    return [_logged(row).message(row.client_mid) for row in rows]


class CommandLog:
    """What is known of a batch's entries, and what the batch adds to it."""

    def __init__(self, connection: Connection, client: Client, batch: list[Received]) -> None:
        self._connection = connection
        self._client = client
        ids = [received.entry.id for received in batch]
        self._known = {row.id: _logged(row) for row in connection.execute(_KNOWN, {"ids": ids})}
        self._new: list[dict[str, Any]] = []
        self._slots: list[dict[str, Any]] = []

    def known(self, id: str) -> Logged | None:  # noqa: A002 - the field is called id everywhere
        """The logged command of that id, whichever client sent it."""
        return self._known.get(id)

    def add(self, received: Received, verdict: Verdict) -> Logged:
        """Log the entry with its outcome."""
        entry, outcome = received.entry, verdict.outcome
        facts = msgspec.json.encode(dict(outcome.facts))
        row = {
            "id": entry.id,
            "client_id": self._client.id,
            "user_id": self._client.user_id,
            "mid": entry.mid,
            "name": entry.name,
            "version": received.version,
            "body": received.body.decode(),
            "status": outcome.status,
            "code": outcome.code,
            "facts": facts.decode(),
            "recorded_edition": entry.edition,
            "judged_edition": verdict.edition,
            "effective_at": verdict.effective_at,
            "received_at": verdict.received_at,
            "grade": verdict.grade,
        }
        self._new.append(row)
        logged = Logged(self._client.user_id, entry.id, str(outcome.status), outcome.code, _facts.decode(facts))
        self._known[entry.id] = logged
        return logged

    def place(self, received: Received) -> None:
        """The entry stands at its mid of this client."""
        self._slots.append(
            {
                "client_id": self._client.id,
                "mid": received.entry.mid,
                "command_id": received.entry.id,
                "body_hash": received.body_hash,
            }
        )

    def flush(self) -> None:
        """Write what was added since the last time, in one statement a table."""
        insert_all(self._connection, COMMAND_LOG, self._new)
        insert_all(self._connection, CLIENT_ENTRIES, self._slots)
        self._new, self._slots = [], []


_KNOWN = select(*(COMMAND_LOG.c[field.name] for field in fields(Logged))).where(
    COMMAND_LOG.c.id.in_(bindparam("ids", expanding=True))
)
_SINCE = (
    select(
        CLIENT_ENTRIES.c.mid.label("client_mid"),
        COMMAND_LOG.c.user_id,
        COMMAND_LOG.c.id,
        COMMAND_LOG.c.status,
        COMMAND_LOG.c.code,
        COMMAND_LOG.c.facts,
    )
    .join(COMMAND_LOG, COMMAND_LOG.c.id == CLIENT_ENTRIES.c.command_id)
    .where(CLIENT_ENTRIES.c.client_id == bindparam("client"), CLIENT_ENTRIES.c.mid >= bindparam("first"))
    .order_by(CLIENT_ENTRIES.c.mid)
)
