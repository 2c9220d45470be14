"""The status shown to the user: computed from data each time, never remembered (SYNC.md §11)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

WALL_TOLERANCE = timedelta(minutes=5)
"""How far the wall clock may be off before it is said (SYNC.md §7)."""


class StatusKind(StrEnum):
    """What the pill shows, most pressing first."""

    BLOCKED = "blocked"
    TO_SETTLE = "to_settle"
    OFFLINE = "offline"
    RUNNING = "running"
    WAITING = "waiting"
    UP_TO_DATE = "up_to_date"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncFacts:
    """What the status is computed from. `blocked` is a problem's code; `done` of `total` acts are through.

    `wall_error` is how far the wall clock is ahead of the server's (negative: behind; None: not known).
    """

    is_online: bool
    pending: int
    issues: int
    blocked: str = ""
    is_running: bool = False
    done: int = 0
    total: int = 0
    synced_at: datetime | None = None
    wall_error: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncStatus:
    """The status of the whole workstation. `wall_error` is None unless the clock is off by 5 minutes or more."""

    kind: StatusKind
    facts: SyncFacts
    wall_error: timedelta | None = None


def status_of(facts: SyncFacts) -> SyncStatus:
    """The one status to show: blocked, to settle, offline, running, waiting, up to date, in that order."""
    kinds = (
        (StatusKind.BLOCKED, bool(facts.blocked)),
        (StatusKind.TO_SETTLE, facts.issues > 0),
        (StatusKind.OFFLINE, not facts.is_online),
        (StatusKind.RUNNING, facts.is_running),
        (StatusKind.WAITING, facts.pending > 0),
        (StatusKind.UP_TO_DATE, True),
    )
    off = facts.wall_error
    is_off = off is not None and abs(off) >= WALL_TOLERANCE
    return SyncStatus(
        kind=next(kind for kind, holds in kinds if holds), facts=facts, wall_error=off if is_off else None
    )
