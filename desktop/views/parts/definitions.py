"""Facts in two columns: quiet label, value, and at the right what changes it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop.views.parts.buttons import LinkButton
from desktop.views.parts.glyph import Glyph
from desktop.views.parts.runs import RunsLabel, Words, plain
from desktop.views.theme.current import current
from desktop.views.theme.roles import space


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: `icon` before the value in the colour `ink`; `link` makes the value an act, `change` adds one."""

    key: str
    label: str
    value: Words
    icon: str = ""
    ink: str = "ink"
    link: bool = False
    note: str = ""
    change: str = ""


class Definitions(QWidget):
    """Facts under each other; emits `opened(key)` for a link and `change_requested(key)`."""

    opened = Signal(str)
    change_requested = Signal(str)

    def __init__(self, facts: tuple[Fact, ...] = (), *, ruled: bool = False) -> None:
        super().__init__()
        self._ruled = ruled
        self._values: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(1, 1)
        space(self._grid, 14 if ruled else 6, (0, 4, 0, 8 if ruled else 0))
        self._widen()
        current().changed.connect(self._widen)
        self.set_facts(facts)

    def set_facts(self, facts: tuple[Fact, ...]) -> None:
        """Shows other facts."""
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._values.clear()
        for line, fact in enumerate(facts):
            self._grid.addWidget(RunsLabel(fact.label, "body", "ink-2"), line, 0, Qt.AlignmentFlag.AlignTop)
            value = self._value(fact)
            self._values.append(value)
            self._grid.addWidget(value, line, 1)
            if fact.change:
                button = LinkButton(fact.change, "caption", name=f"{fact.change}\u00a0: {fact.label}")
                button.setObjectName(fact.key)
                button.clicked.connect(self._change)
                self._grid.addWidget(button, line, 2, Qt.AlignmentFlag.AlignTop)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the hairlines between lines, where asked."""
        if not self._ruled:
            return
        painter = QPainter(self)
        half = self._grid.verticalSpacing() // 2
        for value in self._values:
            foot = value.geometry().bottom() + half
            painter.fillRect(0, foot, self.width(), 1, current().colours.line)

    def _widen(self) -> None:
        self._grid.setHorizontalSpacing(current().gap(24))

    def _value(self, fact: Fact) -> QWidget:
        holder = QWidget()
        across = QHBoxLayout(holder)
        space(across, 6)
        if fact.icon:
            glyph = Glyph(fact.icon, fact.ink, "icon", "body")
            across.addWidget(glyph, 0, Qt.AlignmentFlag.AlignTop)
        if fact.link:
            button = LinkButton(plain(fact.value))
            button.setObjectName(fact.key)
            button.clicked.connect(self._open)
            across.addWidget(button)
        else:
            across.addWidget(RunsLabel(fact.value, "body", fact.ink), 1)
        if fact.note:
            across.addWidget(RunsLabel(fact.note, "caption", "ink-2"))
        if fact.link:
            across.addStretch(1)
        return holder

    def _open(self) -> None:
        self.opened.emit(self.sender().objectName())

    def _change(self) -> None:
        self.change_requested.emit(self.sender().objectName())
