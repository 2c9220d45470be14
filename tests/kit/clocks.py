"""A clock that goes only when told, for everything that takes one."""

from datetime import UTC, datetime, timedelta

from typing_extensions import override

from sync.replica.clock import Clock


class FakeClock(Clock):
    """Stands at 8 February 2021, 10:00 in Paris, until moved."""

    def __init__(self, now: datetime = datetime(2021, 2, 8, 9, tzinfo=UTC)) -> None:
        self._now = now
        self._boot = "boot-1"
        self._booted_at = now

    @override
    def now(self) -> datetime:
        return self._now

    @override
    def boot(self) -> tuple[str, int]:
        return self._boot, int((self._now - self._booted_at).total_seconds() * 1000)

    def advance(self, **duration: float) -> None:
        """Let time pass: `advance(days=2)`, `advance(seconds=31)`."""
        self._now += timedelta(**duration)

    def set_wall(self, now: datetime) -> None:
        """Set the wall clock, as a user may; the clock that counts sleep does not notice."""
        self._booted_at += now - self._now
        self._now = now

    def reboot(self) -> None:
        """Another boot of the machine."""
        self._boot += "+"
        self._booted_at = self._now
