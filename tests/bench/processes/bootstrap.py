"""One bootstrap of a new workstation by the shipped engine; prints its figures."""

import json
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from typing_extensions import override

from sync.engine.bootstrap import Watcher
from sync.engine.cycle import Cycle, CycleKind
from sync.engine.http import HttpTransport, enrol
from sync.protocol.messages import Enrol
from sync.protocol.problems import BUSY
from sync.replica.changes import ChangeSet
from sync.replica.clock import SystemClock
from sync.replica.connection import new_key
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation
from tests.bench.processes.watched import megabytes
from tests.bench.work import EMAIL, PASSWORD


class StopWatch(Watcher):
    """Notes when each stage is reached, and how many bytes were fetched."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self.seconds: dict[str, float] = {}
        self.bytes = 0

    def note(self, stage: str) -> None:
        """A stage is reached now."""
        self.seconds[stage] = time.perf_counter() - self._start

    @override
    def received(self, done: int, total: int) -> None:
        self.bytes = done

    @override
    def opened(self, changes: ChangeSet) -> None:
        self.note("open_seconds")

    @override
    def completed(self, changes: ChangeSet) -> None:
        self.note("rows_seconds")

    @override
    def indexed(self) -> None:
        self.note("search_seconds")

    @override
    def is_cancelled(self) -> bool:
        return False


def main(url: str, folder: Path) -> None:
    """Sign in, and bootstrap until everything can be searched."""
    answer = enrol(url, Enrol(email=EMAIL, password=PASSWORD, device_name="bench"))
    with tempfile.TemporaryDirectory(dir=folder) as place:
        profile = Profile(url, answer.client_id, answer.token, answer.user_id, answer.user_name)
        with closing(Workstation.open(Path(place), new_key(), SystemClock())) as workstation:
            workstation.save_profile(profile)
            with closing(HttpTransport(url, answer.token)) as transport:
                print(json.dumps(figures(workstation, transport)))


def figures(workstation: Workstation, transport: HttpTransport) -> dict[str, float]:
    """What one bootstrap took; a server that is still making the snapshot is asked again."""
    while True:
        watch = StopWatch()
        outcome = Cycle(workstation, transport, watcher=watch).run()
        watch.note("cycle_seconds")
        if outcome.kind is CycleKind.DONE:
            break
        if outcome.problem != BUSY:
            raise SystemExit(str(outcome))
        time.sleep(outcome.retry_after_s)
    wire = {"wire_megabytes": watch.bytes / 1e6}
    return watch.seconds | wire | {"memory_megabytes": megabytes("VmRSS"), "peak_memory_megabytes": megabytes("VmHWM")}


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
