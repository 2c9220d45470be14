"""Whether anybody is at the workstation: no key, no mouse for some minutes, or a machine that slept."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from sync.replica.clock import Clock

_TICK_MS = 1000
# A tick that comes this late means that the machine was suspended, not that it was busy.
_SLEPT_MS = 60_000
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Emits `idle` once nobody did anything for `minutes`, and after the machine slept.

    Hears whatever window of the program has the keyboard. Time is counted on the clock that goes on during sleep.
    """

    idle = Signal()

    def __init__(self, clock: Clock, minutes: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.minutes = minutes
        self._seen_ms = self._ticked_ms = clock.boot()[1]
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self.hear)

    def hear(self, window: QWindow | None) -> None:
        """Count what is done in a window as being there."""
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Qt's name: notes signs of life and lets everything pass."""
        if event.type() in _SIGNS_OF_LIFE:
            self._seen_ms = self._clock.boot()[1]
        return super().eventFilter(watched, event)

    def tick(self) -> None:
        """Look at the clock."""
        now = self._clock.boot()[1]
        slept = now - self._ticked_ms > _SLEPT_MS
        self._ticked_ms = now
        if slept or now - self._seen_ms >= self.minutes * 60_000:
            self._seen_ms = now
            self.idle.emit()

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()
