"""Sentences with an icon each: what an act entails, what was checked, why something cannot be seen."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.parts.glyph import Glyph
from desktop.views.parts.runs import RunsLabel, Words
from desktop.views.theme.current import current
from desktop.views.theme.roles import space


@dataclass(frozen=True, slots=True)
class Point:
    """One sentence, a caption under it, and its icon in the colour `ink`."""

    words: Words
    icon: str
    ink: str = "ink-2"
    under: str = ""


class PointLine(QWidget):
    """One sentence and its icon, over a hairline where asked."""

    def __init__(self, point: Point, *, ruled: bool) -> None:
        super().__init__()
        self._ruled = ruled
        across = QHBoxLayout(self)
        space(across, 10, (0, 0, 0, 10 if ruled else 0))
        across.addWidget(Glyph(point.icon, point.ink, "icon", "body"), 0, Qt.AlignmentFlag.AlignTop)
        down = QVBoxLayout()
        space(down, 0)
        down.addWidget(RunsLabel(point.words))
        if point.under:
            down.addWidget(RunsLabel(point.under, "caption", "ink-2"))
        across.addLayout(down, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the hairline."""
        if self._ruled:
            rect = QRect(0, self.height() - 1, self.width(), 1)
            QPainter(self).fillRect(rect, current().colours.line)


class Points(QWidget):
    """Sentences under each other."""

    def __init__(self, points: tuple[Point, ...] = (), *, ruled: bool = False) -> None:
        super().__init__()
        self._ruled = ruled
        self._down = QVBoxLayout(self)
        space(self._down, 10 if ruled else 7)
        self.set_points(points)

    def set_points(self, points: tuple[Point, ...]) -> None:
        """Shows other sentences."""
        while (item := self._down.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for point in points:
            self._down.addWidget(PointLine(point, ruled=self._ruled))
