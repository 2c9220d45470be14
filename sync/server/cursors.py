"""The cursor: opaque to the workstation, it says how far each scope it holds has come (SYNC.md §1.4).

It travels in every request, so it is written as small as it can be.
"""

import hashlib
from collections.abc import Mapping
from uuid import UUID

import msgspec

from sync.protocol.messages import ScopeState
from sync.protocol.problems import BAD_REQUEST, EPOCH_CHANGED, Refused
from sync.server.anchors import Anchors


class Position(msgspec.Struct, frozen=True, array_like=True):
    """Where a scope stood: its head, the digest and the number of rows at that head."""

    head: int
    digest: int
    rows: int

    def state(self, scope: str, *, reset: bool = False, is_served: bool = True) -> ScopeState:
        """The position as a pull names it."""
        return ScopeState(
            scope=scope, head=self.head, digest=self.digest, rows=self.rows, reset=reset, is_served=is_served
        )


class _Cursor(msgspec.Struct, frozen=True, array_like=True):
    """`epoch` is told apart by a few bytes. A scope is named, or has a kind and an id: half as long as a number."""

    epoch: bytes
    named: list[tuple[str, Position]]
    numbered: list[tuple[str, bytes, Position]]


_MOST_TOKENS = 64
_EPOCH_BYTES = 6
_decoder = msgspec.msgpack.Decoder(_Cursor)


def write_cursor(anchors: Anchors, epoch: str, positions: Mapping[str, Position]) -> str:
    """A cursor that only this database can have written."""
    numbers = {scope: _number(scope.partition(":")[2]) for scope in positions}
    named = [(scope, position) for scope, position in positions.items() if numbers[scope] is None]
    numbered = [(scope.partition(":")[0], n, positions[scope]) for scope, n in numbers.items() if n is not None]
    return anchors.seal(msgspec.msgpack.encode(_Cursor(_mark(epoch), named, numbered)))


def read_cursor(anchors: Anchors, epoch: str, text: str) -> dict[str, Position]:
    """The positions of a cursor, none for ""; Refused(BAD_REQUEST or EPOCH_CHANGED) when it is not of this epoch.

    Cursors of several snapshots may stand in it, separated by spaces.
    """
    tokens = text.split()
    if len(tokens) > _MOST_TOKENS:
        raise Refused(BAD_REQUEST, {"why": "cursor"})
    positions: dict[str, Position] = {}
    for token in tokens:
        positions |= _read_token(anchors, epoch, token)
    return positions


def _read_token(anchors: Anchors, epoch: str, token: str) -> dict[str, Position]:
    payload = anchors.unseal(token)
    if payload is None:
        raise Refused(BAD_REQUEST, {"why": "cursor"})
    cursor = _decoder.decode(payload)
    if cursor.epoch != _mark(epoch):
        raise Refused(EPOCH_CHANGED, {"epoch": epoch})
    return dict(cursor.named) | {f"{kind}:{UUID(bytes=n)}": position for kind, n, position in cursor.numbered}


def _mark(epoch: str) -> bytes:
    return hashlib.blake2b(epoch.encode(), digest_size=_EPOCH_BYTES).digest()


def _number(text: str) -> bytes | None:
    """The 16 bytes of an id in its usual writing; None for any other text."""
    try:
        number = UUID(text)
    except ValueError:
        return None
    return number.bytes if str(number) == text else None
