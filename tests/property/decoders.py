"""The decoders of both ends, each behind a door that takes bytes, and sound examples of what they are meant to take."""

import io
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from sync.engine.http import _lines
from sync.protocol import codec
from sync.protocol import messages as m
from sync.protocol.attestations import Trust, verify
from sync.protocol.entries import command_of
from sync.protocol.problems import ProblemMessage, Refused
from sync.replica.load import batches
from sync.server.anchors import Anchors
from sync.server.cursors import Position, read_cursor, write_cursor
from sync.server.entries import receive

MESSAGES = (
    m.Anchor,
    m.Deposit,
    m.Deposited,
    m.DigestAnswer,
    m.DigestAsk,
    m.Enrol,
    m.Enrolled,
    m.Entry,
    m.Hello,
    m.Hint,
    m.Manifest,
    m.Pull,
    m.Push,
    m.Pushed,
    m.RowsAsk,
    m.Welcome,
    ProblemMessage,
)
_anchors = Anchors(bytes(32).hex())


def _message(data: bytes) -> None:
    if data:
        codec.decode(MESSAGES[data[0] % len(MESSAGES)], data[1:])


def _line(data: bytes) -> None:
    codec.decode_line(data)


def _pull(data: bytes) -> None:
    _exhaust(codec.unframe(io.BytesIO(data)))


def _compressed(data: bytes) -> None:
    codec.decompress(data, limit=1 << 20)


def _body(data: bytes) -> None:
    _exhaust(_lines(data, "zstd"))


def _part(data: bytes) -> None:
    _exhaust(batches(data))


def _entry(data: bytes) -> None:
    command_of(codec.decode(m.Entry, data))


def _pushed(data: bytes) -> None:
    for pushed in codec.decode(m.Push, data).entries:
        receive(pushed)


def _sealed(data: bytes) -> None:
    text = data.decode(errors="replace")
    _anchors.read(text)
    read_cursor(_anchors, "epoch", text)
    verify(text, Trust())


TARGETS: dict[str, Callable[[bytes], None]] = {
    "message": _message,
    "line": _line,
    "pull": _pull,
    "compressed": _compressed,
    "body": _body,
    "part": _part,
    "entry": _entry,
    "pushed": _pushed,
    "sealed": _sealed,
}


def feed(target: str, data: bytes) -> bool:
    """Give a decoder some bytes: whether it took them; any exception but Refused passes."""
    try:
        TARGETS[target](data)
    except Refused:
        return False
    return True


def _exhaust(items: Iterable[Any]) -> None:
    for _ in items:
        pass


def examples() -> list[tuple[str, bytes]]:
    """A decoder's name and bytes it takes."""
    clock = m.Clock(anchor="", anchor_boot="", anchor_ms=0, boot="b", ms=1, wall="2021-02-08T09:00:00.000000Z")
    named = {"id": "i", "name": "job_application.study", "version": 1, "edition": "2021-02-08", "prev": ""}
    args = {"job_application_id": "a"}
    entry = codec.encode(m.Entry(mid=1, args=args, expect={"state": "new"}, clock=clock, **named))  # type: ignore[arg-type]
    push = codec.encode(m.Push(epoch="e", entries=[m.PushedEntry(body=msgspec.Raw(entry), void=True)]))
    state = m.ScopeState(scope="reference", head=1, digest=2, rows=3)
    lines: list[m.Line] = [
        m.Begin(epoch="e", digest=1, scopes=[state]),
        m.Table(scope="reference", table="users", columns=["id"]),
        m.Rows(rows=[msgspec.Raw(b'["u"]')]),
        m.Gone(scope="reference", table="users", ids=["u"]),
        m.Outcomes(outcomes=[m.OutcomeMessage(mid=1, id="i", status="applied", facts={"a": 1})]),
    ]
    pull = list(codec.frame(lines, "cursor"))
    packed = codec.compress(b"".join(pull))
    batch = m.Batch(table="users", columns=["id"], rows=2, values=[["u", "v"]], hashes=[1, 2])
    part = codec.compress(codec.encode(batch) + b"\n")
    cursor = write_cursor(_anchors, "epoch", {"reference": Position(1, 2, 3)}).encode()
    messages = [("message", bytes([number]) + push) for number in range(len(MESSAGES))]
    given = [("entry", entry), ("pushed", push), ("pull", b"".join(pull)), ("body", packed), ("compressed", packed)]
    given.append(("part", part))
    return [*messages, *given, ("sealed", cursor), *(("line", line) for line in pull)]
