"""First launch with a backup at hand: a profile is made of it, away from the GUI thread."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from desktop.controllers.signing import Surroundings
from desktop.runtime.errand import Errand
from desktop.texts import Texts
from desktop.vault.restoring import restore
from sync.domain.errors import EnvironmentFault


class Restoring(QObject):
    """Emits `progressed(done, total)` in bytes, then `restored(passphrase)` or `failed(sentence)`."""

    progressed = Signal(float, float)
    restored = Signal(object)
    failed = Signal(str)

    def __init__(self, around: Surroundings, texts: Texts) -> None:
        super().__init__()
        self._around, self._texts = around, texts
        self._errand = Errand(self)
        self._errand.done.connect(self.restored)
        self._errand.failed.connect(self._on_failed)

    def restore(self, backup: Path, passphrase: str) -> None:
        """Make this user's profile of a backup."""
        around = self._around

        def work() -> str:
            around.paths.create()
            restore(backup, around.paths.folder, passphrase, around.ring, self._tell)
            return passphrase

        self._errand.run(work)

    def _tell(self, done: int, total: int) -> bool:
        """Called in the errand's thread."""
        self.progressed.emit(done, total)
        return True

    @Slot(object)
    def _on_failed(self, fault: EnvironmentFault) -> None:
        self.failed.emit(self._texts.sentence(fault.code, fault.facts))
