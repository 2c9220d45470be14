"""Whether the feed ever skips a commit: `python -m tests.faults feed [--writers N] [--commits N] [--seed S] [--json]`.

Concurrent writers commit to several scopes at once through the shipped unit of work, on a real PostgreSQL, while a
device follows its cursor. A commit is missed when the device never gets one of its rows, torn when a pull brings some
of its rows and not the others. The control follows a plain database sequence over the very same commits, as many
systems do: numbers are taken early, commits end in another order, and the cursor passes over those that end late.
"""

import argparse
import json
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from itertools import pairwise
from random import Random

from sqlalchemy import text

from sync.server.central import Central
from sync.server.clock import SystemClock
from sync.server.opening import opened
from sync.server.settings import Settings
from sync.server.unit_of_work import UnitOfWork
from tests.kit.central import Device, people
from tests.kit.people import ACI, ALICE, application, membership
from tests.kit.postgres import postgresql

_EMPLOYERS = tuple(f"employer-{number}" for number in range(6))
_NOTE = text("INSERT INTO naive_feed (seq, commit_number) SELECT :seq, :number")
_NEXT = text("SELECT nextval('naive_seq')")
_SINCE = text("SELECT seq, commit_number FROM naive_feed WHERE seq > :cursor ORDER BY seq")


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of a run; `faults_that_happened` are commits that ended before one begun earlier."""

    rounds: int
    faults_that_happened: int
    acts: int
    lost: int
    doubled: int
    control_failed: bool
    missed: int
    torn: int
    control_missed: int
    commits_per_second: int
    seed: int

    @property
    def is_good(self) -> bool:
        """The feed skipped nothing where the control did."""
        return self.control_failed and self.faults_that_happened > 0 and not (self.lost or self.doubled or self.torn)


@dataclass(slots=True)
class _Run:
    """What the writers have left to do and did."""

    commits: int
    seed: int
    lock: threading.Lock = field(default_factory=threading.Lock)
    taken: int = 0
    rows: dict[int, frozenset[str]] = field(default_factory=dict)
    is_over: threading.Event = field(default_factory=threading.Event)
    errors: list[BaseException] = field(default_factory=list)

    def take(self) -> int | None:
        """The number of the next commit, None when there are enough."""
        with self.lock:
            if self.taken == self.commits or self.errors:
                return None
            self.taken += 1
            return self.taken


def _write(central: Central, run: _Run) -> None:
    while (number := run.take()) is not None:
        random = Random(f"{run.seed}-{number}")
        employers = random.sample(_EMPLOYERS, random.randint(2, 4))
        rows = {_row_id(number, employers, one): one for one in employers}
        with central.work() as unit:
            seq = unit.connection.scalar(_NEXT)
            for row_id, employer in rows.items():
                unit.world.put(application(id=row_id, employer_id=employer))
                time.sleep(random.expovariate(1_000))
            unit.connection.execute(_NOTE, {"seq": seq, "number": number})
        run.rows[number] = frozenset(rows)


def _row_id(number: int, employers: list[str], employer: str) -> str:
    """Says of which commit the row is and how many rows that commit has."""
    return f"{number}/{len(employers)}/{employer}"


class _Follower:
    """A device that pulls until the writers are done, and once more."""

    def __init__(self, central: Central, run: _Run) -> None:
        self._device = Device(central, ALICE)
        self._run = run
        self.torn: set[int] = set()

    def follow(self) -> None:
        """Pull again and again."""
        while not self._run.is_over.is_set():
            self._pull()
        self._pull()

    def _pull(self) -> None:
        if self._device.pull():
            parts = Counter(tuple(map(int, row_id.split("/")[:2])) for row_id in self.seen)
            self.torn |= {number for (number, whole), count in parts.items() if count != whole}

    @property
    def seen(self) -> set[str]:
        """Every application the device holds, in whatever scope."""
        held = (self._device.held(f"employer:{employer}", "job_applications") for employer in _EMPLOYERS)
        return {row_id for rows in held for row_id in rows}


class _Naive:
    """The control: follows `seq > cursor` on a sequence."""

    def __init__(self, central: Central, run: _Run) -> None:
        self._central = central
        self._run = run
        self._cursor = 0
        self.seen: set[int] = set()

    def follow(self) -> None:
        """Read again and again."""
        while not self._run.is_over.is_set():
            self._read()
            time.sleep(0.002)
        self._read()

    def _read(self) -> None:
        with self._central.reading() as connection:
            for seq, number in connection.execute(_SINCE, {"cursor": self._cursor}):
                self._cursor = seq
                self.seen.add(number)


def play(writers: int, commits: int, seed: int) -> Result:
    """Run the writers and both kinds of readers to the end."""
    with _central() as central:
        run = _Run(commits, seed)
        follower, naive = _Follower(central, run), _Naive(central, run)
        readers = [_thread(run, follower.follow), _thread(run, naive.follow)]
        begin = time.monotonic()
        busy = [_thread(run, lambda: _write(central, run)) for _ in range(writers)]
        for thread in busy:
            thread.join()
        seconds = time.monotonic() - begin
        run.is_over.set()
        for thread in readers:
            thread.join()
        if run.errors:
            raise run.errors[0]
        return _result(central, run, (follower, naive), seconds)


def _thread(run: _Run, work: Callable[[], None]) -> threading.Thread:
    def guarded() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the campaign must end and tell
            run.errors.append(error)
            run.is_over.set()

    thread = threading.Thread(target=guarded)
    thread.start()
    return thread


def _result(central: Central, run: _Run, readers: tuple[_Follower, _Naive], seconds: float) -> Result:
    follower, naive = readers
    expected = {row_id for rows in run.rows.values() for row_id in rows}
    missed = len({row_id.partition("/")[0] for row_id in expected - follower.seen})
    control_missed = len(run.rows) - len(naive.seen)
    return Result(
        rounds=run.commits,
        faults_that_happened=_overtakings(central),
        acts=len(run.rows),
        lost=missed,
        doubled=_doubled(central, run),
        control_failed=control_missed > 0,
        missed=missed,
        torn=len(follower.torn),
        control_missed=control_missed,
        commits_per_second=round(len(run.rows) / seconds),
        seed=run.seed,
    )


def _overtakings(central: Central) -> int:
    """Commits that got a higher place in a scope than one whose number in the plain sequence is higher."""
    query = text(
        "SELECT f.seq FROM sync_index i JOIN naive_feed f ON f.commit_number = split_part(i.row_id, '/', 1)::int "
        "WHERE i.scope = :scope AND i.table_name = 'job_applications' ORDER BY i.seq"
    )
    with central.reading() as connection:
        order = list(connection.scalars(query, {"scope": f"employer:{_EMPLOYERS[0]}"}))
    return sum(later < earlier for earlier, later in pairwise(order))


def _doubled(central: Central, run: _Run) -> int:
    """How far the heads are from one step for each commit (SYNC.md §12, invariant 20)."""
    query = text("SELECT sum(head) FROM scope_heads WHERE scope LIKE 'employer:employer-_'")
    with central.reading() as connection:
        heads = connection.scalar(query) or 0
    return abs(int(heads) - sum(len(rows) for rows in run.rows.values()) - len(_EMPLOYERS))


@contextmanager
def _central() -> Iterator[Central]:
    """A server on a fresh PostgreSQL, where alice belongs to six employers."""
    with postgresql() as cluster:
        settings = Settings(database_url=cluster.create("feed"))
        with opened(settings, SystemClock()) as central:
            people(central)
            with central.work() as unit:
                unit.connection.execute(text("CREATE SEQUENCE naive_seq"))
                unit.connection.execute(text("CREATE TABLE naive_feed (seq bigint, commit_number int)"))
                _places(unit)
            yield central


def _places(unit: UnitOfWork) -> None:
    for employer in _EMPLOYERS:
        unit.world.put(replace(membership(ALICE, ACI), id=f"alice@{employer}", employer_id=employer))


def main(arguments: Sequence[str]) -> int:
    """Run the campaign; 0 when the feed skipped nothing and the control did."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults feed", description=__doc__)
    parser.add_argument("--writers", type=int, default=12)
    parser.add_argument("--commits", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**31))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    result = play(options.writers, options.commits, options.seed)
    if options.json:
        print(json.dumps(asdict(result)))
    else:
        print(*(f"{name} {value}" for name, value in asdict(result).items()), sep="\n")
    return 0 if result.is_good else 1
