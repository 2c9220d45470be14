"""The thread of attachments: after each good cycle it carries what is due, so that no act ever waits behind a CV."""

import random
from collections.abc import Callable
from typing import Protocol

import structlog
from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from desktop.runtime.change_bus import ChangeBus
from desktop.runtime.sync_worker import Sync
from desktop.runtime.threads import start
from sync.domain.errors import EnvironmentFault
from sync.engine.carrier import Blobs, Carried, Carrier
from sync.engine.cycle import CycleKind, CycleOutcome
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation

_log = structlog.get_logger()


class BlobsWire(Blobs, Protocol):
    """A way to the server's attachments that can be hung up."""

    def close(self) -> None:
        """Let the connection go."""
        ...


class _Worker(QObject):
    """Lives in the thread of attachments."""

    ended = Signal(object)

    def __init__(self, workstation: Workstation, connect: Callable[[Profile], BlobsWire]) -> None:
        super().__init__()
        self._workstation = workstation
        self._connect = connect
        self.stops = False

    @Slot()
    def run(self) -> None:
        """One run of the queue, on a connection of its own."""
        self.ended.emit(self._carried())

    def _carried(self) -> Carried:
        try:
            wire = self._connect(self._workstation.profile)
            try:
                return Carrier(self._workstation, wire, random.random).run(lambda: self.stops)
            finally:
                wire.close()
        except EnvironmentFault as fault:
            _log.warning("attachments wait", code=fault.code)
        except Exception as bug:  # noqa: BLE001 - the border of a thread: a bug is logged, and the thread lives on
            _log.error("attachments_failed", exc_info=bug)
        return Carried()


class Carrying(QObject):
    """The queue of attachments as the GUI thread sees it; emits `ended(Carried)` after each run."""

    ended = Signal(object)
    _run_wanted = Signal()

    def __init__(
        self, workstation: Workstation, bus: ChangeBus, sync: Sync, connect: Callable[[Profile], BlobsWire]
    ) -> None:
        super().__init__()
        self._bus = bus
        self._again = False
        self._is_closed = False
        self.is_running = False
        self._thread, self._worker = QThread(), _Worker(workstation, connect)
        self._worker.moveToThread(self._thread)
        queued = Qt.ConnectionType.QueuedConnection
        self._run_wanted.connect(self._worker.run, queued)
        self._worker.ended.connect(self._on_ended, queued)
        sync.ended.connect(self._on_cycle)
        start(self._thread, "attachments")

    def run_now(self) -> None:
        """Carry at once, or again right after the run under way."""
        if self._is_closed:
            return
        self._again = self.is_running
        if not self.is_running:
            self.is_running = True
            self._run_wanted.emit()

    def close(self) -> None:
        """End the thread; the attachment under way goes on next time."""
        self._is_closed = self._worker.stops = True
        self._thread.quit()
        self._thread.wait()

    @Slot(object)
    def _on_cycle(self, outcome: CycleOutcome) -> None:
        """A minute at most lies between two cycles: that is every attachment's deadline."""
        if outcome.kind is CycleKind.DONE:
            self.run_now()

    @Slot(object)
    def _on_ended(self, carried: Carried) -> None:
        self.is_running = False
        self._bus.publish(carried.changes)
        self.ended.emit(carried)
        if self._again:
            self.run_now()
