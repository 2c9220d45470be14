"""News of changed rows: who watches reads again if they are on screen, else when they next are."""

from PySide6.QtCore import QObject, Signal, Slot

from sync.replica.changes import ChangeSet


class ChangeBus(QObject):
    """Lives in the GUI thread; emits `changed(ChangeSet)`, and `day_began` when every date on screen has aged."""

    changed = Signal(object)
    day_began = Signal()

    @Slot(object)
    def publish(self, changes: ChangeSet) -> None:
        """Tell of changes; an empty set tells nothing."""
        if changes:
            self.changed.emit(changes)


class Watch(QObject):
    """One screen's ear: emits `due` when it must read again; a hidden screen only goes stale.

    Several changes of one turn of the event loop are one reading. `tables` empty means any change.
    """

    due = Signal()

    def __init__(self, bus: ChangeBus, tables: tuple[str, ...] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tables = tables
        self._is_shown = False
        self.is_stale = True
        self._is_queued = False
        bus.changed.connect(self._on_changed)
        bus.day_began.connect(self.read_again)

    def show(self) -> None:
        """The screen is visible from now on; it reads if something changed since it last did."""
        self._is_shown = True
        if self.is_stale:
            self._read()

    def hide(self) -> None:
        """The screen is no longer visible."""
        self._is_shown = False

    def read_again(self) -> None:
        """What the screen asks for changed: it must read whatever the rows did."""
        self.is_stale = True
        if self._is_shown:
            self._read()

    def _on_changed(self, changes: ChangeSet) -> None:
        if self._tables and not changes.touches(*self._tables):
            return
        self.is_stale = True
        if self._is_shown:
            self._read()

    def _read(self) -> None:
        self.is_stale = False
        self.due.emit()
