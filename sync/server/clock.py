"""The server's only source of time, injected so that a story may run its own."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the instant it is."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock, the one every shipped program uses."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)
