"""The wall clock off by 400 days, after sleep and after another boot: dates, grades and parked acts (SYNC.md §7).

On real processes: libfaketime sets the wall clock, a time namespace lets the clock that counts sleep go on, another
boot id is laid over the kernel's. And once more with the injected clock.
"""

import subprocess
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from sync.domain.commands import command_type
from sync.engine.cycle import CycleKind
from sync.server.central import Central
from sync.server.embedded import EmbeddedServer
from sync.server.opening import opened
from sync.server.settings import Settings
from sync.server.tables import COMMAND_LOG
from sync.store.types import instant_from_text
from tests.faults.world import remove, scratch
from tests.kit.clocks import FakeClock
from tests.kit.people import ALICE
from tests.kit.posts import PASSWORD, Post, enrolled
from tests.kit.tools import need
from tests.week.machines import Machine
from tests.week.moved_time import Missing, MovedTime
from tests.week.place import APPLICATION, BEGINS_AT, Place, settle_in

pytestmark = [pytest.mark.xdist_group("clocks"), pytest.mark.timeout(180)]

TWO_DAYS = timedelta(days=2)
NEW_ID = "00000000-0000-4000-8000-000000000001"
ACTS: dict[str, dict[str, str]] = {
    "accept": {"hiring_starts_on": "2021-02-08", "hiring_ends_on": "2021-08-07", "pass_id": NEW_ID},
    "postpone": {},
    "comment": {"comment_id": NEW_ID, "body": "vu ce matin"},
}
_CLOSE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of the act, how sure its instant is, and when it counts: the day it was made, or the receipt."""

    status: str
    code: str
    grade: str
    counts: str


@dataclass(frozen=True, slots=True)
class Case:
    """An act around two days without network, on a machine whose wall clock is `days` off.

    "asleep": made, then the machine sleeps, then it is sent. "woken": the machine sleeps, then the act is made and sent
    at once. "rebooted": made after another boot, then the machine is off, then it is sent. An acceptance is for the
    very day, so that the day matters; a clock ahead would find the diagnosis expired.
    """

    name: str
    days: int
    act: str
    seen: Seen

    @property
    def id(self) -> str:
        """As pytest lists it."""
        return f"{self.name}, {self.days:+d} days"


PROVEN = Seen("applied", "", "proven", "made")
AT_ONCE = Seen("applied", "", "online", "made")
ON_RECEIPT = Seen("applied", "", "online", "received")
HELD = Seen("parked", "needs_confirmation", "claimed", "made")
CASES = (
    Case("asleep", -400, "accept", PROVEN),
    Case("asleep", +400, "postpone", PROVEN),
    Case("woken", -400, "comment", AT_ONCE),
    Case("rebooted", 0, "accept", HELD),
    # An instant before the last contact is held up to it, one after the receipt down to it.
    Case("rebooted", -400, "accept", HELD),
    Case("rebooted", +400, "postpone", ON_RECEIPT),
)
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)


def seen_in(central: Central, made_at: datetime) -> Seen:
    """What the server's log says of the one act."""
    with central.reading() as rows:
        row = rows.execute(select(COMMAND_LOG)).one()
    near = {"made": made_at, "received": row.received_at}
    counts = next((name for name, at in near.items() if abs(row.effective_at - at) < _CLOSE), str(row.effective_at))
    return Seen(row.status, row.code, row.grade, counts)


# --- real processes ------------------------------------------------------------------------------------------------


@contextmanager
def placed(plant: str = "") -> Iterator[Place]:
    """A place whose machines may live in namespaces of their own."""
    if subprocess.run(["unshare", "--time", "--mount", "true"], capture_output=True, check=False).returncode:
        pytest.skip("namespaces need root on Linux")
    folder = scratch()
    try:
        with closing(Place(folder, plant)) as place:
            yield place
    except Missing:
        need("libfaketime", is_there=False)
    finally:
        remove(folder)


def slept(duration: timedelta) -> tuple[str, ...]:
    """A command that lets the clock that counts sleep be so much ahead."""
    seconds = str(int(duration.total_seconds()))
    return ("unshare", "--time", "--boottime", seconds, "--fork", "--kill-child", "--")


def another_boot(folder: Path) -> tuple[str, ...]:
    """A command that lays another boot id over the kernel's."""
    boot = folder / f"boot-{uuid.uuid4().hex}"
    boot.write_text(f"{uuid.uuid4()}\n", encoding="ascii")
    script = 'mount --bind "$0" /proc/sys/kernel/random/boot_id && exec "$@"'
    return ("unshare", "--mount", "sh", "-c", script, str(boot))


@dataclass(slots=True)
class Bench:
    """A machine with a wall clock of its own, which is set wrong while the program runs.

    One that starts with a clock far ahead finds its read lease over, deletes its rows, and fetches them again.
    """

    place: Place
    case: Case
    machine: Machine
    wall: MovedTime

    def start(self, around: tuple[str, ...] = ()) -> None:
        """Switch it on, then set the wall clock wrong; both must have happened."""
        self.machine.start(only_wall=True, around=around, boot="")
        self.wall.begin_at(self.place.moved.now() + timedelta(days=self.case.days))
        state = self.machine.ask("state")
        off = instant_from_text(state["now"]) - self.place.moved.now()
        assert abs(off - timedelta(days=self.case.days)) < _CLOSE
        boot, milliseconds = self.wall.boot()
        assert (state["boot"] != boot) == ("--mount" in around)
        ahead = timedelta(milliseconds=state["boot_ms"] - milliseconds)
        assert abs(ahead - (TWO_DAYS if "--time" in around else timedelta())) < _CLOSE

    def act(self) -> datetime:
        """The act; the true instant of it."""
        args = {"job_application_id": APPLICATION, **ACTS[self.case.act]}
        assert "act" in self.machine.ask("record", name=f"job_application.{self.case.act}", args=args)
        return self.place.moved.now()

    def two_days_pass(self) -> None:
        """For everybody."""
        self.machine.stop()
        self.place.moved.advance(days=2)
        self.wall.advance(days=2)


def played(place: Place, case: Case) -> Seen:
    """A case on real processes; the machine meets the server before its clock is touched."""
    wall = MovedTime(place.folder / "wall")
    wall.begin_at(place.moved.now())
    bench = Bench(place, case, place.machine("alice", wall), wall)
    bench.machine.start(only_wall=True, boot="")
    bench.machine.ask("enrol", server=place.server.url, email=ALICE.email, password=PASSWORD)
    assert bench.machine.sync()["kind"] == "done"
    bench.machine.stop()
    made_at = _around_two_days(bench)
    assert bench.machine.sync()["kind"] == "done"
    with place.server.central() as central:
        return seen_in(central, made_at)


def _around_two_days(bench: Bench) -> datetime:
    if bench.case.name == "woken":
        bench.start()
        bench.two_days_pass()
        bench.start(slept(TWO_DAYS))
        return bench.act()
    is_rebooted = bench.case.name == "rebooted"
    bench.start(another_boot(bench.place.folder) if is_rebooted else ())
    made_at = bench.act()
    bench.two_days_pass()
    bench.start(another_boot(bench.place.folder) if is_rebooted else slept(TWO_DAYS))
    return made_at


@every_case
def test_a_wall_clock_that_is_off_dates_nothing_wrongly(case: Case) -> None:
    """What the clock that counts sleep proves is believed; what only the wall clock says waits where it matters."""
    with placed() as place:
        assert played(place, case) == case.seen


@pytest.mark.parametrize("case", [CASES[1], CASES[2]], ids=lambda case: case.id)
def test_a_server_that_trusts_the_wall_clock_is_found_out(case: Case) -> None:
    """The control: with that bug planted the same play ends otherwise."""
    with placed("tests.week.gullible") as place:
        assert played(place, case) != case.seen


# --- the injected clock --------------------------------------------------------------------------------------------


@every_case
def test_the_injected_clock_gives_the_same(case: Case, tmp_path: Path) -> None:
    """The same cases with clocks that go only when told: the server's and the workstation's."""
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'central.db'}", port=0)
    clock, wall = FakeClock(BEGINS_AT), FakeClock(BEGINS_AT)
    with opened(settings, clock) as central:
        settle_in(central)
        with EmbeddedServer(settings, clock) as server, enrolled(server, tmp_path / "alice", ALICE, wall) as alice:
            assert alice.sync().kind is CycleKind.DONE
            wall.set_wall(wall.now() + timedelta(days=case.days))
            made_at = _injected(case, alice, clock, wall)
            assert alice.sync().kind is CycleKind.DONE
        assert seen_in(central, made_at) == case.seen


def _injected(case: Case, alice: Post, clock: FakeClock, wall: FakeClock) -> datetime:
    if case.name == "rebooted":
        wall.reboot()
    made_at = clock.now()
    if case.name != "woken":
        alice.workstation.record(_args(case))
    for each in (clock, wall):
        each.advance(days=2)
    if case.name == "rebooted":
        wall.reboot()
    if case.name == "woken":
        made_at = clock.now()
        alice.workstation.record(_args(case))
    return made_at


def _args(case: Case) -> object:
    kind = command_type(f"job_application.{case.act}", 1)
    assert kind is not None
    return msgspec.convert({"job_application_id": APPLICATION, **ACTS[case.act]}, kind.args_type)
