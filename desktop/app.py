"""The composition root: from the command line to a window over one office. The only module that knows everybody."""

import platform
import sys
from dataclasses import replace

from PySide6.QtCore import QLocale, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from desktop import settings as preferences
from desktop.controllers.locking import Locking
from desktop.controllers.office import Office
from desktop.controllers.restoring import Restoring
from desktop.controllers.signing import Opened, SignIn, Surroundings, Unlock
from desktop.paths import Paths
from desktop.runtime.idle import IdleWatch
from desktop.runtime.relaunch import replace_process, start_beside
from desktop.settings import Settings
from desktop.texts import french
from desktop.vault.ring import SystemRing
from desktop.vault.vault import Protection
from desktop.views import theme
from desktop.views.restoring import RestoreWindow
from desktop.views.signin import BootstrapWindow, SignInWindow, StructureWindow
from desktop.views.tray import Tray
from desktop.views.unlock import UnlockWindow
from desktop.views.window import MainWindow
from sync.domain.errors import EnvironmentFault
from sync.engine.cycle import CycleKind, CycleOutcome
from sync.replica.clock import SystemClock

SIZE = (1440, 900)
DOORSTEP = (820, 600)

# Once the window stands: no start waits for it.
LEARN_KEYS_MS = 5_000


def make_application(arguments: list[str], settings: Settings) -> QApplication:
    """The program's one QApplication, dressed."""
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    app = QApplication(arguments)
    app.setApplicationName("Passerelle")
    app.setApplicationDisplayName("Passerelle")
    theme.apply(app, settings.palette, settings.zoom_percent / 100)
    return app


def open_window(office: Office, settings: Settings) -> MainWindow:
    """The main window over an office, not shown yet."""
    window = MainWindow(office, settings)
    window.resize(*SIZE)
    return window


class Program(QObject):
    """From launch to window: sign in or unlock, receive, choose, work; and back behind the lock.

    `locked` is how many acts waited when the program was locked, None for an ordinary launch.
    """

    def __init__(self, around: Surroundings, settings: Settings, locked: int | None = None) -> None:
        super().__init__()
        self._locked = locked
        self._around = around
        self._settings = settings
        self._sign_in = SignIn(around, french())
        self._unlock = Unlock(around, french())
        self._restoring = Restoring(around, french())
        self.shown: QWidget | None = None
        self.office: Office | None = None
        self.window: MainWindow | None = None
        self.idle = IdleWatch(around.clock, settings.lock_minutes, self)
        self.idle.idle.connect(self.lock)
        self._locking: Locking | None = None
        self._sign_in.opened.connect(self._on_opened)
        self._unlock.opened.connect(self._on_opened)
        self._restoring.restored.connect(self._on_restored)

    def start(self) -> None:
        """Open the profile of this user, or ask to sign in where there is none."""
        if not self._around.vault.exists:
            self._welcome()
        elif self._locked is not None:
            self._show(UnlockWindow(self._unlock, self._locked, asks=self._asks_passphrase()))
        else:
            self._show(UnlockWindow(self._unlock), visible=False)
            self._unlock.open()

    def _welcome(self) -> None:
        """The first launch: sign in, or put a backup back."""
        door = SignInWindow(self._sign_in, self._settings)
        door.used.connect(self._remember)
        door.sandbox_wanted.connect(show_sandbox)
        door.restore_wanted.connect(self._ask_backup)
        self._show(door)

    def _ask_backup(self) -> None:
        asking = RestoreWindow(self._restoring)
        asking.back_wanted.connect(self._welcome)
        self._show(asking)

    @Slot(object)
    def _on_restored(self, passphrase: str) -> None:
        self._show(UnlockWindow(self._unlock), visible=False)
        self._unlock.open(passphrase)

    def lock(self) -> None:
        """« Verrouiller »: keep, send for a moment, then give this process away. Nothing without an open profile."""
        if self._locking is not None:
            self._locking.lock()

    def close(self) -> None:
        """End the threads and close the files."""
        self.idle.stop()
        self._sign_in.close()
        self._unlock.close()
        if self.office is not None:
            self.office.close()
            self.office = None

    def _asks_passphrase(self) -> bool:
        """A vault that cannot be read says so when it is opened."""
        try:
            return self._around.vault.protection is not Protection.KEYRING
        except EnvironmentFault:
            return False

    @Slot(int)
    def _on_locked(self, unsent: int) -> None:
        replace_process("--profile", str(self._around.paths.folder.absolute()), "--locked", str(unsent))

    @Slot(object)
    def _on_opened(self, opened: Opened) -> None:
        self.office = Office(opened.workstation, lose_key=self._around.vault.lose)
        self.office.sync.ended.connect(self._on_cycle)
        self._locking = Locking(self.office)
        self._locking.locked.connect(self._on_locked)
        self.office.window.is_passphrase_alone = opened.protection is Protection.PASSPHRASE
        self.office.upkeep.preferences.protection = str(opened.protection)
        if opened.workstation.meta().get("ready"):
            self._show_window()
        else:
            waiting = BootstrapWindow()
            self.office.sync.bytes_received.connect(waiting.show_bytes)
            self.office.sync.ended.connect(self._on_first_cycle)
            self.office.bus.changed.connect(self._on_first_rows)
            self._show(waiting)
        self.office.start()

    @Slot(object)
    def _on_cycle(self, outcome: CycleOutcome) -> None:
        """The server had this device wiped: its key is lost, and nothing more is shown."""
        if outcome.must_wipe and self.shown is not None:
            self.shown.close()
            self.close()

    @Slot()
    def _on_first_rows(self) -> None:
        """The open applications are there: work can begin while the rest comes."""
        if self.office is not None and isinstance(self.shown, BootstrapWindow):
            self.office.bus.changed.disconnect(self._on_first_rows)
            self.office.desk.structure_changed.connect(self._on_structures)
            self._on_structures()

    @Slot()
    def _on_structures(self) -> None:
        """Who belongs to one structure begins there; who belongs to several chooses."""
        structures = self.office.desk.structures if self.office is not None else ()
        if not structures or not isinstance(self.shown, BootstrapWindow):
            return
        if len(structures) == 1:
            self._show_window()
            return
        choice = StructureWindow(structures)
        choice.chosen.connect(self._begin_with)
        self._show(choice)

    @Slot(str)
    def _begin_with(self, employer_id: str) -> None:
        if self.office is not None:
            self.office.desk.choose(employer_id)
            self._show_window()

    @Slot(object)
    def _on_first_cycle(self, outcome: CycleOutcome) -> None:
        """Say why nothing came yet; the next try is on its way."""
        if isinstance(self.shown, BootstrapWindow) and outcome.kind is not CycleKind.DONE:
            code = outcome.problem.code if outcome.problem else "server_unreachable"
            self.shown.tell(french().sentence(code))

    def _show_window(self) -> None:
        if self.office is None or self.window is not None:
            return
        self.window = open_window(self.office, self._settings)
        self.window.settings_changed.connect(self._keep)
        self.window.action_requested.connect(self._act)
        self._remind()
        QTimer.singleShot(LEARN_KEYS_MS, self, self._learn_keys)
        self._show(self.window)

    def _learn_keys(self) -> None:
        if self.office is not None:
            self.office.upkeep.learn_keys()

    def _remind(self) -> None:
        """Reminders in the window, and beside the system's clock where there is such a place."""
        if self.office is None or self.window is None:
            return
        reminders = self.office.upkeep.reminders
        reminders.is_on = self._settings.reminders
        reminders.start()
        if QSystemTrayIcon.isSystemTrayAvailable():
            tray = Tray(self.window)
            tray.wanted.connect(self._come_back)
            reminders.told.connect(tray.tell)
            tray.show()

    @Slot(str)
    def _come_back(self, key: str) -> None:
        """Asked for beside the clock: lock, or show a page."""
        if key == "lock":
            self.lock()
        elif self.window is not None:
            self.window.showNormal()
            self.window.activateWindow()
            self.window.show_page(key)

    def _show(self, widget: QWidget, *, visible: bool = True) -> None:
        before, self.shown = self.shown, widget
        if not isinstance(widget, MainWindow):
            zoom = self._settings.zoom_percent / 100
            widget.resize(*(int(side * zoom) for side in DOORSTEP))
        if visible:
            widget.show()
            widget.activateWindow()  # the window before may give the keyboard to nobody when it closes
        if before is not None:
            before.close()
            before.deleteLater()

    @Slot(str)
    def _act(self, key: str) -> None:
        """What the window asks of the program itself."""
        wanted = {"lock": self.lock, "sandbox": show_sandbox}
        if key in wanted:
            wanted[key]()

    @Slot(str, str)
    def _remember(self, server_url: str, email: str) -> None:
        self._keep(replace(self._settings, server_url=server_url, email=email))

    @Slot(object)
    def _keep(self, settings: Settings) -> None:
        self._settings = settings
        self.idle.minutes = settings.lock_minutes
        if self.office is not None:
            self.office.upkeep.reminders.is_on = settings.reminders
        self._around.paths.create()
        preferences.save(self._around.paths.settings, settings)


def show_sandbox() -> None:
    """« Essayer avec des données d’exemple »: another process with its own server and invented people."""
    start_beside("demo")


def run(paths: Paths, locked: int | None = None) -> int:
    """Run the program until its window closes; the exit status. `locked` as in Program."""
    settings = preferences.load(paths.settings)
    app = make_application(sys.argv[:1], settings)
    app.setQuitOnLastWindowClosed(True)
    around = Surroundings(paths=paths, ring=SystemRing(), clock=SystemClock(), device_name=platform.node())
    program = Program(around, settings, locked)
    program.start()
    status = app.exec()
    program.close()
    return status
