"""Choices, of which one is taken: long labels wrap, the whole line can be pressed, a hint stands under its choice."""

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desktop.views.filling import clear
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.theme.roles import space


class Choice(Protocol):
    """What can be chosen: a reason of the rulebook, a structure."""

    @property
    def code(self) -> str:
        """Tells it from the others."""
        ...

    @property
    def label(self) -> str:
        """Its words."""
        ...

    @property
    def hint(self) -> str:
        """What is said under it, "" for nothing."""
        ...


class ChoiceLine(QWidget):
    """One of them."""

    def __init__(self, choice: Choice, *, chosen: bool) -> None:
        super().__init__()
        self._label = choice.label
        self.radio = QRadioButton()
        self.radio.setObjectName(choice.code)
        self.radio.setAccessibleName(choice.label)
        self.radio.setAccessibleDescription(choice.hint)
        self.radio.setChecked(chosen)
        self.words = RunsLabel()
        down = QVBoxLayout()
        space(down, 1)
        down.addWidget(self.words)
        if choice.hint:
            down.addWidget(RunsLabel(choice.hint, "caption", "ink-2"))
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


class Choices(QWidget):
    """The choices under each other; emits `chosen(code)`."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._down = QVBoxLayout(self)
        space(self._down, 7)
        self._group.buttonClicked.connect(self._tell)

    def set_choices(self, choices: Iterable[Choice], chosen: str) -> None:
        """Show others; "" for none chosen."""
        for button in self._group.buttons():
            self._group.removeButton(button)
        clear(self._down)
        for choice in choices:
            line = ChoiceLine(choice, chosen=choice.code == chosen)
            self._group.addButton(line.radio)
            self._down.addWidget(line)

    def _tell(self, button: QRadioButton) -> None:
        self.chosen.emit(button.objectName())
