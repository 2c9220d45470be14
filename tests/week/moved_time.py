"""Time that is moved for real processes: libfaketime between a program and the system's clocks.

The processes run the shipped code with the shipped `SystemClock`; every call for the time reads an offset from a file,
so that days pass for all of them at once by writing that file anew.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sync.replica.clock import SystemClock

_LIBRARIES = ("/usr/lib/*/faketime/libfaketimeMT.so.1", "/usr/lib*/faketime/libfaketimeMT.so.1")
_SHARED = Path("/dev/shm")  # noqa: S108 - where the library leaves what a killed process could not remove


class Missing(Exception):  # noqa: N818 - no error: this machine cannot move time
    """Why time cannot be moved here."""


def library() -> Path:
    """Where libfaketime is; Missing when it is not installed."""
    for pattern in _LIBRARIES:
        for found in Path("/").glob(pattern.removeprefix("/")):
            return found
    raise Missing("libfaketime is not installed (Debian: faketime)")


class MovedTime(SystemClock):
    """The time of the processes that run with `environment()`: the machine's, moved by what the file says."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self._library = library()
        self._seconds = 0
        self.shift(0)

    def shift(self, seconds: int) -> None:
        """Move the clocks to so many seconds off the machine's."""
        self._seconds = seconds
        new = self._file.with_suffix(".new")
        new.write_text(f"{seconds:+d}\n", encoding="ascii")
        new.replace(self._file)

    def go_to(self, instant: datetime) -> None:
        """Let it be that instant now; time never goes back by this."""
        self.shift(max(self._seconds, int((instant - datetime.now(UTC)).total_seconds())))

    def begin_at(self, instant: datetime) -> None:
        """Let it be that instant, wherever the clocks stand."""
        self.shift(int((instant - datetime.now(UTC)).total_seconds()))

    def advance(self, **duration: float) -> None:
        """Let time pass: `advance(days=2)`."""
        self.shift(self._seconds + int(timedelta(**duration).total_seconds()))

    def now(self) -> datetime:
        """What the processes read."""
        return datetime.fromtimestamp(datetime.now(UTC).timestamp() + self._seconds, UTC)

    def environment(self, *, only_wall: bool = False) -> dict[str, str]:
        """The environment of a process that lives in this time.

        The clock that counts sleep moves along, as on a machine that slept; with `only_wall` it stays the machine's, as
        when somebody sets the wall clock.
        """
        return os.environ | {
            "LD_PRELOAD": str(self._library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1" if only_wall else "0",
        }


def sweep() -> None:
    """Remove what the library of a killed process left in shared memory."""
    for kind in ("faketime_shm_", "sem.faketime_sem_"):
        for left in _SHARED.glob(f"{kind}*"):
            if not Path("/proc", left.name.removeprefix(kind)).exists():
                left.unlink(missing_ok=True)
