"""No state without a deadline (invariant 22): each act's next step is due at a known time, and comes.

The times are the shipped schedule's: how long an act is held, when a cycle is tried again, and how often the server
tries an act at which it stumbles.
"""

from datetime import timedelta
from random import Random

from sync.engine.cycle import CycleKind, CycleOutcome
from sync.engine.schedule import IDLE_S, LONGEST_RETRY_S, idle_delay, retry_delay
from sync.replica.entry import EntryState
from sync.replica.journal import JournalEntry
from sync.replica.recording import UNDO_WINDOW
from sync.replica.workstation import Workstation
from tests.property.oracle import require

LONGEST_WISH_S = 20 * 60.0
"""The longest a server may ask a client to wait."""
LONGEST_STUMBLE = timedelta(minutes=40)
"""An act the server stumbles at is parked after 5 tries over 30 minutes."""
LONGEST_DRAIN = timedelta(minutes=5)
_AFTER_HOLD_S = 0.2


class Schedule:
    """When a workstation's next cycle is due, as the sync thread reckons."""

    def __init__(self, name: str) -> None:
        self._random = Random(f"schedule {name}")
        self._failures = 0

    def after(self, workstation: Workstation, outcome: CycleOutcome) -> timedelta:
        """How long after this outcome; Broken when that is no deadline."""
        if outcome.kind is CycleKind.DONE:
            self._failures = 0
            delay, longest = idle_delay(_held_for_s(workstation)), IDLE_S
        else:
            self._failures += 1
            delay = retry_delay(self._failures, self._random.random, outcome.retry_after_s)
            longest = max(LONGEST_RETRY_S, LONGEST_WISH_S)
        require(0 <= delay <= longest, "22 deadline", f"the next try is due in {delay} s")
        return timedelta(seconds=delay)


def _held_for_s(workstation: Workstation) -> float | None:
    """Seconds until the first held act may leave, and a moment more; None when none is held."""
    boot, now_ms = workstation.clock.boot()
    held = [item.hold_until_ms for item in workstation.pending() if item.is_held(boot, now_ms)]
    return (min(held) - now_ms) / 1000 + _AFTER_HOLD_S if held else None


def check_holds(workstation: Workstation) -> None:
    """An act that is held may leave within the seconds of its undo, on the clock of this boot."""
    boot, now_ms = workstation.clock.boot()
    for item in workstation.pending():
        if item.is_held(boot, now_ms):
            is_due = item.hold_boot == boot and item.hold_until_ms - now_ms <= UNDO_WINDOW / timedelta(milliseconds=1)
            require(is_due, "22 deadline", f"mid {item.mid} is held until {item.hold_until_ms} of {item.hold_boot}")


def open_entries(workstation: Workstation) -> list[JournalEntry]:
    """What is not closed yet."""
    return [item for item in workstation.recent(10_000) if item.state is not EntryState.CLOSED]


def longest_drain(workstation: Workstation) -> timedelta:
    """Within what time every open act of a workstation must be closed, when nothing goes wrong any more."""
    poisons = len([item for item in open_entries(workstation) if item.entry.args.get("body") == "poison"])
    return LONGEST_DRAIN + poisons * LONGEST_STUMBLE
