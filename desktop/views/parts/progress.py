"""Long work: a bar, how far it is, how long it still takes, and a button to stop."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from desktop.views.parts.buttons import Button
from desktop.views.parts.text import Text
from desktop.views.theme.roles import space

# Shorter work shows nothing: a bar that flashes disturbs more than it tells.
PATIENCE_MS = 1000
MINUTE = 60


def progress_words(done: int, total: int, seconds_left: int | None) -> str:
    """« 310 sur 500, encore 20 s »; no time while none can be told."""
    words = f"{done} sur {total}"
    if seconds_left is None:
        return words
    if seconds_left < MINUTE:
        return f"{words}, encore {seconds_left}\u00a0s"
    return f"{words}, encore {round(seconds_left / MINUTE)}\u00a0min"


class Progress(QWidget):
    """Shows itself one second after `start`, hides on `finish`; emits `stop_requested`."""

    stop_requested = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(name)
        self.bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.words = Text("", "caption", tabular=True)
        self.stop = Button("Arrêter", small=True)
        self.stop.setAccessibleDescription(name)
        self.stop.clicked.connect(self.stop_requested)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self.show)
        across = QHBoxLayout(self)
        space(across, 12)
        across.addWidget(self.bar, 1)
        across.addWidget(self.words)
        across.addWidget(self.stop)

    def start(self) -> None:
        """Waits a second, then shows itself."""
        self.hide()
        self._patience.start(PATIENCE_MS)

    def set_progress(self, done: int, total: int, seconds_left: int | None = None) -> None:
        """Tells how far the work is."""
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        self.words.setText(progress_words(done, total, seconds_left))
        self.bar.setAccessibleDescription(self.words.text())

    def finish(self) -> None:
        """Hides, also when it was never shown."""
        self._patience.stop()
        self.hide()
