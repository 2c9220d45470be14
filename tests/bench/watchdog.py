"""What a person feels of the window: how long its thread answers nothing, and when rows are painted."""

import time
from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer
from PySide6.QtWidgets import QListView

from desktop.controllers.applications import ApplicationsController
from desktop.runtime.store_worker import wait_for

TICK_MS = 2
LONGEST_S = 300.0


class Watchdog(QObject):
    """Ticks in the GUI thread, and keeps the longest gap since it was last asked, in milliseconds.

    Beside the wall clock it reads the thread's own processor time: on a machine that others use, the first also counts
    what they took.
    """

    def __init__(self) -> None:
        super().__init__()
        self._last = (time.perf_counter(), time.thread_time())
        self._longest = (0.0, 0.0)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def begin(self) -> None:
        """From now on: what this script itself does meanwhile in the GUI thread is nobody's wait."""
        self._last, self._longest = (time.perf_counter(), time.thread_time()), (0.0, 0.0)

    def longest_ms(self, name: str) -> dict[str, float]:
        """The longest gap beyond the tick itself since `begin`, by the wall and by the thread's own work."""
        (wall, own), self._longest = self._longest, (0.0, 0.0)
        return {f"{name}_block_ms": wall, f"{name}_own_ms": own}

    def _tick(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        wall, own = ((new - old) * 1000 for new, old in zip(now, self._last, strict=True))
        self._longest = (max(self._longest[0], wall - TICK_MS), max(self._longest[1], own))
        self._last = now


class RowsOnScreen(QObject):
    """Times the list of Candidatures from a question to its rows, painted."""

    def __init__(self, controller: ApplicationsController, view: QListView) -> None:
        super().__init__()
        self._controller, self._view = controller, view
        self._at, self._is_listed = 0.0, False
        controller.list_changed.connect(self._on_list)
        controller.model.dataChanged.connect(self._on_page)

    def seconds(self, ask: Callable[[], object]) -> float:
        """From the question to the paint that shows the first page of its answer."""
        self._at, self._is_listed = 0.0, False
        begin = time.perf_counter()
        ask()
        wait_for(lambda: self._at > 0, LONGEST_S)
        return self._at - begin

    def seconds_to(self, place: int) -> float:
        """From a leap of the scroll bar to the paint of its rows."""
        self._at, self._is_listed = 0.0, True
        begin = time.perf_counter()
        self._view.verticalScrollBar().setValue(place)
        self._view.viewport().repaint()
        first = self._view.indexAt(self._view.viewport().rect().topLeft())
        if first.data(Qt.ItemDataRole.UserRole) is not None:
            return time.perf_counter() - begin
        wait_for(lambda: self._at > 0, LONGEST_S)
        return self._at - begin

    def _on_list(self) -> None:
        self._is_listed = True
        first = self._controller.model.index(0, 0)
        if not self._controller.count or first.data(Qt.ItemDataRole.UserRole) is not None:
            self._painted()

    def _on_page(self, _first: QModelIndex, _last: QModelIndex) -> None:
        if self._is_listed:
            self._painted()

    def _painted(self) -> None:
        self._view.viewport().repaint()
        self._at = self._at or time.perf_counter()
