"""The last acts on a record, newest first: solid discs for what the server has, dashed ones for what it has not."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.views.parts.runs import RunsLabel
from desktop.views.theme.current import current
from desktop.views.theme.paint import pen
from desktop.views.theme.roles import space

INDENT = 28


@dataclass(frozen=True, slots=True)
class Act:
    """One act: what was done, then who, when and how it travelled."""

    what: str
    when: str
    unsent: bool = False


class ActLine(QWidget):
    """One act with its disc and the line down to the next."""

    def __init__(self, act: Act, *, last: bool) -> None:
        super().__init__()
        self._unsent, self._last = act.unsent, last
        down = QVBoxLayout(self)
        space(down, 0, (INDENT, 0, 0, 0 if last else 8))
        down.addWidget(RunsLabel(act.what))
        down.addWidget(RunsLabel(act.when, "caption", "ink-2"))
        state = ", pas encore reçu par le serveur" if act.unsent else ""
        self.setAccessibleName(f"{act.what}, {act.when}{state}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws disc and line."""
        theme, painter = current(), QPainter(self)
        colours = theme.colours
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = theme.px(5.5)
        centre = QPointF(theme.gap(INDENT) / 2 - theme.px(5), theme.metrics("body").height() / 2)
        if not self._last:
            stroke = pen(colours.local_line if self._unsent else colours.line_strong, 2)
            if self._unsent:
                stroke.setDashPattern([3.0, 2.0])
            painter.setPen(stroke)
            foot = self.height() - (theme.px(11) - centre.y()) + theme.px(1)
            painter.drawLine(QPointF(centre.x(), centre.y() + radius + 3), QPointF(centre.x(), foot))
        if self._unsent:
            stroke = pen(colours.local_line, 2)
            stroke.setDashPattern([2.2, 1.4])
            painter.setPen(stroke)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius -= 1
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.accent)
        painter.drawEllipse(centre, radius, radius)


class Timeline(QWidget):
    """Acts under each other."""

    def __init__(self, acts: tuple[Act, ...] = ()) -> None:
        super().__init__()
        self._down = QVBoxLayout(self)
        space(self._down, 0)
        self.set_acts(acts)

    def set_acts(self, acts: tuple[Act, ...]) -> None:
        """Shows other acts, newest first."""
        while (item := self._down.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for number, act in enumerate(acts):
            self._down.addWidget(ActLine(act, last=number == len(acts) - 1))
