"""Many entries of the journal on their way at once: a question and a statement for all of them, not for each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Update, bindparam, func, or_, select, update

from sync.domain.inbox import WAITS_FOR_OTHERS
from sync.protocol.messages import OutcomeMessage
from sync.replica.entry import OPEN_STATES, EntryEvent, EntryState, step
from sync.replica.tables import ENTRIES


def move(connection: Connection, events: Mapping[int, EntryEvent]) -> None:
    """Take entries through their machine; an event that is impossible where one stands leaves it there."""
    states = {row.mid: EntryState(row.state) for row in _between(connection, events)}
    after = {mid: step(states[mid], event) for mid, event in events.items() if mid in states}
    set_each(connection, _MOVED, [{"key": mid, "state": state} for mid, state in after.items() if state is not None])


def ours(connection: Connection, outcomes: Iterable[OutcomeMessage]) -> list[OutcomeMessage]:
    """Those that are about our entries: another copy of this profile may have sent its own under the same mids."""
    all_told = list(outcomes)
    known = {row.mid: row.id for row in _between(connection, [outcome.mid for outcome in all_told])}
    return [outcome for outcome in all_told if known.get(outcome.mid) == outcome.id]


def _between(connection: Connection, mids: Collection[int]) -> Sequence[Row[int, str, str]]:
    """Id and state of the entries from the first to the last of these."""
    return connection.execute(_BETWEEN, {"first": min(mids), "last": max(mids)}).all() if mids else ()


def set_each(connection: Connection, statement: Update, values: list[dict[str, Any]]) -> None:
    """Run one of the statements below for many entries; `key` is the mid of each."""
    if values:
        connection.execute(statement, values)


def told(outcome: OutcomeMessage) -> dict[str, Any]:
    """What TOLD writes of an outcome."""
    facts = msgspec.json.encode(outcome.facts).decode()
    return {"key": outcome.mid, "status": outcome.status, "code": outcome.code, "facts": facts}


_BETWEEN = select(ENTRIES.c.mid, ENTRIES.c.id, ENTRIES.c.state).where(
    ENTRIES.c.mid.between(bindparam("first"), bindparam("last"))
)
FIRST_WANTED = select(func.min(ENTRIES.c.mid)).where(
    or_(ENTRIES.c.state.in_(OPEN_STATES), ENTRIES.c.code == WAITS_FOR_OTHERS)
)
_ONE = update(ENTRIES).where(ENTRIES.c.mid == bindparam("key"))
_MOVED = _ONE.values(state=bindparam("state"))
SENT = _ONE.values(sent_at=bindparam("at"))
CLOSED = _ONE.values(closed_at=bindparam("at"))
TOLD = _ONE.values(status=bindparam("status"), code=bindparam("code"), facts=bindparam("facts"))
