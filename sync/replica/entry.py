"""The life of an entry (SYNC.md §4), as one small machine.

recorded → held → sent → executed → closed; or parked; or void. `held` is recorded with a deadline before which it is
not sent. A void entry is still pushed, so that the chain has no gap, and executes as a noop.
"""

from enum import StrEnum


class EntryState(StrEnum):
    """Where an entry is on its way."""

    RECORDED = "recorded"
    HELD = "held"
    VOID = "void"
    SENT = "sent"
    EXECUTED = "executed"
    PARKED = "parked"
    CLOSED = "closed"


class EntryEvent(StrEnum):
    """What happens to an entry."""

    UNDO = "undo"
    SEND = "send"
    ANSWER = "answer"
    PARK = "park"
    PULL = "pull"
    RESTORE = "restore"


_UNSENT = (EntryState.RECORDED, EntryState.HELD)
_ON_THE_WAY = (EntryState.VOID, EntryState.SENT, EntryState.EXECUTED, EntryState.PARKED)

_STEPS: dict[tuple[EntryState, EntryEvent], EntryState] = {
    (EntryState.HELD, EntryEvent.UNDO): EntryState.VOID,
    **{(state, EntryEvent.SEND): EntryState.SENT for state in (*_UNSENT, *_ON_THE_WAY)},
    **{(state, EntryEvent.ANSWER): EntryState.EXECUTED for state in (*_UNSENT, *_ON_THE_WAY)},
    **{(state, EntryEvent.PARK): EntryState.PARKED for state in (*_UNSENT, *_ON_THE_WAY)},
    **{(state, EntryEvent.PULL): EntryState.CLOSED for state in EntryState},
    (EntryState.CLOSED, EntryEvent.RESTORE): EntryState.SENT,
}

OPEN_STATES = tuple(state for state in EntryState if state is not EntryState.CLOSED)


def step(state: EntryState, event: EntryEvent) -> EntryState | None:
    """The state after an event; None where the event cannot happen in that state."""
    return _STEPS.get((state, event))
