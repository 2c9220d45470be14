"""The read lease: a workstation that has not met the server for long stops showing what it holds (SYNC.md §6)."""

from datetime import datetime, timedelta
from enum import StrEnum

from sync.replica.clock import Clock
from sync.replica.journal import Journal
from sync.store.types import instant_from_text, instant_text

LOCKS_AFTER = timedelta(days=30)
ENDS_AFTER = timedelta(days=60)
_NOTED_EVERY = timedelta(hours=1)


class Lease(StrEnum):
    """RUNNING: everything is shown. LOCKED: nothing is, until the next contact. OVER: the replica is deleted."""

    RUNNING = "running"
    LOCKED = "locked"
    OVER = "over"


def lease_at(now: datetime, last_contact: datetime | None) -> Lease:
    """The lease at an instant; a workstation that never met the server holds nothing to lock.

    Both bounds are inclusive: locked from the 30th day on, over from the 60th.
    """
    if last_contact is None:
        return Lease.RUNNING
    silent = now - last_contact
    if silent >= ENDS_AFTER:
        return Lease.OVER
    return Lease.LOCKED if silent >= LOCKS_AFTER else Lease.RUNNING


class Contact:
    """When the server was last met, kept with the journal, and the latest instant this workstation ever saw.

    Setting the wall clock back does not lengthen the lease.
    """

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal = journal
        self._clock = clock
        known = journal.profile()
        self._met_at = _instant(known.get("met_at"))
        self._seen_at = _instant(known.get("seen_at"))
        self._see()

    def lease(self) -> Lease:
        """The lease now."""
        return lease_at(self._see(), self._met_at)

    def note(self) -> None:
        """The server was met: whatever the clock once showed, the lease begins anew."""
        now = self._clock.now()
        was_ahead = self._seen_at is not None and self._seen_at > now
        if was_ahead or self._met_at is None or abs(now - self._met_at) >= _NOTED_EVERY:
            self._met_at = self._seen_at = now
            self._journal.save_profile(met_at=instant_text(now), seen_at=instant_text(now))

    def _see(self) -> datetime:
        now = self._clock.now()
        if self._seen_at is not None and now < self._seen_at:
            return self._seen_at
        if self._seen_at is None or now - self._seen_at >= _NOTED_EVERY:
            self._seen_at = now
            self._journal.save_profile(seen_at=instant_text(now))
        return now


def _instant(text: str | None) -> datetime | None:
    return instant_from_text(text) if text else None
