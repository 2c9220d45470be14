"""The processes of a campaign: central servers and workstations that can be killed and started again in no time.

They are forked from a process that has loaded everything already (the standard library's fork server), so that a start
costs milliseconds instead of the second that loading takes; each is a process of its own, with its own files.
"""

import json
import multiprocessing
import os
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom
from signal import SIGKILL
from typing import Any

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.faults.children"])
PATIENCE_S = 30.0
# Below the ports that the system hands out by itself, so that none of them takes a server's place while it is down.
_PORTS = range(20_000, 32_000)


def free_port() -> int:
    """A port of the loopback that nobody has."""
    while True:
        port = SystemRandom().choice(_PORTS)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port


@dataclass(frozen=True, slots=True)
class Place:
    """Where processes run: the address servers listen on, and the network namespace workstations live in ("": ours)."""

    host: str = "127.0.0.1"
    namespace: str = ""


LOOPBACK = Place()


class Child:
    """A process whose output goes to a file that outlives it."""

    def __init__(self, name: str, log: Path) -> None:
        self.name = name
        self.log = log
        self._process: Any = None
        self._told_before = 0
        self.kills = 0

    def _start(self, target: Callable[..., None], *arguments: object) -> None:
        self._told_before = self._told()
        self._process = _FORKS.Process(target=target, args=(str(self.log), *arguments), daemon=True)
        self._process.start()

    @property
    def pid(self) -> int:
        """The process id."""
        return int(self._process.pid)

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.is_alive()

    def _told(self) -> int:
        return self.log.stat().st_size if self.log.exists() else 0

    def await_work(self) -> None:
        """Return once it has said something since its start, or has ended."""
        end = time.monotonic() + PATIENCE_S
        while self._told() == self._told_before and self.is_running and time.monotonic() < end:
            time.sleep(0.005)

    def tail(self) -> str:
        """The end of its log."""
        return self.log.read_text(encoding="utf-8")[-800:] if self.log.exists() else ""

    def kill(self) -> bool:
        """SIGKILL; whether that is what ended it."""
        self._process.kill()
        self._process.join(PATIENCE_S)
        died = bool(self._process.exitcode == -SIGKILL)
        self.kills += died
        return died

    def wait(self, seconds: float = PATIENCE_S) -> int | None:
        """The exit status; None when it still runs after that time."""
        self._process.join(seconds)
        status: int | None = self._process.exitcode
        return status


class ServerChild(Child):
    """`passerelle-server serve` on a database and a port, with or without a planted bug."""

    def __init__(self, folder: Path, database_url: str, place: Place = LOOPBACK, plant: str = "") -> None:
        super().__init__("server", folder / "server.log")
        self.host = place.host
        self.port = free_port()
        self._arguments = ["serve", "--database", database_url, "--host", place.host, "--port", str(self.port)]
        self._arguments += ["--note", str(folder / "central.note")]
        self.plant = plant

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://{self.host}:{self.port}"

    def start(self) -> None:
        """Start it; it listens a little later."""
        from tests.faults.children import serve  # noqa: PLC0415 - children imports the whole product

        self._start(serve, self._arguments, self.plant)

    def await_listening(self) -> None:
        """Return once it answers; TimeoutError when it does not."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            with socket.socket() as probe:
                if not probe.connect_ex((self.host, self.port)):
                    return
            time.sleep(0.01)
        raise TimeoutError(f"the server does not listen: {self.tail()}")


class WorkstationChild(Child):
    """The headless driver on a profile folder."""

    def __init__(self, folder: Path, name: str, employer: str, place: Place = LOOPBACK) -> None:
        super().__init__(name, folder / f"{name}.log")
        self.folder = folder / name
        self._place = place
        self.arguments = [str(self.folder), "--employer", employer]

    def start(self, *options: str, gate: Path | None = None) -> None:
        """Start it with more options; with a gate it waits, before it opens anything, until that file exists."""
        from tests.faults.children import drive  # noqa: PLC0415 - children imports the whole product

        self._start(drive, [*self.arguments, *options], self._place.namespace, str(gate or ""))

    def said(self) -> list[dict[str, Any]]:
        """Everything it ever said, over all its lives."""
        return said_in(self.log)


def said_in(log: Path) -> list[dict[str, Any]]:
    """The JSON lines of a log; what libraries log beside them is left out."""
    if not log.exists():
        return []
    lines = log.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def acknowledged(log: Path) -> list[str]:
    """The ids of the acts that were acknowledged as kept."""
    return [str(line["act"]) for line in said_in(log) if "act" in line]


def redirect(log: str) -> None:
    """Let this process write to the end of a file only."""
    target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(target, stream)
    os.close(target)


def exit_with(status: int) -> None:
    """End a forked process at once, as a program of its own would."""
    sys.stdout.flush()
    os._exit(status)
