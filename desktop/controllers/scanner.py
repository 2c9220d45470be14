"""The folder a scanner writes to, watched while its page is shown; its path is kept in the profile."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.controllers.desk import Desk
from desktop.documents.files import put_private
from desktop.documents.proofs.scanner import ScannerFolder
from desktop.runtime.errand import Errand
from desktop.runtime.store_worker import Lane
from sync.domain.errors import EnvironmentFault
from sync.replica.workstation import Workstation

EVERY_MS = 2_000
_FILE = "scanner.txt"


class ScannerWatch(QObject):
    """Emits `changed` when papers arrive or another folder is chosen; `arrived` are those not filed yet."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.folder: Path | None = None
        self.arrived: tuple[Path, ...] = ()
        self._watched: ScannerFolder | None = None
        self._read, self._keep = Lane(desk.store, parent=self), Lane(desk.store, latest=False, parent=self)
        self._read.done.connect(self._on_read)
        for lane in (self._read, self._keep):
            lane.failed.connect(self.failed)
        self._look = Errand(self)
        self._look.done.connect(self._on_looked)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)

    def show(self) -> None:
        """Watch from now on."""
        if self.folder is None:
            self._read.ask(_kept_folder)
        self._timer.start()

    def hide(self) -> None:
        """Watch no longer."""
        self._timer.stop()

    def close(self) -> None:
        """Wait for the look under way."""
        self.hide()
        self._look.wait()

    def choose(self, folder: Path) -> None:
        """Watch another folder, also at the next start; what lies there already is not offered."""
        self._keep.ask(lambda workstation: _keep_folder(workstation, folder))
        self._watch(folder)

    def look(self) -> None:
        """Look once; in a thread, since a network drive may take its time."""
        if self._watched is not None:
            self._look.run(self._watched.look)

    def forget(self, path: Path) -> None:
        """A paper was filed, or is not wanted."""
        self.arrived = tuple(each for each in self.arrived if each != path)
        self.changed.emit()

    def _watch(self, folder: Path) -> None:
        self.folder, self.arrived, self._watched = folder, (), ScannerFolder(folder)
        self.changed.emit()
        self.look()

    @Slot(object)
    def _on_read(self, kept: str) -> None:
        if kept and self.folder is None:
            self._watch(Path(kept))

    @Slot(object)
    def _on_looked(self, found: list[Path]) -> None:
        if found:
            self.arrived = (*self.arrived, *found)
            self.changed.emit()


def _kept_folder(workstation: Workstation) -> object:
    path = workstation.beside.folder / _FILE
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _keep_folder(workstation: Workstation, folder: Path) -> object:
    try:
        put_private(workstation.beside.folder / _FILE, str(folder).encode())
    except OSError as error:
        raise EnvironmentFault("disk_fault", {"detail": type(error).__name__}) from error
    return None
