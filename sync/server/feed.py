"""Pull: the changes of a user's scopes since a cursor, read from one snapshot and streamed as lines (SYNC.md §1)."""

from collections.abc import Iterator
from contextlib import ExitStack

from sqlalchemy import Connection, bindparam, select

from sync.domain.audience import DIRECTORY
from sync.protocol import messages as m
from sync.protocol.codec import frame
from sync.protocol.problems import CURSOR_AHEAD, EPOCH_CHANGED, FOREIGN_SCOPE, Refused
from sync.protocol.version import DIGEST
from sync.server.central import Central
from sync.server.clients import Caller
from sync.server.cursors import Position, read_cursor, write_cursor
from sync.server.entries import outcomes_since
from sync.server.feed_rows import changed_rows, every_row
from sync.server.people import admitted_scopes
from sync.server.tables import SCOPE_FLOORS, SCOPE_HEADS

_EMPTY = Position(0, 0, 0)


def pull(central: Central, caller: Caller, request: m.Pull) -> Iterator[bytes] | None:
    """The bytes of a pull, line by line; None when the client already has everything it asks for.

    Refused: REVOKED, EPOCH_CHANGED, FOREIGN_SCOPE. The snapshot stays open until the last line has been read or the
    iterator is closed. A cursor that this database signed and that is ahead of it proves that it was restored from a
    backup: it then begins a new epoch, and its clients bootstrap again and send what it lacks (SYNC.md §1.9).
    """
    try:
        return _pull(central, caller, request)
    except Refused as refused:
        if refused.problem != CURSOR_AHEAD:
            raise
        central.begin_epoch()
        raise Refused(EPOCH_CHANGED, {"epoch": central.epoch}) from refused


def _pull(central: Central, caller: Caller, request: m.Pull) -> Iterator[bytes] | None:
    if request.epoch and request.epoch != central.epoch:
        raise Refused(EPOCH_CHANGED, {"epoch": central.epoch})
    held = read_cursor(central.anchors, central.epoch, request.cursor)
    with ExitStack() as stack:
        connection = stack.enter_context(central.reading())
        answer = _Answer(connection, caller, request, held)
        if answer.is_news():
            cursor = write_cursor(central.anchors, central.epoch, answer.positions)
            return _streamed(answer.lines(central.epoch), cursor, stack.pop_all())
    return None


def _streamed(lines: Iterator[m.Line], cursor: str, stack: ExitStack) -> Iterator[bytes]:
    with stack:
        yield from frame(lines, cursor)


class _Answer:
    """What one pull has to say, found in one snapshot.

    A scope the client holds but does not want now is named where its cursor stands; one that is no longer the user's is
    not named, which tells the client to drop it. One whose cursor stands below the scope's floor is sent whole: rows
    that left it meanwhile are no longer told of one by one.
    """

    def __init__(self, connection: Connection, caller: Caller, request: m.Pull, held: dict[str, Position]) -> None:
        self._connection = connection
        rights = admitted_scopes(connection, caller)
        wanted = request.wanted or [scope for scope in rights if scope != DIRECTORY]
        if not set(wanted) <= set(rights):
            raise Refused(FOREIGN_SCOPE)
        heads, floors = _heads(connection, wanted)
        self._held = held = {
            scope: at
            for scope, at in held.items()
            if scope not in request.reset and (scope not in heads or at.head >= floors.get(scope, 0))
        }
        self._wanted = wanted
        self._sent = [scope for scope in rights if scope in wanted and _moved(held.get(scope), heads[scope])]
        self._was_dropped = not held.keys() <= set(rights)
        self.positions = {
            scope: heads[scope] if scope in wanted else held[scope]
            for scope in rights
            if scope in wanted or scope in held
        }
        self._outcomes = outcomes_since(connection, caller.id, request.first_open_mid)

    def is_news(self) -> bool:
        """Whether the client lacks anything."""
        return bool(self._sent or self._outcomes or self._was_dropped)

    def lines(self, epoch: str) -> Iterator[m.Line]:
        """All lines but the last."""
        states = [self._state(scope, position) for scope, position in self.positions.items()]
        yield m.Begin(epoch=epoch, digest=DIGEST, scopes=states)
        if self._outcomes:
            yield m.Outcomes(outcomes=self._outcomes)
        for scope in self._sent:
            if scope in self._held:
                yield from changed_rows(self._connection, scope, self._held[scope].head)
            else:
                yield from every_row(self._connection, scope)

    def _state(self, scope: str, position: Position) -> m.ScopeState:
        return position.state(scope, reset=scope not in self._held, is_served=scope in self._wanted)


def _heads(connection: Connection, scopes: list[str]) -> tuple[dict[str, Position], dict[str, int]]:
    """Where each scope stands, and the floors of those that have one."""
    rows = connection.execute(_HEADS, {"scopes": scopes}).all()
    heads = {row.scope: Position(row.head, row.digest, row.rows) for row in rows}
    floors = {row.scope: row.floor for row in rows if row.floor is not None}
    return {scope: heads.get(scope, _EMPTY) for scope in scopes}, floors


def _moved(held: Position | None, head: Position) -> bool:
    if held is not None and (held.head > head.head or (held.head == head.head and held != head)):
        raise Refused(CURSOR_AHEAD)
    return held is None or held.head < head.head


_HEADS = (
    select(SCOPE_HEADS, SCOPE_FLOORS.c.floor)
    .outerjoin(SCOPE_FLOORS, SCOPE_FLOORS.c.scope == SCOPE_HEADS.c.scope)
    .where(SCOPE_HEADS.c.scope.in_(bindparam("scopes", expanding=True)))
)
