"""One story: steps drawn from a seed, carried out on the shipped code, every promise checked on the way."""

import hashlib
import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random

import msgspec
from sqlalchemy import exc

from sync.domain.errors import EnvironmentFault, RuleViolation
from sync.engine.cycle import CycleKind, CycleOutcome
from sync.engine.schedule import LONGEST_RETRY_S
from sync.protocol.messages import Entry, Push
from sync.protocol.problems import NOT_SIGNED_IN, REVOKED
from sync.replica.attachments import FILE, Way
from sync.replica.entry import EntryState
from sync.server.auth import devices
from tests.property import locks
from tests.property.acts import some_act, stumbling
from tests.property.checks import StationCheck
from tests.property.clocks import TrueTime
from tests.property.deadlines import check_holds, longest_drain, open_entries
from tests.property.fuse import unlit
from tests.property.harm import touch_everything
from tests.property.headquarters import Backup, Headquarters
from tests.property.luggage import carry, check_delivered, check_luggage, check_served
from tests.property.network import Letter, Weather
from tests.property.older import Column
from tests.property.oracle import Broken, require
from tests.property.parts import offered
from tests.property.scenery import Device, scenery, scratch, seeded
from tests.property.station import Promise, Station

MOST_ROUNDS = 60
MOST_CARRIES = 5
"""So many runs, five minutes apart, reach the farthest next try that a clock set back can leave."""
SNAPSHOTS = 0.8
"""In how many stories the server has snapshots to offer."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens; `dice` decides how, whatever other steps the plan has."""

    kind: str
    dice: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A profile folder as it lay at some moment, and what was promised until then."""

    station: Station
    folder: Path
    promises: tuple[Promise, ...]
    version: int
    unknown: frozenset[Column]


class Story:
    """The state of one story. `trace` is what happened, line by line."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.trace: list[str] = []
        self.folder = scratch()
        self.time = TrueTime()
        self._stage = ExitStack()
        self._stage.enter_context(seeded(Random(f"secrets {seed}")))
        self._stage.callback(stumbling())
        self._stage.enter_context(offered(is_offered=Random(f"snapshots {seed}").random() < SNAPSHOTS))
        locks.faults.clear()
        shutil.copytree(scenery().folder / "server", self.folder / "server")
        self.office = Headquarters(self.folder / "server", self.time, self.note)
        self.office.network.leaving = self._leaving
        self.office.network.meanwhile = self._meanwhile
        self.is_harmed = False
        self.office.cursors.update(dict.fromkeys(scenery().cursors, self.office.truth.now.number))
        self.stations: list[Station] = []
        self.backup: Backup | None = None
        self.copies: list[Copy] = []
        self.revoked: dict[str, int] = {}
        for device in scenery().devices:
            self.add_station(device, scenery().folder / device.name)

    # --- the stage -------------------------------------------------------------------------------------------

    def add_station(self, device: Device, profile: Path | None = None) -> Station:
        """A workstation, from a copy of a profile folder or with nothing."""
        folder = self.folder / device.name
        if profile:
            shutil.copytree(profile, folder)
        station = Station(device, folder, self.time, self.office.network)
        cursor = station.workstation.meta().get("cursor", "")
        station.version = self.office.cursors.get(cursor, -1)
        station.onlooker.work = partial(self._meanwhile_at, station)
        station.onlooker.leaves = self._is_left
        self.stations.append(station)
        return station

    def close(self) -> None:
        """Take everything down."""
        for station in self.stations:
            station.stop()
        self.office.service.close()
        self._stage.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def note(self, line: str) -> None:
        """Add to the trace."""
        self.trace.append(line)

    def digest(self) -> str:
        """One hash of the whole trace."""
        return hashlib.sha256("\n".join(self.trace).encode()).hexdigest()

    # --- what workstations do --------------------------------------------------------------------------------

    def act(self, station: Station, random: Random) -> str:
        """Some act of its user; a refusal by the rules is an answer."""
        args = some_act(station.workstation, random, station.user_id)
        return self.record(station, args) if args else "nothing to do"

    def record(self, station: Station, args: object) -> str:
        """This act of its user."""
        name = type(args).__name__
        try:
            return f"{name}: {station.record(args)}"
        except RuleViolation as violation:
            return f"{name}: {violation.code}"
        except EnvironmentFault as fault:
            return f"{name}: {fault.code}"

    def undo(self, station: Station) -> str:
        """Take back the latest act that can be."""
        promises = station.undoable()
        if not promises:
            return "nothing to undo"
        promise = promises[-1]
        item = next(one for one in station.workstation.recent() if one.entry.id == promise.entry_id)
        is_held = item.state is EntryState.HELD
        require(is_held, "4 hold", f"{station.name}: mid {item.mid} cannot be taken back within its 30 seconds")
        try:
            station.workstation.undo(item.entry.id)
        except EnvironmentFault as fault:
            return f"undo of mid {item.mid}: {fault.code}"
        except RuleViolation as violation:
            raise Broken("4 hold", f"{station.name}: mid {item.mid} is refused its undo: {violation}") from violation
        promise.is_undone = True
        return f"undid mid {item.mid}"

    def sync(self, station: Station, weather: Weather) -> str:
        """One cycle in that weather."""
        self.office.network.weather = weather
        try:
            outcome = station.sync()
        finally:
            self.office.network.weather = Weather()
        self._judge(station, outcome)
        station.schedule.after(station.workstation, outcome)
        problem = f" {outcome.problem.code}" if outcome.problem else ""
        return f"{outcome.kind}{problem}, sent {outcome.sent}, again {outcome.reissued}"

    def carry(self, station: Station, weather: Weather) -> str:
        """One run of its queue of attachments."""
        self.office.network.weather = weather
        try:
            done = carry(station, self.office.network, weather.random)
        except EnvironmentFault as fault:
            return fault.code
        finally:
            self.office.network.weather = Weather()
        check_served(self.office.service)
        return f"sent {done.sent}, fetched {done.fetched}, {done.waits} wait" + (" offline" if done.is_offline else "")

    def _judge(self, station: Station, outcome: CycleOutcome) -> None:
        code = outcome.problem.code if outcome.problem else ""
        require(code not in ("gap", "broken_chain"), "server", f"{code} {outcome.detail}")

    def during(self, station: Station, fuse_at: int, work: str, random: Random) -> str:
        """The same, cut short by a crash."""
        fuse = station.fuse(fuse_at)
        done = station.during(fuse, lambda: self.work(station, work, random))
        if done == "crashed":
            self.adopt(station)
        return f"{work} {done}"

    def failing(self, station: Station, fuse_at: int, work: str, random: Random) -> str:
        """The same, with a disk that fails once."""
        fuse = station.fuse(fuse_at, is_crash=False)
        try:
            with fuse.burning():
                return f"{work} {self.work(station, work, random)}" + (" (disk error)" if fuse.has_blown else "")
        except (exc.OperationalError, EnvironmentFault):
            return f"{work} stopped by the disk"
        finally:
            self.adopt(station)

    def work(self, station: Station, work: str, random: Random) -> str:
        """An act, an undo, a cycle or a restart."""
        if work == "act":
            return self.act(station, random)
        if work == "undo":
            return self.undo(station)
        if work == "carry":
            return self.carry(station, Weather(random))
        if work == "restart":
            station.restart()
            return "restarted"
        return self.sync(station, Weather())

    def adopt(self, station: Station) -> None:
        """After a fault: what the journal kept although the program had no time to say so."""
        known = {promise.entry_id: promise for promise in station.promises}
        for item in station.workstation.recent(1_000_000):
            if item.entry.id not in known and item.entry.name != "void":
                station.adopt(item)
            elif item.is_void:
                known[item.entry.id].is_undone = True

    # --- what is watched -------------------------------------------------------------------------------------

    def _leaving(self, letter: Letter) -> None:
        """A batch leaves a workstation: nothing in it may still be held, and what was taken back says so.

        Nobody asks for a repair where nobody did harm: a false alarm is a bug.
        """
        require(letter.path != "digest" or self.is_harmed, "8 false alarm", f"{letter.sender} asks for a repair")
        if letter.path != "push":
            return
        station = next(one for one in self.stations if one.name == letter.sender)
        held = {promise.entry_id for promise in station.undoable()}
        undone = {promise.entry_id for promise in station.promises if promise.is_undone}
        for pushed in msgspec.json.decode(letter.body, type=Push).entries:
            entry = msgspec.json.decode(pushed.body, type=Entry)
            require(entry.id not in held, "4 hold", f"{station.name} sends mid {entry.mid} before its time")
            require(pushed.void == (entry.id in undone), "4 undo", f"{station.name} sends mid {entry.mid} as {pushed}")

    def _meanwhile(self) -> None:
        """Somebody commits between two lines of a pull."""
        self.office.commit(touch_everything(len(self.trace)))

    def _meanwhile_at(self, station: Station, stage: str) -> None:
        """A bootstrap reached a stage: its rows are right, and its user goes on working."""
        with unlit():
            self.check(station)
        done = self.act(station, Random(f"{self.seed} {len(self.trace)}"))
        self.note(f"{station.name} {stage}: {done}")
        with unlit():
            self.check(station)

    def _is_left(self) -> bool:
        """Whether the user closes the program in the middle of a bootstrap."""
        weather = self.office.network.weather
        return weather.random.random() < weather.chance / 20

    def check(self, station: Station) -> None:
        """Every invariant of one workstation."""
        check_holds(station.workstation)
        station.epoch_now = self.office.epoch
        StationCheck(station, self.office.oracle, self.office.service).run()
        check_luggage(station.workstation)

    # --- the end ---------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Faults stop: each act is closed in time, everybody converges, journals are empty (invariants 21, 22, 23)."""
        present = [station for station in self.stations if not station.is_revoked]
        for station in present:
            self._drain(station)
        for _ in range(MOST_ROUNDS):
            self.time.pass_by(timedelta(seconds=40))
            settled = [self._settled(station) for station in present]
            if all(settled):
                break
        else:
            waiting = {one.name: len(one.workstation.pending()) for one in present}
            raise Broken("21 convergence", f"still waiting after {MOST_ROUNDS} rounds: {waiting}")
        self.office.check_places()
        self._deliver(present)
        self._check_revoked()
        for station in self.stations:
            self.check(station)
            if not station.is_revoked:
                self._is_level(station)

    def _deliver(self, present: list[Station]) -> None:
        """Attachments arrive too, within the farthest next try."""
        loaded = [station for station in present if (station.folder / FILE).exists()]
        for _ in range(MOST_CARRIES if loaded else 0):
            for station in loaded:
                self.carry(station, Weather())
            self.time.pass_by(timedelta(seconds=LONGEST_RETRY_S))
        for station in loaded:
            waiting = [item for item in station.workstation.attachments.waiting() if item.way is Way.UP]
            require(not waiting, "21 attachments", f"{station.name} still has to send {waiting}")
            check_delivered(station.workstation, self.office.service)

    def _drain(self, station: Station) -> None:
        """Cycles as they are due, until nothing is open any more."""
        ends_at = self.time.now() + longest_drain(station.workstation)
        while open_entries(station.workstation):
            wait = station.schedule.after(station.workstation, self._calm_cycle(station))
            waiting = [f"mid {item.mid} {item.state}" for item in open_entries(station.workstation)]
            require(not waiting or self.time.now() + wait <= ends_at, "22 deadline", f"{station.name}: {waiting}")
            self.time.pass_by(wait)

    def revoke(self, client_id: str) -> None:
        """An administrator revokes a device: what it has sent so far is the last the server takes from it."""
        with self.office.service.central.work() as unit:
            devices.revoke(unit.connection, client_id, self.time.now())
        self.revoked[client_id] = self.office.last_mid(client_id)
        for station in self.stations:
            station.is_revoked |= station.workstation.profile.client_id == client_id

    def _check_revoked(self) -> None:
        """Invariant 18: a revoked device changed nothing, and is told so."""
        for client_id, last_mid in self.revoked.items():
            now = self.office.last_mid(client_id)
            require(now == last_mid, "18 revoked", f"{client_id} sent mid {now} after mid {last_mid}")
        for station in self.stations:
            if station.is_revoked:
                outcome = station.sync()
                is_refused = outcome.problem in (REVOKED, NOT_SIGNED_IN)
                require(is_refused, "18 revoked", f"{station.name} was served: {outcome.kind}")

    def _calm_cycle(self, station: Station) -> CycleOutcome:
        outcome = station.sync()
        self._judge(station, outcome)
        if outcome.problem is NOT_SIGNED_IN:
            self.sign_in_again(station)
        require(outcome.problem is not REVOKED, "18 revoked", f"{station.name} was never revoked")
        return outcome

    def _settled(self, station: Station) -> bool:
        outcome = self._calm_cycle(station)
        is_quiet = outcome.kind is CycleKind.DONE and not outcome.sent and not outcome.changes
        return is_quiet and not open_entries(station.workstation)

    def _is_level(self, station: Station) -> None:
        """Nothing is doubtful or pending, and the rows are those of the server's latest version."""
        latest = self.office.truth.now
        mine = [scope for scope in latest.scopes if scope in station.scopes]
        for scope in mine:
            at = station.heads[scope]
            require(at == latest.heads.get(scope, 0), "21 convergence", f"{station.name}: {scope} at {at}")

    def sign_in_again(self, station: Station) -> None:
        """The server does not know this device any more: its user signs in once more."""
        with self.office.service.central.work() as unit:
            client_id, token = devices.add_client(unit.connection, station.user_id, station.name, self.time.now())
        self.office.observe()
        station.workstation.become(client_id, token)
        station.connect()
