"""A process of a benchmark as Linux sees it: its first line, its processor time, its memory."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


class Watched:
    """A running process; `said` is the first line it printed."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.said = process.stdout.readline().strip() if process.stdout else ""

    def cpu_seconds(self) -> float:
        """User and system time so far."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def megabytes(self, measure: str = "VmRSS") -> float:
        """Memory at present, or at its highest with VmHWM."""
        return megabytes(measure, self._process.pid)

    def ask(self) -> str:
        """Send a line, wait for a line."""
        if self._process.stdin is None or self._process.stdout is None:
            raise TypeError
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()


@contextmanager
def running(name: str, *arguments: str) -> Iterator[Watched]:
    """`tests.bench.processes.NAME`, ended with the block."""
    command = [sys.executable, "-m", f"tests.bench.processes.{name}", *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Watched(process)
        finally:
            process.terminate()


def megabytes(measure: str, pid: int | str = "self") -> float:
    """What Linux says of a process's memory."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.split(f"{measure}:")[1].split()[0]) / 1024
