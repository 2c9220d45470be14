"""The clocks of a workstation: the wall, which anyone may set, and one that counts sleep and cannot be set."""

import ctypes
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from typing_extensions import override


class Clock(Protocol):
    """Injected everywhere; only the composition root makes a real one."""

    def now(self) -> datetime:
        """The wall clock, as an aware UTC instant."""
        ...

    def boot(self) -> tuple[str, int]:
        """The id of this boot of the machine, and the milliseconds since it began, sleep included."""
        ...


class SystemClock(Clock):
    """The machine's own clocks."""

    def __init__(self) -> None:
        self._boot_id = _windows_boot_id() if sys.platform == "win32" else _linux_boot_id()

    @override
    def now(self) -> datetime:
        return datetime.now(UTC)

    @override
    def boot(self) -> tuple[str, int]:
        return self._boot_id, _uptime_ms()


def _uptime_ms() -> int:
    if sys.platform == "win32":
        return int(ctypes.windll.kernel32.GetTickCount64())
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000


def _linux_boot_id() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()


def _windows_boot_id() -> str:
    """Windows counts its boots in the registry."""
    import winreg  # noqa: PLC0415 - exists on Windows only

    path = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"
    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path) as key:  # type: ignore[attr-defined,unused-ignore]
        return str(winreg.QueryValueEx(key, "BootId")[0])  # type: ignore[attr-defined,unused-ignore]
