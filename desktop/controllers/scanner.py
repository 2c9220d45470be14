"""The folder a scanner writes to, watched while its page is shown; its path is kept with the notes of the profile."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.controllers.desk import Desk
from desktop.documents.proofs.scanner import ScannerFolder
from desktop.runtime.errand import Errand
from desktop.runtime.store_worker import Lane

EVERY_MS = 2_000
_NOTE = "scanner"


class ScannerWatch(QObject):
    """Emits `changed` when papers arrive or another folder is chosen; `arrived` are those not filed yet."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._notes = desk.notes
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
            self._read.ask(lambda _: self._notes.all(_NOTE).get("folder", ""))
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
        self._keep.ask(lambda _: self._notes.put(_NOTE, "folder", str(folder)))
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
