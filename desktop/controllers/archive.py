"""The folder where papers were kept last: offered again, also at the next start."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from desktop.controllers.desk import Desk
from desktop.runtime.store_worker import Lane

_NOTE, _NAME = "papers", "folder"


class ArchiveFolder(QObject):
    """`path` is "" until a folder was chosen once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.path = ""
        self._read = Lane(desk.store, parent=self)
        self._read.done.connect(self._on_read)

    def recall(self) -> None:
        """Read what was kept."""
        if not self.path:
            notes = self._desk.notes
            self._read.ask(lambda _: notes.all(_NOTE).get(_NAME, ""))

    def keep(self, folder: Path) -> None:
        """Offer this folder next time."""
        self.path = str(folder)
        notes, path = self._desk.notes, self.path
        self._desk.later(lambda: notes.put(_NOTE, _NAME, path))

    @Slot(object)
    def _on_read(self, kept: str) -> None:
        self.path = self.path or kept
