"""A controller that shows what one query finds, and reads again when its rows change."""

from PySide6.QtCore import QObject, Signal

from desktop.controllers.desk import Desk
from desktop.runtime.change_bus import Watch
from desktop.runtime.store_worker import Lane, Work


class Reader(QObject):
    """Subclasses say what to read (`request`) and keep the answer (`take`).

    Emits `changed` after each answer, and `failed(EnvironmentFault)`. Reads only while its screen is shown. `aside` is
    for figures that look at every row (see `desktop.runtime.store_worker`).
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, tables: tuple[str, ...] = (), delay_ms: int = 0, *, aside: bool = False) -> None:
        super().__init__()
        self.desk = desk
        self.lane = Lane(desk.store, aside=aside, delay_ms=delay_ms, parent=self)
        self.lane.done.connect(self._on_done)
        self.lane.failed.connect(self.failed)
        self.watch = Watch(desk.bus, tables, self)
        self.watch.due.connect(self._on_due)
        desk.structure_changed.connect(self.watch.read_again)

    def show(self) -> None:
        """The screen comes to the front."""
        self.watch.show()

    def hide(self) -> None:
        """The screen leaves the front."""
        self.watch.hide()

    def request(self) -> Work | None:
        """What to read now; None for nothing, as long as a screen does not say."""
        return None

    def take(self, answer: object) -> None:
        """Keep what was read."""

    def _on_due(self) -> None:
        work = self.request()
        if work is not None:
            self.lane.ask(work)

    def _on_done(self, answer: object) -> None:
        self.take(answer)
        self.changed.emit()
