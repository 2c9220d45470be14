"""The stage of most benchmarks: a served W(n), a workstation that holds it, a colleague who acts on the same rows."""

import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from typing_extensions import override

from sync.engine.cycle import Cycle, CycleKind
from sync.engine.http import HttpTransport
from sync.protocol.messages import Pull, Push, Pushed
from sync.protocol.problems import BUSY
from sync.protocol.version import DIGEST, MAX_BATCH_ENTRIES, SCHEMA
from sync.replica.clock import Clock, SystemClock
from sync.replica.connection import new_key
from sync.replica.profile import Profile
from sync.replica.recording import UNDO_WINDOW
from sync.replica.workstation import Workstation
from tests.bench.acting import HELLO, Actor
from tests.bench.processes.watched import Watched, running
from tests.bench.seed import enrolled, seeded
from tests.bench.work import Work

_LONGEST_WAIT_S = 120.0


class LaterClock(Clock):
    """The machine's clocks; the one that counts sleep can be moved on, past the time in which an act can be undone."""

    def __init__(self) -> None:
        self._clock = SystemClock()
        self._moved = timedelta()

    def pass_undo(self) -> None:
        """The 30 seconds in which acts are held have passed."""
        self._moved += UNDO_WINDOW + timedelta(seconds=1)

    @override
    def now(self) -> datetime:
        return self._clock.now()

    @override
    def boot(self) -> tuple[str, int]:
        name, milliseconds = self._clock.boot()
        return name, milliseconds + int(self._moved.total_seconds() * 1000)


class NotingTransport(HttpTransport):
    """The shipped transport; it notes what was pulled last, and when the last push was answered."""

    pulled: tuple[bytes, ...] = ()
    pushed_at = 0.0

    @override
    def push(self, message: Push) -> Pushed:
        answer = super().push(message)
        self.pushed_at = time.perf_counter()
        return answer

    @override
    def pull(self, message: Pull) -> Iterable[bytes] | None:
        lines = super().pull(message)
        if lines is None:
            return None
        self.pulled = tuple(lines)
        return self.pulled


@dataclass
class Post:
    """A workstation with its cycles."""

    folder: Path
    key: bytes
    clock: LaterClock
    workstation: Workstation
    transport: NotingTransport
    cycle: Cycle

    def sync(self) -> None:
        """One cycle, which has to go through; a server that is making a snapshot is asked again."""
        until = time.monotonic() + _LONGEST_WAIT_S
        while (outcome := self.cycle.run()).kind is not CycleKind.DONE:
            if outcome.problem != BUSY or time.monotonic() > until:
                raise RuntimeError(outcome)
            time.sleep(outcome.retry_after_s)

    def fetch(self) -> list[bytes]:
        """What has changed, downloaded and not applied yet."""
        meta = self.workstation.meta()
        first_open_mid = self.workstation.outbox.first_open_mid()
        request = Pull(
            epoch=meta["epoch"], cursor=meta["cursor"], first_open_mid=first_open_mid, schema=SCHEMA, digest=DIGEST
        )
        return list(self.transport.pull(request) or ())


@dataclass
class Stage:
    """A served W(n). `fresh` are its applications that nobody has answered yet."""

    folder: Path
    server: Watched
    fresh: list[str]
    rows: int
    _devices: int = field(default=0)

    @property
    def url(self) -> str:
        """Where the server listens."""
        return self.server.said

    @contextmanager
    def post(self) -> Iterator[Post]:
        """A workstation that holds everything and is up to date."""
        answer = enrolled(self.url, "bench")
        self._devices += 1
        folder, key, clock = self.folder / f"profile-{self._devices}", new_key(), LaterClock()
        with (
            closing(Workstation.open(folder, key, clock)) as workstation,
            closing(NotingTransport(self.url, answer.token)) as transport,
        ):
            profile = Profile(self.url, answer.client_id, answer.token, answer.user_id, answer.user_name)
            workstation.save_profile(profile)
            post = Post(folder, key, clock, workstation, transport, Cycle(workstation, transport))
            post.sync()
            post.sync()
            yield post


@contextmanager
def staged(rows: int, database_url: str = "") -> Iterator[Stage]:
    """W(rows) on a server of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        folder = Path(place)
        (folder / "floor").mkdir()
        work = Work(rows)
        settings = seeded(folder, work, database_url=database_url)
        fresh, count = work.ids("new"), sum(map(len, work.rows.values()))
        del work
        with running("server", str(folder), settings.database_url) as server:
            yield Stage(folder, server, fresh, count)


class Colleague:
    """A device that acts on the served rows through the protocol, and holds none."""

    def __init__(self, transport: HttpTransport) -> None:
        self._transport = transport
        self._actor = Actor(transport.hello(HELLO))

    def act(self, acts: Iterable[object]) -> None:
        """Have the server execute these; each has to be applied."""
        entries = [self._actor.entry(args) for args in acts]
        for start in range(0, len(entries), MAX_BATCH_ENTRIES):
            message = Push(epoch=self._actor.epoch, entries=entries[start : start + MAX_BATCH_ENTRIES])
            for outcome in self._transport.push(message).outcomes:
                if outcome.status != "applied":
                    raise RuntimeError(outcome)


@contextmanager
def colleague(stage: Stage) -> Iterator[Colleague]:
    """Another device of the same user."""
    with closing(HttpTransport(stage.url, enrolled(stage.url, "colleague").token)) as transport:
        yield Colleague(transport)
