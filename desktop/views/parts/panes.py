"""Panes side by side; where they do not fit, the least needed leave and a button each brings them back."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.parts.buttons import Button
from desktop.views.theme.current import current
from desktop.views.theme.roles import fill_role, space


@dataclass(frozen=True, slots=True)
class Pane:
    """One pane: the word of its button, its share of the width, and the `room` it needs, in pixels at 100 %."""

    key: str
    name: str
    part: QWidget
    stretch: int
    room: int


def fitting(panes: tuple[Pane, ...], order: tuple[str, ...], width: int, zoom: float) -> frozenset[str]:
    """The keys that fit in `width`, taken in `order`; the first always, so that something is on screen."""
    rooms = {pane.key: round(pane.room * zoom) for pane in panes}
    chosen: list[str] = []
    for key in order:
        if chosen and rooms[key] + sum(rooms[one] for one in chosen) > width:
            break
        chosen.append(key)
    return frozenset(chosen)


class Panes(QWidget):
    """Panes from left to right; `order` names them from the most to the least needed."""

    shown_changed = Signal()

    def __init__(self, panes: tuple[Pane, ...], order: tuple[str, ...]) -> None:
        super().__init__()
        self._panes, self._order = panes, order
        self._shown: frozenset[str] = frozenset()
        self._rules: list[QFrame] = []
        self._buttons: dict[str, Button] = {}
        self._bar = QWidget()
        self._lay_out()
        current().changed.connect(self.fold)
        self.fold()

    @property
    def shown(self) -> frozenset[str]:
        """The keys of the panes on screen."""
        return self._shown

    def bring(self, key: str) -> None:
        """Makes a pane the most needed one, for instance the record once a row was opened."""
        self._order = (key, *(other for other in self._order if other != key))
        self.fold()

    def fold(self) -> None:
        """Shows what fits, and a button for each pane that does not."""
        shown = fitting(self._panes, self._order, self.width(), current().zoom)
        for number, pane in enumerate(self._panes):
            pane.part.setVisible(pane.key in shown)
            self._buttons[pane.key].setVisible(pane.key not in shown)
            before = any(other.key in shown for other in self._panes[:number])
            if number:
                self._rules[number - 1].setVisible(pane.key in shown and before)
        self._bar.setVisible(len(shown) < len(self._panes))
        if shown != self._shown:
            self._shown = shown
            self.shown_changed.emit()

    def minimumSizeHint(self) -> QSize:
        """Small: it folds rather than hold the window open."""
        return QSize(current().px(240), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Folds again."""
        super().resizeEvent(event)
        self.fold()

    def _lay_out(self) -> None:
        fill_role(self._bar, "sunken")
        buttons, across, down = QHBoxLayout(self._bar), QHBoxLayout(), QVBoxLayout(self)
        space(buttons, 8, (14, 8, 14, 8))
        for layout in (across, down):
            space(layout, 0)
        for number, pane in enumerate(self._panes):
            if number:
                across.addWidget(self._rule())
            across.addWidget(pane.part, pane.stretch)
            button = Button(pane.name, small=True)
            button.setObjectName(pane.key)
            button.clicked.connect(self._press)
            self._buttons[pane.key] = button
            buttons.addWidget(button)
        buttons.addStretch(1)
        down.addWidget(self._bar)
        down.addLayout(across, 1)

    def _rule(self) -> QFrame:
        rule = QFrame()
        rule.setFrameShape(QFrame.Shape.VLine)
        rule.setFixedWidth(1)
        self._rules.append(rule)
        return rule

    def _press(self) -> None:
        key = self.sender().objectName()
        self.bring(key)
        pane = next(pane for pane in self._panes if pane.key == key)
        pane.part.setFocus()
        pane.part.focusNextChild()
