"""The sync thread: cycle after cycle, on a schedule that never ends and at every hint that a second thread hears."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import structlog
from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from desktop.runtime.change_bus import ChangeBus
from desktop.runtime.threads import start
from sync.domain.errors import EnvironmentFault
from sync.engine.bootstrap import Watcher
from sync.engine.cycle import Cycle, CycleKind, CycleOutcome
from sync.engine.quarantine import Depository, part_if_revoked
from sync.engine.schedule import idle_delay, retry_delay
from sync.engine.transport import Transport
from sync.protocol.messages import Hint
from sync.protocol.problems import BROKEN_CHAIN, CLONED, NOT_SIGNED_IN, REVOKED, UPGRADE
from sync.replica.changes import ChangeSet
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation

if TYPE_CHECKING:
    from sync.engine.hints import HintListener

# Trying again changes nothing until somebody does something.
BLOCKING = frozenset({NOT_SIGNED_IN, REVOKED, UPGRADE, CLONED, BROKEN_CHAIN})
AFTER_HOLD = timedelta(milliseconds=200)

_log = structlog.get_logger()


class Wire(Transport, Depository, Protocol):
    """A way to the server that can be hung up."""

    def close(self) -> None:
        """Let the connection go."""
        ...


class _Bystander(QObject):
    """The engine's watcher: carries what it tells to the GUI thread."""

    bytes_received = Signal(int, int)
    rows_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.stops = False

    def received(self, done: int, total: int) -> None:
        """As in the port."""
        self.bytes_received.emit(done, total)

    def opened(self, changes: ChangeSet) -> None:
        """As in the port."""
        self.rows_changed.emit(changes)

    completed = opened

    def indexed(self) -> None:
        """As in the port."""
        self.rows_changed.emit(ChangeSet(everything=True))

    def is_cancelled(self) -> bool:
        """As in the port."""
        return self.stops


class _Cycler(QObject):
    """Lives in the sync thread."""

    ended = Signal(object, object)
    progressed = Signal(int, int)

    def __init__(
        self,
        workstation: Workstation,
        connect: Callable[[Profile], Wire],
        watcher: Watcher,
        lose_key: Callable[[], None],
    ) -> None:
        super().__init__()
        self._lose_key = lose_key
        self._watcher = watcher
        self._workstation = workstation
        self._connect = connect
        self._cycle: Cycle | None = None
        self._wire: Wire | None = None

    @Slot()
    def run(self) -> None:
        """One cycle; its outcome, and the seconds until the first held act may leave (None: nothing is held)."""
        try:
            outcome = self._cycle_now().run()
            part_if_revoked(outcome, self._workstation, self._wire, self._lose_key)
        except EnvironmentFault as fault:
            outcome = CycleOutcome(CycleKind.UNFINISHED, detail=fault.code)
        except Exception as bug:  # noqa: BLE001 - the border of a thread: a bug is logged and told, and the thread lives on
            _log.exception("cycle_failed", exc_info=bug)
            outcome = CycleOutcome(CycleKind.UNFINISHED, detail=type(bug).__name__)
        self.ended.emit(outcome, self._held_for_s())

    @Slot()
    def want_directory(self) -> None:
        """As the cycle's."""
        self._cycle_now().want_directory()

    @Slot()
    def forget_connection(self) -> None:
        """The next cycle signs in anew: the profile has another token."""
        self.hang_up()

    def hang_up(self) -> None:
        """Let the connection go; the next cycle makes another."""
        self._cycle = None
        if self._wire is not None:
            self._wire.close()
            self._wire = None

    def _cycle_now(self) -> Cycle:
        if self._cycle is None:
            self._wire = self._connect(self._workstation.profile)
            self._cycle = Cycle(self._workstation, self._wire, self.progressed.emit, self._watcher)
        return self._cycle

    def _held_for_s(self) -> float | None:
        boot, now_ms = self._workstation.clock.boot()
        held = [item.hold_until_ms for item in self._workstation.pending() if item.is_held(boot, now_ms)]
        return (min(held) - now_ms) / 1000 if held else None


class _Ear(QObject):
    """Lives in the hints thread: blocked on the stream while there is one."""

    heard = Signal()
    ended = Signal()

    def __init__(self, listen: "Callable[[Profile], HintListener]", workstation: Workstation) -> None:
        super().__init__()
        self._listen = listen
        self._workstation = workstation
        self._listener: HintListener | None = None

    @Slot()
    def run(self) -> None:
        """Listen until the stream ends."""
        self._listener = self._listen(self._workstation.profile)
        self._listener.listen(self._tell)
        self._listener = None
        self.ended.emit()

    def stop(self) -> None:
        """Called from the GUI thread: closing the connection ends the stream."""
        listener = self._listener
        if listener is not None:
            listener.close()

    def _tell(self, _hint: Hint) -> None:
        self.heard.emit()


class Sync(QObject):
    """The sync thread as the GUI thread sees it.

    Emits `ended(CycleOutcome)` after each cycle, `progressed(done, total)` of acts sent, `bytes_received(done, total)`
    of a bootstrap. What a bootstrap makes readable is published before the cycle ends.
    """

    ended = Signal(object)
    started = Signal()
    progressed = Signal(int, int)
    bytes_received = Signal(int, int)
    _run_wanted = Signal()
    _listen_wanted = Signal()
    _forget_wanted = Signal()
    _directory_wanted = Signal()

    def __init__(
        self,
        workstation: Workstation,
        bus: ChangeBus,
        connect: Callable[[Profile], Wire],
        listen: "Callable[[Profile], HintListener] | None" = None,
        lose_key: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__()
        self._bus = bus
        self._failures = 0
        self._again, self._is_closed, self._is_resting = False, False, False
        self.is_running = False
        self.last: CycleOutcome | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.run_now)
        self._bystander = _Bystander()
        self._thread, self._cycler = QThread(), _Cycler(workstation, connect, self._bystander, lose_key)
        self._hints_thread, self._ear = QThread(), _Ear(listen, workstation) if listen else None
        self._is_listening = False
        self._start_threads()

    def run_now(self) -> None:
        """Run a cycle at once, or another one right after the one under way."""
        if self._is_closed:
            return
        if self.is_running:
            self._again = True
            return
        self._timer.stop()
        self.is_running = True
        self.started.emit()
        self._run_wanted.emit()

    def run_in(self, seconds: float) -> None:
        """Run a cycle then at the latest: an act was recorded and may leave at that moment."""
        remaining = self._timer.remainingTime()
        delay = max(0, int(seconds * 1000))
        if not self.is_running and not self._is_resting and (remaining < 0 or delay < remaining):
            self._timer.start(delay)

    def rest(self) -> None:
        """For scripts: from now on a cycle runs only when `run_now` asks for it."""
        self._is_resting = True
        self._timer.stop()

    def fetch_directory(self) -> None:
        """Fetch the directory of structures, which no hint announces."""
        self._directory_wanted.emit()
        self.run_now()

    def sign_in_again(self) -> None:
        """The profile has a new token: try at once."""
        self._forget_wanted.emit()
        self._failures = 0
        self.run_now()

    def close(self) -> None:
        """End both threads; a cycle under way finishes first, a bootstrap stops and goes on next time."""
        self._is_closed = True
        self._bystander.stops = True
        self._timer.stop()
        if self._ear is not None:
            self._ear.stop()
        for thread in (self._thread, self._hints_thread):
            thread.quit()
            thread.wait()
        self._cycler.hang_up()

    def _start_threads(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        self._cycler.moveToThread(self._thread)
        self._run_wanted.connect(self._cycler.run, queued)
        self._forget_wanted.connect(self._cycler.forget_connection, queued)
        self._directory_wanted.connect(self._cycler.want_directory, queued)
        self._cycler.ended.connect(self._on_ended, queued)
        self._cycler.progressed.connect(self.progressed, queued)
        self._bystander.bytes_received.connect(self.bytes_received, queued)
        self._bystander.rows_changed.connect(self._bus.publish, queued)
        start(self._thread, "sync")
        if self._ear is None:
            return
        self._ear.moveToThread(self._hints_thread)
        self._listen_wanted.connect(self._ear.run, queued)
        self._ear.heard.connect(self.run_now, queued)
        self._ear.ended.connect(self._on_stream_ended, queued)
        start(self._hints_thread, "hints")

    @Slot(object, object)
    def _on_ended(self, outcome: CycleOutcome, held_for_s: float | None) -> None:
        self.is_running = False
        self.last = outcome
        self._failures = 0 if outcome.kind is CycleKind.DONE else self._failures + 1
        self._bus.publish(outcome.changes)
        self.ended.emit(outcome)
        self._listen_if_online()
        if self._again:
            self._again = False
            self.run_now()
        elif not (self._is_closed or self._is_resting):
            self._timer.start(int(self._delay_s(outcome, held_for_s) * 1000))

    def _delay_s(self, outcome: CycleOutcome, held_for_s: float | None) -> float:
        if self._failures:
            return retry_delay(self._failures, random.random, outcome.retry_after_s)
        after_hold = None if held_for_s is None else held_for_s + AFTER_HOLD.total_seconds()
        return idle_delay(after_hold)

    def _listen_if_online(self) -> None:
        is_online = self.last is not None and self.last.kind is CycleKind.DONE
        if self._ear is not None and is_online and not self._is_listening and not self._is_closed:
            self._is_listening = True
            self._listen_wanted.emit()

    @Slot()
    def _on_stream_ended(self) -> None:
        """The next good cycle opens another stream."""
        self._is_listening = False
