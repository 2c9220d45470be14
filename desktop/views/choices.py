"""Reasons to choose one among: long labels wrap, the whole line can be pressed, a hint stands under its choice."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desktop.views.filling import clear
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.theme.roles import space
from sync.domain.rulebook import ReasonRule


class ReasonLine(QWidget):
    """One reason."""

    def __init__(self, reason: ReasonRule, *, chosen: bool) -> None:
        super().__init__()
        self._label = reason.label
        self.radio = QRadioButton()
        self.radio.setObjectName(reason.code)
        self.radio.setAccessibleName(reason.label)
        self.radio.setAccessibleDescription(reason.hint)
        self.radio.setChecked(chosen)
        self.words = RunsLabel()
        down = QVBoxLayout()
        space(down, 1)
        down.addWidget(self.words)
        if reason.hint:
            down.addWidget(RunsLabel(reason.hint, "caption", "ink-2"))
        across = QHBoxLayout(self)
        space(across, 8)
        across.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(down, 1)
        self.radio.toggled.connect(self._embolden)
        self._embolden(chosen)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """The words choose as the disc does."""
        self.radio.setFocus(Qt.FocusReason.MouseFocusReason)
        self.radio.click()

    def _embolden(self, chosen: bool) -> None:
        self.words.set_words((bold(self._label),) if chosen else self._label)


class Reasons(QWidget):
    """The reasons under each other; emits `chosen(code)`."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._down = QVBoxLayout(self)
        space(self._down, 7)
        self._group.buttonClicked.connect(self._tell)

    def set_reasons(self, reasons: tuple[ReasonRule, ...], chosen: str) -> None:
        """Show other reasons; "" for none chosen."""
        for button in self._group.buttons():
            self._group.removeButton(button)
        clear(self._down)
        for reason in reasons:
            line = ReasonLine(reason, chosen=reason.code == chosen)
            self._group.addButton(line.radio)
            self._down.addWidget(line)

    def _tell(self, button: QRadioButton) -> None:
        self.chosen.emit(button.objectName())
