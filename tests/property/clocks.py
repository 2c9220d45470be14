"""Time in the simulation: one true time, a server that knows it, workstations whose clocks people set."""

from datetime import UTC, datetime, timedelta

from typing_extensions import override

from sync.replica.clock import Clock


class TrueTime:
    """What time it really is; moves only when told."""

    def __init__(self, now: datetime = datetime(2021, 2, 8, 9, tzinfo=UTC)) -> None:
        self._now = now

    def now(self) -> datetime:
        """The present instant; this is the server's clock too."""
        return self._now

    def pass_by(self, duration: timedelta) -> None:
        """Let time go by."""
        self._now += duration


class StationClock(Clock):
    """A workstation's clocks: a wall off by `skew`, and a boot counter that sleeps never stop."""

    def __init__(self, time: TrueTime, name: str) -> None:
        self._time = time
        self._name = name
        self._boots = 1
        self._booted_at = time.now() - timedelta(hours=1)
        self.skew = timedelta()

    @override
    def now(self) -> datetime:
        return self._time.now() + self.skew

    @override
    def boot(self) -> tuple[str, int]:
        return f"{self._name}-{self._boots}", int((self._time.now() - self._booted_at).total_seconds() * 1000)

    def reboot(self) -> None:
        """The machine starts again."""
        self._boots += 1
        self._booted_at = self._time.now()
