"""The store thread: every read and every act of the screens, one after the other, never on the GUI thread.

A request is a function of the workstation. Its answer comes back through the lane it was asked on, in the GUI thread.
Figures that look at every row, and stand beside what a person works with, are read in a second thread: nobody's list
waits until they are counted.
"""

import itertools
from collections.abc import Callable
from time import monotonic

import structlog
from PySide6.QtCore import QEventLoop, QObject, Qt, QThread, QTimer, Signal, Slot

from desktop.runtime.garbage import collect_in_gui_thread
from desktop.runtime.threads import start
from sync.domain.errors import EnvironmentFault, RuleViolation
from sync.replica.workstation import Workstation

Work = Callable[[Workstation], object]

_log = structlog.get_logger()


class Lane(QObject):
    """A kind of request and where its answers go: `done(result)`, `refused(RuleViolation)`, `failed(EnvironmentFault)`.

    A `latest` lane forgets the answer of an older request once a newer one was made: what was typed since counts.
    With a delay, requests made while a person types wait until they pause. An `aside` lane only reads, and its answers
    may come after those of what was asked later.
    """

    done = Signal(object)
    refused = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        store: "Store",
        *,
        latest: bool = True,
        aside: bool = False,
        delay_ms: int = 0,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.is_aside = aside
        self._store = store
        self._latest = latest
        self._newest = 0
        self._waiting: Work | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setTimerType(Qt.TimerType.PreciseTimer)
        self._pause.setInterval(delay_ms)
        self._pause.timeout.connect(self._send)

    def ask(self, work: Work, *, now: bool = False) -> None:
        """Have `work` done in the store thread; `now` does not wait for a pause in typing."""
        self._waiting = work
        self._store.expect(self, waiting=True)
        if now or not self._pause.interval():
            self._pause.stop()
            self._send()
        else:
            self._pause.start()

    def cancel(self) -> None:
        """Forget what was asked."""
        self._pause.stop()
        self._waiting = None
        self._newest = 0
        self._store.expect(self, waiting=False)

    def is_wanted(self, number: int) -> bool:
        """Whether anybody still waits for the answer of that request."""
        return not self._latest or number == self._newest

    def _send(self) -> None:
        if self._waiting is not None:
            work, self._waiting = self._waiting, None
            # Before it is submitted: the store thread asks at once whether it is still the newest.
            self._newest = self._store.new_number()
            self._store.submit(self._newest, self, work)
            self._store.expect(self, waiting=False)


class _Worker(QObject):
    """Lives in the store thread, or in the one aside."""

    answered = Signal(int, object)

    def __init__(self, workstation: Workstation, wanted: Callable[[int], bool]) -> None:
        super().__init__()
        self._workstation = workstation
        self._wanted = wanted

    @Slot(int, object)
    def work(self, number: int, work: Work) -> None:
        """Do one request, unless nobody waits for it any more."""
        self.answered.emit(number, self._result(work) if self._wanted(number) else None)

    def _result(self, work: Work) -> object:
        try:
            return work(self._workstation)
        except (RuleViolation, EnvironmentFault) as told:
            return told
        except Exception as bug:  # noqa: BLE001 - the border of a thread: a bug is logged and told, and the thread lives on
            _log.exception("store_request_failed", exc_info=bug)
            return EnvironmentFault("unexpected", {"detail": type(bug).__name__})


class Store(QObject):
    """The store thread as the GUI thread sees it."""

    busy_changed = Signal(bool)
    _submitted = Signal(int, object)
    _submitted_aside = Signal(int, object)

    def __init__(self, workstation: Workstation, parent: QObject | None = None) -> None:
        super().__init__(parent)
        collect_in_gui_thread()
        self._numbers = itertools.count(1)
        self._open: dict[int, Lane] = {}
        self._paused: set[Lane] = set()
        self._workers = (_Worker(workstation, self._is_wanted), _Worker(workstation, self._is_wanted))
        self._submitted.connect(self._workers[0].work, Qt.ConnectionType.QueuedConnection)
        self._submitted_aside.connect(self._workers[1].work, Qt.ConnectionType.QueuedConnection)
        self._threads = (QThread(), QThread())
        for name, thread, worker in zip(("store", "aside"), self._threads, self._workers, strict=True):
            worker.moveToThread(thread)
            worker.answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)
            start(thread, name)

    def new_number(self) -> int:
        """A number for the next request."""
        return next(self._numbers)

    def submit(self, number: int, lane: Lane, work: Work) -> None:
        """Queue a request. Lanes call this, screens call lanes."""
        self._open[number] = lane
        if len(self._open) == 1:
            self.busy_changed.emit(True)  # noqa: FBT003 - a signal's argument
        (self._submitted_aside if lane.is_aside else self._submitted).emit(number, work)

    @property
    def is_idle(self) -> bool:
        """Whether every request has been answered, those held back while a person types included."""
        return not self._open and not self._paused

    def expect(self, lane: Lane, *, waiting: bool) -> None:
        """A lane holds a request back until its person pauses in typing, or no longer does."""
        if waiting:
            self._paused.add(lane)
        else:
            self._paused.discard(lane)

    def close(self) -> None:
        """Finish the requests under way and end the threads; what still waits is dropped."""
        self._open.clear()
        self._paused.clear()
        for thread in self._threads:
            thread.quit()
        for thread in self._threads:
            thread.wait()

    def _is_wanted(self, number: int) -> bool:
        """Asked from either thread: reading a dict and two integers is safe there."""
        lane = self._open.get(number)
        return lane is not None and lane.is_wanted(number)

    @Slot(int, object)
    def _on_answered(self, number: int, result: object) -> None:
        lane = self._open.get(number)
        wanted = lane is not None and lane.is_wanted(number)
        if lane is not None and wanted:
            _deliver(lane, result)
        self._open.pop(number, None)
        if not self._open:
            self.busy_changed.emit(False)  # noqa: FBT003 - a signal's argument


def _deliver(lane: Lane, result: object) -> None:
    if isinstance(result, RuleViolation):
        lane.refused.emit(result)
    elif isinstance(result, EnvironmentFault):
        lane.failed.emit(result)
    else:
        lane.done.emit(result)


def wait_for(condition: Callable[[], bool], timeout_s: float = 30.0) -> bool:
    """Let the program run until a condition holds; False when the time is over. For scripts, never for screens."""
    loop = QEventLoop()
    tick = QTimer()
    tick.timeout.connect(loop.quit)
    tick.start(5)
    ends = monotonic() + timeout_s
    while not condition() and monotonic() < ends:
        loop.exec()
    return condition()
