"""The composition root: from the command line to a window over one office. The only module that knows everybody."""

import platform
import sys
from dataclasses import replace

from PySide6.QtCore import QLocale, QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget

from desktop import settings as preferences
from desktop.controllers.office import Office
from desktop.controllers.signing import Opened, SignIn, Surroundings, Unlock
from desktop.paths import Paths
from desktop.settings import Settings
from desktop.texts import french
from desktop.vault.ring import SystemRing
from desktop.vault.vault import Protection
from desktop.views import theme
from desktop.views.signin import BootstrapWindow, SignInWindow, UnlockWindow
from desktop.views.window import MainWindow
from sync.engine.cycle import CycleKind, CycleOutcome
from sync.replica.clock import SystemClock

SIZE = (1440, 900)


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
    """From launch to window: sign in or unlock, receive, work."""

    def __init__(self, around: Surroundings, settings: Settings) -> None:
        super().__init__()
        self._around = around
        self._settings = settings
        self._sign_in = SignIn(around, french())
        self._unlock = Unlock(around, french())
        self.shown: QWidget | None = None
        self.office: Office | None = None
        self.window: MainWindow | None = None
        self._sign_in.opened.connect(self._on_opened)
        self._unlock.opened.connect(self._on_opened)

    def start(self) -> None:
        """Open the profile of this user, or ask to sign in where there is none."""
        if self._around.vault.exists:
            self._show(UnlockWindow(self._unlock), visible=False)
            self._unlock.open()
        else:
            door = SignInWindow(self._sign_in, self._settings)
            door.used.connect(self._remember)
            self._show(door)

    def close(self) -> None:
        """End the threads and close the files."""
        if self.office is not None:
            self.office.close()
            self.office = None

    @Slot(object)
    def _on_opened(self, opened: Opened) -> None:
        self.office = Office(opened.workstation, lose_key=self._around.vault.lose)
        self.office.sync.ended.connect(self._on_cycle)
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
        if self.office is not None and self.window is None:
            self._show_window()

    @Slot(object)
    def _on_first_cycle(self, outcome: CycleOutcome) -> None:
        """Say why nothing came yet; the next try is on its way."""
        if isinstance(self.shown, BootstrapWindow) and outcome.kind is not CycleKind.DONE:
            code = outcome.problem.code if outcome.problem else "server_unreachable"
            self.shown.tell(french().sentence(code))

    def _show_window(self) -> None:
        if self.office is None:
            return
        self.window = open_window(self.office, self._settings)
        self.window.settings_changed.connect(self._keep)
        self._show(self.window)

    def _show(self, widget: QWidget, *, visible: bool = True) -> None:
        before, self.shown = self.shown, widget
        if not isinstance(widget, MainWindow):
            widget.resize(640, 560)
        if visible:
            widget.show()
        if before is not None:
            before.close()
            before.deleteLater()

    @Slot(str, str)
    def _remember(self, server_url: str, email: str) -> None:
        self._keep(replace(self._settings, server_url=server_url, email=email))

    @Slot(object)
    def _keep(self, settings: Settings) -> None:
        self._settings = settings
        self._around.paths.create()
        preferences.save(self._around.paths.settings, settings)


def run(paths: Paths) -> int:
    """Run the program until its window closes; the exit status."""
    settings = preferences.load(paths.settings)
    app = make_application(sys.argv[:1], settings)
    app.setQuitOnLastWindowClosed(True)
    around = Surroundings(paths=paths, ring=SystemRing(), clock=SystemClock(), device_name=platform.node())
    program = Program(around, settings)
    program.start()
    status = app.exec()
    program.close()
    return status
