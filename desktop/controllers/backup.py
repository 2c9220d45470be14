"""« Sauvegarder ce poste »: one file with what exists nowhere else, written away from the GUI thread."""

from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal, Slot

from desktop import texts
from desktop.controllers.desk import Desk
from desktop.runtime.errand import Errand
from desktop.runtime.store_worker import Lane
from desktop.vault.backup import Source, save
from desktop.vault.envelope import new_passphrase
from desktop.vault.vault import Protection
from sync.domain.errors import EnvironmentFault
from sync.replica.workstation import Workstation


class BackupController(QObject):
    """Emits `progressed(done, total)` in bytes, then `told(kind, strong, words)`.

    `passphrase` opens the next backup; each one gets its own.
    """

    progressed = Signal(float, float)
    told = Signal(str, str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.passphrase = new_passphrase()
        self._folder = Path()
        self._stop = Event()
        self._source, self._errand = Lane(desk.store, parent=self), Errand(self)
        self._source.done.connect(self._on_source)
        self._errand.done.connect(self._on_saved)
        for each in (self._source, self._errand):
            each.failed.connect(self._on_failed)

    @property
    def why_not(self) -> str:
        """Why no backup can be made now, "" when one can."""
        return "Une sauvegarde est en cours." if self._errand.is_running else ""

    def save(self, folder: Path, protection: str) -> None:
        """Write a backup into a folder; `protection` is what opens this profile, "" where that is not known."""
        if self.why_not:
            return
        self._folder = folder
        self._stop.clear()
        kept = Protection(protection) if protection else Protection.PASSPHRASE
        self._source.ask(lambda workstation: _source(workstation, kept))

    def stop(self) -> None:
        """« Arrêter »: no file is left."""
        self._stop.set()

    def close(self) -> None:
        """End the file under way; nothing of it stays."""
        self.stop()
        self._errand.wait()

    @Slot(object)
    def _on_source(self, source: Source) -> None:
        folder, phrase, now = self._folder, self.passphrase, self._desk.now
        self._errand.run(lambda: save(source, folder, phrase, now, self._tell))
        self.progressed.emit(0, 1)

    def _tell(self, done: int, total: int) -> bool:
        """Called in the errand's thread."""
        self.progressed.emit(done, total)
        return not self._stop.is_set()

    @Slot(object)
    def _on_saved(self, path: Path | None) -> None:
        if path is None:
            self.told.emit("info", "Sauvegarde arrêtée. ", "Aucun fichier n’a été écrit.")
            return
        self.passphrase = new_passphrase()
        self.told.emit("ok", f"Sauvegarde enregistrée{texts.NBSP}: ", str(path))

    @Slot(object)
    def _on_failed(self, fault: EnvironmentFault) -> None:
        self.told.emit("bad", self._desk.sentence(fault), "")


def _source(workstation: Workstation, protection: Protection) -> Source:
    return Source(beside=workstation.beside, profile=workstation.profile, protection=protection)
