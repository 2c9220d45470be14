"""A workstation of a story: the real one in its folder, its clocks, and what its user was promised."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

from typing_extensions import override

from sync.domain.commands import command_type_of
from sync.engine.bootstrap import Unwatched
from sync.engine.cycle import Cycle, CycleOutcome
from sync.replica.changes import ChangeSet
from sync.replica.entry import EntryState
from sync.replica.files import REPLICA_FILE, remove_database
from sync.replica.journal import JournalEntry
from sync.replica.profile import Profile
from sync.replica.recording import UNDO_WINDOW
from sync.replica.workstation import Workstation
from tests.property.clocks import StationClock, TrueTime
from tests.property.deadlines import Schedule
from tests.property.fuse import Crash, Fuse, put_image, take_image
from tests.property.network import Network, SimulatedTransport
from tests.property.older import Column, make_older
from tests.property.scenery import KEY, Device


@dataclass(slots=True)
class Promise:
    """An act the program said it kept. `at` is the true instant, `boot` the boot it was made in."""

    entry_id: str
    at: datetime
    boot: str
    is_undoable: bool
    is_undone: bool = False


class Onlooker(Unwatched):
    """What goes on in front of the screen during a bootstrap: `work` is told each stage, `leaves` ends it."""

    def __init__(self) -> None:
        self.work: Callable[[str], None] = lambda _: None
        self.leaves: Callable[[], bool] = lambda: False

    @override
    def opened(self, changes: ChangeSet) -> None:
        self.work("opened")

    @override
    def completed(self, changes: ChangeSet) -> None:
        self.work("completed")

    @override
    def indexed(self) -> None:
        self.work("indexed")

    @override
    def is_cancelled(self) -> bool:
        return self.leaves()


class Station:
    """`workstation` is None while the program is not running."""

    def __init__(self, device: Device, folder: Path, time: TrueTime, network: Network) -> None:
        self.device = device
        self.name = device.name
        self.folder = folder
        self.time = time
        self.clock = StationClock(time, device.name)
        self.promises: list[Promise] = []
        self.is_revoked = False
        self.epoch_now = ""
        self.version = -1
        self.scopes: list[str] = []
        self.heads: dict[str, int] = {}
        self.heads_epoch = ""
        self.unknown: frozenset[Column] = frozenset()
        self.schedule = Schedule(device.name)
        self.onlooker = Onlooker()
        self._network = network
        self._random = Random(device.name)
        self._start()

    # --- the program -----------------------------------------------------------------------------------------

    def _start(self) -> None:
        self.workstation = Workstation.open(self.folder, KEY, self.clock, self._random.randbytes)
        profile = self.workstation.profile
        if not profile.client_id:
            user = self.device.user
            self.workstation.save_profile(
                Profile(
                    "https://simulated",
                    self.device.client_id,
                    self.device.token,
                    user.id,
                    user.display_name,
                    user.email,
                )
            )
        self.connect()

    def connect(self) -> None:
        """A new engine, as after each start."""
        transport = SimulatedTransport(self._network, self.name, self.workstation.profile.token)
        self._cycle = Cycle(self.workstation, transport, watcher=self.onlooker)

    def stop(self) -> None:
        """Close the program as its user does."""
        self.workstation.close()

    def restart(self) -> None:
        """Close the program and start it again."""
        self.stop()
        self._start()

    def reboot(self) -> None:
        """Close the program, start the machine again, then the program."""
        self.stop()
        self.clock.reboot()
        self._start()

    def lose_replica(self) -> None:
        """The file that can be made again is gone when the program starts; what was being fetched is kept."""
        self.stop()
        remove_database(self.folder / REPLICA_FILE)
        self._start()

    def make_older(self, random: Random) -> None:
        """From now on the file is an earlier version's: this program must be started again before it is used."""
        self.unknown |= make_older(self.workstation, random)

    def shown(self) -> list[list[tuple[object, ...]]]:
        """What is pending, what of it is doubtful, and which rows it touches."""
        pending = [(item.mid, item.entry.id, item.state) for item in self.workstation.pending()]
        with self.workstation.reading() as connection:
            doubtful = connection.exec_driver_sql("SELECT mid, code FROM doubtful ORDER BY mid").all()
            touched = connection.exec_driver_sql("SELECT * FROM pending_rows ORDER BY 1, 2, 3").all()
        return [list(pending), [tuple(row) for row in doubtful], [tuple(row) for row in touched]]

    def crash(self, image: Path) -> None:
        """The program died: go on from the files as they lay then."""
        self.workstation.close()
        put_image(image, self.folder)
        self._start()

    def kill(self) -> None:
        """The program dies between two statements."""
        image = self.folder.with_name(self.folder.name + ".crashed")
        take_image(self.folder, image)
        self.crash(image)

    def during(self, fuse: Fuse, work: Callable[[], str]) -> str:
        """Work until the fuse blows, then start again from what was on disk."""
        try:
            with fuse.burning():
                return work()
        except Crash:
            self.crash(fuse.image)
            return "crashed"

    def fuse(self, countdown: int, *, is_crash: bool = True) -> Fuse:
        """A fuse on this workstation's files."""
        return Fuse(self.folder, countdown, is_crash=is_crash)

    def go_back_to(self, copy: Path) -> None:
        """The profile is put back from a copy of its folder."""
        self.stop()
        shutil.rmtree(self.folder)
        shutil.copytree(copy, self.folder)
        self._start()

    # --- the user --------------------------------------------------------------------------------------------

    def record(self, args: object) -> str:
        """Do an act; what the program promised is remembered. RuleViolation passes."""
        at, boot = self.time.now(), self.clock.boot()[0]
        recorded = self.workstation.record(args)
        self.promises.append(Promise(recorded.entry_id, at, boot, command_type_of(args).is_undoable))
        return str(recorded.outcome.status) + ("" if recorded.is_shown else " (not shown)")

    def undoable(self) -> list[Promise]:
        """What the user was promised to be able to take back now."""
        now, boot = self.time.now(), self.clock.boot()[0]
        return [
            one
            for one in self.promises
            if one.is_undoable and not one.is_undone and one.boot == boot and now - one.at < UNDO_WINDOW
        ]

    def adopt(self, item: JournalEntry) -> None:
        """The journal kept an act although the program died before it could say so."""
        is_held = item.state is EntryState.HELD
        kept = Promise(
            item.entry.id, self.time.now(), item.hold_boot, is_undoable=is_held and item.is_held(*self.clock.boot())
        )
        kept.is_undone = item.is_void
        self.promises.append(kept)

    def sync(self) -> CycleOutcome:
        """One cycle."""
        return self._cycle.run()

    @property
    def user_id(self) -> str:
        """Whose it is."""
        return self.device.user.id
