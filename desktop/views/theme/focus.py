"""The ring that follows the keyboard: one frame, moved around whichever control has the focus."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFocusFrame,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

RINGED = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit)


class FocusRing(QObject):
    """Shows the ring around buttons and fields; a widget whose property `ownRing` is set draws its own."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._frame: QFocusFrame | None = None
        app.focusChanged.connect(self.follow)

    @Slot(QWidget, QWidget)
    def follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Moves the ring to `now`, or hides it."""
        if self._frame is not None and isValid(self._frame):
            self._frame.setWidget(None)  # type: ignore[arg-type]  # Qt takes a null pointer here
        if now is None or now.isWindow() or not isinstance(now, RINGED) or now.property("ownRing"):
            return
        if self._frame is None or not isValid(self._frame):
            self._frame = QFocusFrame(now)
        self._frame.setWidget(now)
