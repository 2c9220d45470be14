"""A single long task away from the GUI thread: signing in, opening a vault, setting a paper."""

from collections.abc import Callable

import structlog
from PySide6.QtCore import QObject, QThread, Signal, Slot

from desktop.runtime.garbage import collect_in_gui_thread
from desktop.runtime.threads import start
from sync.domain.errors import EnvironmentFault
from sync.protocol.problems import Refused

_log = structlog.get_logger()


class _Runner(QThread):
    ended = Signal(object)

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__()
        self._work = work

    def run(self) -> None:
        """Qt's name: the body of the thread."""
        self.ended.emit(self._result())

    def _result(self) -> object:
        try:
            return self._work()
        except EnvironmentFault as fault:
            return fault
        except Refused as refused:
            return EnvironmentFault(refused.problem.code, refused.facts)
        except OSError as error:
            return EnvironmentFault("disk_fault", {"detail": type(error).__name__})
        except Exception as bug:  # noqa: BLE001 - the border of a thread: a bug is logged and told
            _log.exception("errand_failed", exc_info=bug)
            return EnvironmentFault("unexpected", {"detail": type(bug).__name__})


class Errand(QObject):
    """One task at a time: `done(result)` or `failed(EnvironmentFault)`, in the GUI thread."""

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner: _Runner | None = None

    @property
    def is_running(self) -> bool:
        """Whether a task is under way."""
        return self._runner is not None

    def run(self, work: Callable[[], object]) -> None:
        """Do `work`; ignored while another task is under way."""
        if self._runner is not None:
            return
        collect_in_gui_thread()
        self._runner = _Runner(work)
        self._runner.ended.connect(self._on_ended)
        start(self._runner, "errand")

    def wait(self) -> None:
        """Let the task under way end; its answer is dropped."""
        if self._runner is not None:
            self._runner.wait()
            self._runner = None

    @Slot(object)
    def _on_ended(self, result: object) -> None:
        runner, self._runner = self._runner, None
        if runner is None:
            return
        runner.wait()
        if isinstance(result, EnvironmentFault):
            self.failed.emit(result)
        else:
            self.done.emit(result)
