"""The cursor: opaque to the workstation, it says how far each scope it holds has come (SYNC.md §1.4)."""

from collections.abc import Mapping

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


class _Cursor(msgspec.Struct, frozen=True):
    epoch: str
    scopes: dict[str, Position]


_MOST_TOKENS = 64
_decoder = msgspec.json.Decoder(_Cursor)


def write_cursor(anchors: Anchors, epoch: str, positions: Mapping[str, Position]) -> str:
    """A cursor that only this database can have written."""
    return anchors.seal(msgspec.json.encode(_Cursor(epoch, dict(positions))))


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
    if cursor.epoch != epoch:
        raise Refused(EPOCH_CHANGED, {"epoch": epoch})
    return cursor.scopes
