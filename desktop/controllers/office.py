"""One opened workstation with its threads and all its controllers: what a window, or a script, works with."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from desktop.controllers.acts import Acts
from desktop.controllers.applications import ApplicationsController
from desktop.controllers.batch import BatchController
from desktop.controllers.desk import Desk, Facts
from desktop.controllers.interrupted import InterruptedController
from desktop.controllers.record import RecordController
from desktop.controllers.resume import ResumeController
from desktop.controllers.saved_views import SavedViews
from desktop.controllers.sync_state import SyncState
from desktop.controllers.upkeep import Upkeep
from desktop.controllers.window import WindowController
from desktop.runtime.carrier_worker import BlobsWire, Carrying
from desktop.runtime.change_bus import ChangeBus
from desktop.runtime.store_worker import Store, wait_for
from desktop.runtime.sync_worker import Sync, Wire
from desktop.texts import french
from sync.replica.notes import open_notes
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation

if TYPE_CHECKING:
    from desktop.controllers.accept import AcceptController
    from desktop.controllers.attestation import AttestationController
    from desktop.controllers.decline import DeclineController, PoolController, PostponeController
    from desktop.controllers.home import HomeController
    from desktop.controllers.inbox import InboxController
    from desktop.controllers.jobs import JobsController
    from desktop.controllers.orienting import OrientController
    from desktop.controllers.passes import PassesController
    from desktop.controllers.registering import EditPersonController, RegisterController
    from desktop.controllers.suspend import SuspendController
    from desktop.controllers.transfer import TransferController
    from sync.engine.hints import HintListener


def over_http(profile: Profile) -> Wire:
    """The way to the server of a profile; called in the thread that goes it, which loads what it takes."""
    from sync.engine.http import HttpTransport

    return HttpTransport(profile.server_url, profile.token)


def hints_over_http(profile: Profile) -> "HintListener":
    """The stream of hints of the server of a profile."""
    from sync.engine.hints import HintListener

    return HintListener(profile.server_url, profile.token)


def attachments_over_http(profile: Profile) -> BlobsWire:
    """The attachments of the server of a profile."""
    from sync.engine.blobs import HttpBlobs

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
        listen: "Callable[[Profile], HintListener] | None" = hints_over_http,
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
        self._shown: tuple[Screen, ...] = ()
        self._make_controllers()

    def _make_controllers(self) -> None:
        desk, acts = self.desk, self.acts
        self.window = WindowController(desk)
        self.sync_state = SyncState(desk, self.sync)
        self.applications = ApplicationsController(desk)
        self.saved_views = SavedViews(desk, self.applications)
        self.record = RecordController(desk, acts)
        self.resume = ResumeController(desk, acts, self.record)
        self.carrying.ended.connect(self.resume.refresh)
        self.batch = BatchController(desk, acts)
        self.interrupted = InterruptedController(desk, self.applications)
        self.upkeep = Upkeep(desk, acts)
        self.applications.selected.connect(self.record.open)

    def show_screen(self, key: str) -> None:
        """Let the controllers of one screen read, and the others go stale; a banner stays with its screen."""
        self.acts.leave_screen()
        shown = self._screen(key)
        for part in self._shown:
            if part not in shown:
                part.hide()
        self._shown = shown
        for part in shown:
            part.show()

    def _screen(self, key: str) -> tuple[Screen, ...]:
        if key == "applications":
            return (self.applications, self.record)
        pages: dict[str, Callable[[], Screen]] = {
            "home": lambda: self.home,
            "passes": lambda: self.passes,
            "jobs": lambda: self.jobs,
            "inbox": lambda: self.inbox,
        }
        return (pages[key](),) if key in pages else self.upkeep.screen(key)

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

    # --- loaded and made when first asked for -----------------------------------------------------------------

    @cached_property
    def home(self) -> "HomeController":
        """Accueil."""
        from desktop.controllers.home import HomeController

        return HomeController(self.desk)

    @cached_property
    def decline(self) -> "DeclineController":
        """« Refuser »."""
        from desktop.controllers.decline import DeclineController

        return DeclineController(self.desk, self.acts)

    @cached_property
    def postpone(self) -> "PostponeController":
        """« Liste d’attente »."""
        from desktop.controllers.decline import PostponeController

        return PostponeController(self.desk, self.acts)

    @cached_property
    def pool(self) -> "PoolController":
        """« Vivier »."""
        from desktop.controllers.decline import PoolController

        return PoolController(self.desk, self.acts)

    @cached_property
    def transfer(self) -> "TransferController":
        """« Transférer »."""
        from desktop.controllers.transfer import TransferController

        return TransferController(self.desk, self.acts)

    @cached_property
    def accept(self) -> "AcceptController":
        """« Accepter »."""
        from desktop.controllers.accept import AcceptController

        return AcceptController(self.desk, self.acts)

    @cached_property
    def register(self) -> "RegisterController":
        """A new person, and their application."""
        from desktop.controllers.registering import RegisterController

        return RegisterController(self.desk, self.acts)

    @cached_property
    def edit_person(self) -> "EditPersonController":
        """A person’s own facts."""
        from desktop.controllers.registering import EditPersonController

        return EditPersonController(self.desk, self.acts)

    @cached_property
    def orient(self) -> "OrientController":
        """« Orienter »."""
        from desktop.controllers.orienting import OrientController

        return OrientController(self.desk, self.acts, self.sync)

    @cached_property
    def jobs(self) -> "JobsController":
        """Fiches de poste."""
        from desktop.controllers.jobs import JobsController

        return JobsController(self.desk, self.acts)

    @cached_property
    def passes(self) -> "PassesController":
        """PASS IAE."""
        from desktop.controllers.passes import PassesController

        return PassesController(self.desk, self.acts)

    @cached_property
    def suspend(self) -> "SuspendController":
        """« Suspendre »."""
        from desktop.controllers.suspend import SuspendController

        return SuspendController(self.desk, self.acts)

    @cached_property
    def inbox(self) -> "InboxController":
        """À régler."""
        from desktop.controllers.inbox import InboxController

        return InboxController(self.desk, self.acts)

    @cached_property
    def attestation(self) -> "AttestationController":
        """One attestation, before it is printed."""
        from desktop.controllers.attestation import AttestationController

        return AttestationController(self.desk)
