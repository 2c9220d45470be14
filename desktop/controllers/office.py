"""One opened workstation with its threads and all its controllers: what a window, or a script, works with."""

from collections.abc import Callable
from typing import Protocol

from desktop.controllers.accept import AcceptController
from desktop.controllers.acts import Acts
from desktop.controllers.applications import ApplicationsController
from desktop.controllers.attestation import AttestationController
from desktop.controllers.batch import BatchController
from desktop.controllers.decline import DeclineController, PoolController, PostponeController
from desktop.controllers.desk import Desk, Facts
from desktop.controllers.home import HomeController
from desktop.controllers.inbox import InboxController
from desktop.controllers.interrupted import InterruptedController
from desktop.controllers.jobs import JobsController
from desktop.controllers.orienting import OrientController
from desktop.controllers.passes import PassesController
from desktop.controllers.record import RecordController
from desktop.controllers.registering import EditPersonController, RegisterController
from desktop.controllers.resume import ResumeController
from desktop.controllers.saved_views import SavedViews
from desktop.controllers.suspend import SuspendController
from desktop.controllers.sync_state import SyncState
from desktop.controllers.upkeep import Upkeep
from desktop.controllers.window import WindowController
from desktop.runtime.carrier_worker import BlobsWire, Carrying
from desktop.runtime.change_bus import ChangeBus
from desktop.runtime.store_worker import Store, wait_for
from desktop.runtime.sync_worker import Sync, Wire
from desktop.texts import french
from sync.engine.blobs import HttpBlobs
from sync.engine.hints import HintListener
from sync.engine.http import HttpTransport
from sync.replica.notes import open_notes
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation


def over_http(profile: Profile) -> Wire:
    """The way to the server of a profile."""
    return HttpTransport(profile.server_url, profile.token)


def hints_over_http(profile: Profile) -> HintListener:
    """The stream of hints of the server of a profile."""
    return HintListener(profile.server_url, profile.token)


def attachments_over_http(profile: Profile) -> BlobsWire:
    """The attachments of the server of a profile."""
    return HttpBlobs(profile.server_url, profile.token)


class Screen(Protocol):
    """A controller that reads only while it is on screen."""

    def show(self) -> None:
        """The screen comes to the front."""
        ...

    def hide(self) -> None:
        """The screen leaves the front."""
        ...


def no_key_to_lose() -> None:
    """A profile that no vault protects, as in the demonstration."""


class Office:
    """Made in the GUI thread. `start` begins to sync; `close` ends the threads, then the files.

    `connect` gives the way to the server, `listen` the stream of hints (None: none is heard). `lose_key` is called in
    the sync thread when the server asks for this device to be wiped.
    """

    def __init__(
        self,
        workstation: Workstation,
        connect: Callable[[Profile], Wire] = over_http,
        listen: Callable[[Profile], HintListener] | None = hints_over_http,
        lose_key: Callable[[], None] = no_key_to_lose,
    ) -> None:
        self.workstation = workstation
        self.bus = ChangeBus()
        self.store = Store(workstation)
        self.sync = Sync(workstation, self.bus, connect, listen, lose_key)
        self.carrying = Carrying(workstation, self.bus, self.sync, attachments_over_http)
        facts = Facts(
            clock=workstation.clock,
            profile=workstation.profile,
            rules=workstation.rules(workstation.clock.now()),
            notes=open_notes(workstation.beside),
        )
        self.desk = Desk(self.store, self.bus, facts, french())
        self.acts = Acts(self.desk, self.sync)
        self._make_controllers()

    def _make_controllers(self) -> None:
        desk, acts = self.desk, self.acts
        self.window = WindowController(desk)
        self.sync_state = SyncState(desk, self.sync)
        self.home = HomeController(desk)
        self.applications = ApplicationsController(desk)
        self.saved_views = SavedViews(desk, self.applications)
        self.record = RecordController(desk, acts)
        self.resume = ResumeController(desk, acts, self.record)
        self.carrying.ended.connect(self.resume.refresh)
        self.batch = BatchController(desk, acts)
        self.interrupted = InterruptedController(desk, self.applications)
        self.decline = DeclineController(desk, acts)
        self.postpone = PostponeController(desk, acts)
        self.pool = PoolController(desk, acts)
        self.accept = AcceptController(desk, acts)
        self.register = RegisterController(desk, acts)
        self.edit_person = EditPersonController(desk, acts)
        self.orient = OrientController(desk, acts, self.sync)
        self.jobs = JobsController(desk, acts)
        self.passes = PassesController(desk, acts)
        self.suspend = SuspendController(desk, acts)
        self.inbox = InboxController(desk, acts)
        self.attestation = AttestationController(desk)
        self.upkeep = Upkeep(desk, acts)
        self.applications.selected.connect(self.record.open)

    def show_screen(self, key: str) -> None:
        """Let the controllers of one screen read, and the others go stale; a banner stays with its screen."""
        screens: dict[str, tuple[Screen, ...]] = {
            "home": (self.home,),
            "applications": (self.applications, self.record),
            "passes": (self.passes,),
            "jobs": (self.jobs,),
            "inbox": (self.inbox,),
            **self.upkeep.screens,
        }
        self.acts.leave_screen()
        for name, parts in screens.items():
            for part in parts:
                if name == key:
                    part.show()
                else:
                    part.hide()

    def start(self) -> None:
        """Sync now, and from now on."""
        self.sync.run_now()

    def settle(self, timeout_s: float = 30.0) -> bool:
        """For scripts: let every request be answered; False when the time is over."""
        return wait_for(lambda: self.store.is_idle, timeout_s)

    def sync_once(self, timeout_s: float = 60.0) -> bool:
        """For scripts: run a whole cycle and let the screens read what it brought."""
        ended: list[object] = []
        self.sync.ended.connect(ended.append)
        self.sync.run_now()
        done = wait_for(lambda: bool(ended) and not self.sync.is_running, timeout_s)
        self.sync.ended.disconnect(ended.append)
        return done and self.settle(timeout_s)

    def close(self) -> None:
        """Leave the profile as it is, for the next start."""
        self.desk.drafts.flush()
        self.resume.close()
        self.upkeep.close()
        self.carrying.close()
        self.sync.close()
        self.store.close()
        self.desk.notes.close()
        self.workstation.close()
