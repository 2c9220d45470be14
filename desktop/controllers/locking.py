"""Verrouiller: drafts on disk, what waits sent for five seconds at most, then nothing of the open profile is left."""

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.controllers.office import Office

LONGEST_PUSH_MS = 5000


class Locking(QObject):
    """Emits `locked(unsent)` once: how many acts are still on this workstation alone. The process must then go."""

    locked = Signal(int)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._is_asked = self._is_told = False
        self._cycles_to_go = 1
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.setInterval(LONGEST_PUSH_MS)
        self._limit.timeout.connect(self._finish)

    def lock(self) -> None:
        """Begin; asking again changes nothing."""
        if self._is_asked:
            return
        self._is_asked = True
        self._office.desk.drafts.flush()
        if not self._office.workstation.pending():
            self._finish()
            return
        self._cycles_to_go = 2 if self._office.sync.is_running else 1
        self._office.sync.ended.connect(self._on_cycle)
        self._limit.start()
        self._office.sync.run_now()

    def _on_cycle(self) -> None:
        """The cycle that was under way may have begun before the last act."""
        self._cycles_to_go -= 1
        if not self._cycles_to_go:
            self._finish()

    def _finish(self) -> None:
        """A cycle still under way is left where it is: every act is in the journal, sent again if need be."""
        if not self._is_told:
            self._is_told = True
            self._limit.stop()
            self._office.desk.drafts.flush()
            self.locked.emit(len(self._office.workstation.pending()))
