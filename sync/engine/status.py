"""The status shown to the user: computed from data each time, never remembered (SYNC.md §11)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
    """What the status is computed from. `blocked` is a problem's code; `done` of `total` acts are through."""

    is_online: bool
    pending: int
    issues: int
    blocked: str = ""
    is_running: bool = False
    done: int = 0
    total: int = 0
    synced_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncStatus:
    """The status of the whole workstation."""

    kind: StatusKind
    facts: SyncFacts


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
    return SyncStatus(kind=next(kind for kind, holds in kinds if holds), facts=facts)
