"""The machines of a story: a central server and workstations, each a process of its own, in one moved time."""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from signal import SIGKILL
from typing import Any

from sync.server.central import Central
from sync.server.settings import Settings
from tests.faults.processes import free_port
from tests.week.moved_time import MovedTime, sweep

PATIENCE_S = 60.0
_PIECE = 65536
_LISTENS = "Passerelle écoute"


class Program:
    """A program in a moved time, asked and answering line by line."""

    def __init__(self, log: Path, moved: MovedTime) -> None:
        self.log = log
        self.moved = moved
        self._process: subprocess.Popen[bytes] | None = None
        self._heard = b""

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    def launch(self, command: Sequence[str], *, only_wall: bool = False) -> None:
        """Start it."""
        self._heard = b""
        with self.log.open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=self.moved.environment(only_wall=only_wall) | {"PYTHONUNBUFFERED": "1"},
            )

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The living process; LookupError before its start."""
        if self._process is None:
            raise LookupError(self.log.stem)
        return self._process

    def line(self) -> str:
        """The next line it says; TimeoutError when it keeps silent, EOFError when it has ended."""
        output = self.process.stdout
        while b"\n" not in self._heard:
            if output is None or not select.select([output], [], [], PATIENCE_S)[0]:
                raise TimeoutError(f"{self.log.stem} says nothing: {self.tail()}")
            piece = os.read(output.fileno(), _PIECE)
            if not piece:
                raise EOFError(f"{self.log.stem} ended: {self.tail()}")
            self._heard += piece
        said, _, self._heard = self._heard.partition(b"\n")
        return said.decode()

    def tail(self) -> str:
        """The end of its log."""
        return self.log.read_text(encoding="utf-8")[-2000:]

    def stop(self) -> int:
        """Let it end by itself; its exit status."""
        process, self._process = self.process, None
        process.communicate(timeout=PATIENCE_S)
        return process.returncode

    def kill(self) -> bool:
        """SIGKILL; whether that is what ended it."""
        process, self._process = self.process, None
        process.kill()
        process.communicate(timeout=PATIENCE_S)
        sweep()
        return process.returncode == -SIGKILL


class Machine(Program):
    """A workstation: its profile folder, and the process that works on it while the machine is on."""

    def __init__(self, folder: Path, name: str, employer: str, moved: MovedTime) -> None:
        super().__init__(folder / f"{name}.log", moved)
        self.name = name
        self.folder = folder / name
        self._employer = employer
        self.boots = 0
        self.seed = 0
        self.acts: list[str] = []

    def start(self, *, only_wall: bool = False, around: Sequence[str] = (), boot: str | None = None) -> dict[str, Any]:
        """Switch it on, for another boot unless one is named ("": the kernel's). `around` is a command to run it in."""
        self.boots += 1
        named = f"{self.name}-{self.boots}" if boot is None else boot
        program = [sys.executable, "-m", "tests.week.puppet", str(self.folder), "--employer", self._employer]
        options = ["--seed", str(self.seed + self.boots), "--boot", named]
        self.launch([*around, *program, *options], only_wall=only_wall)
        return self.hear()

    def ask(self, do: str, **what: Any) -> dict[str, Any]:  # noqa: ANN401 - the arguments of a request
        """A request and its answer; acts acknowledged on the way are kept in `acts`."""
        self.begin(do, **what)
        return self.hear()

    def begin(self, do: str, **what: Any) -> None:  # noqa: ANN401 - the arguments of a request
        """A request whose answer is not waited for."""
        if self.process.stdin is None:
            raise LookupError(self.name)
        self.process.stdin.write(json.dumps({"do": do, **what}).encode() + b"\n")
        self.process.stdin.flush()

    def hear_act(self) -> str:
        """Wait for the next act it acknowledges."""
        said: dict[str, Any] = json.loads(self.line())
        self._note(said)
        return str(said["act"])

    def hear(self) -> dict[str, Any]:
        """The answer to what was asked last; acts acknowledged on the way are kept in `acts`."""
        while True:
            said: dict[str, Any] = json.loads(self.line())
            self._note(said)
            if "ok" in said:
                return said

    def _note(self, said: dict[str, Any]) -> None:
        if "act" in said:
            self.acts.append(str(said["act"]))

    def sync(self, tries: int = 5) -> dict[str, Any]:
        """Cycles until one is done; the last one, whatever it was, and how many acts were sent again in all."""
        reissued = 0
        forked = False
        outcome: dict[str, Any] = {}
        for _ in range(tries):
            outcome = self.ask("sync")
            reissued += outcome["reissued"]
            forked = forked or outcome["forked"]
            if outcome["kind"] == "done" and not outcome["pending"]:
                break
        return outcome | {"reissued": reissued, "forked": forked}

    def rows(self, sql: str, **values: object) -> list[list[Any]]:
        """What a query finds on the replica."""
        found: list[list[Any]] = self.ask("select", sql=sql, values=values)["rows"]
        return found


class Server(Program):
    """`passerelle-server` on a SQLite file and a port of its own; `plant` names a module that serves with a bug."""

    def __init__(self, folder: Path, moved: MovedTime, plant: str = "") -> None:
        super().__init__(folder / "server.log", moved)
        self._program = (sys.executable, "-m", plant) if plant else _COMMAND
        self.file = folder / "server" / "central.db"
        self.file.parent.mkdir()
        self.port = free_port()

    @property
    def url(self) -> str:
        """Where workstations find it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def database_url(self) -> str:
        """Its database."""
        return f"sqlite:///{self.file}"

    def start(self) -> None:
        """Serve; returns once it listens."""
        self.launch([*self._program, "serve", "--database", self.database_url, "--port", str(self.port)])
        while _LISTENS not in self.line():
            time.sleep(0.01)

    def run(self, *words: str) -> str:
        """Another command of the operator's, on the same database; what it said."""
        done = subprocess.run(
            [*_COMMAND, *words, "--database", self.database_url],
            env=self.moved.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )
        if done.returncode:
            raise ChildProcessError(done.stdout + done.stderr)
        return done.stdout

    @contextmanager
    def central(self) -> Iterator[Central]:
        """The server's own view of its rows, for whoever writes or reads them beside it."""
        central = Central(Settings(database_url=self.database_url), self.moved)
        try:
            yield central
        finally:
            central.close()

    def backup(self) -> dict[str, bytes]:
        """Its files as they lie on disk, taken while it is stopped for a moment."""
        was_running = self.is_running
        if was_running:
            self.kill()
        files = {file.name: file.read_bytes() for file in self.file.parent.iterdir() if file.is_file()}
        if was_running:
            self.start()
        return files

    def restore(self, files: dict[str, bytes]) -> None:
        """The backup in place of what came after it; the server is down afterwards."""
        if self.is_running:
            self.kill()
        for file in self.file.parent.iterdir():
            if file.is_file() and file.name.startswith(self.file.name):
                file.unlink()
        for name, content in files.items():
            if name.startswith(self.file.name):
                (self.file.parent / name).write_bytes(content)


_COMMAND = (sys.executable, "-c", "import sys; from sync.server.cli import main; sys.exit(main())")
