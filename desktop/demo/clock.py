"""The one clock of the story: server and workstations read it, and it goes only when the story says so."""

from datetime import UTC, datetime, timedelta

from typing_extensions import override

from sync.replica.clock import Clock

BEGINS_AT = datetime(2021, 2, 9, 8, 42, tzinfo=UTC)


class StoryClock(Clock):
    """Stands still between two steps. One boot of one machine lasts for the whole story."""

    def __init__(self, begins_at: datetime = BEGINS_AT) -> None:
        self._begins_at = begins_at
        self._now = begins_at

    @override
    def now(self) -> datetime:
        return self._now

    @override
    def boot(self) -> tuple[str, int]:
        return "story", int((self._now - self._begins_at).total_seconds() * 1000)

    def advance(self, **duration: float) -> None:
        """Let time pass: `advance(days=2)`, `advance(seconds=31)`."""
        self._now += timedelta(**duration)

    def go_to(self, instant: datetime) -> None:
        """Let time pass until an instant that has not come yet."""
        self._now = max(self._now, instant)
