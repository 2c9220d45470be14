"""A chart of horizontal bars: icon and word, bar in the colour of its state, figure at the right."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from desktop.views.parts.formats import french_count
from desktop.views.theme.current import current
from desktop.views.theme.paint import END_ALIGN, Box, draw_box, draw_icon, draw_ring, draw_text

PITCH = 27


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its word, its value, and the state whose colour and icon it takes; no state is neutral."""

    text: str
    value: int
    state: str = ""


class BarChart(QLabel):
    """Bars under each other; its text is the table they stand for."""

    def __init__(self, bars: tuple[Bar, ...] = ()) -> None:
        super().__init__()
        self._bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_bars(bars)

    def set_bars(self, bars: tuple[Bar, ...]) -> None:
        """Shows other bars."""
        self._bars = bars
        self.setText(", ".join(f"{bar.text}\u00a0: {french_count(bar.value)}" for bar in bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Words, a bar of some length, figures."""
        words, figures = self._columns()
        return QSize(words + figures + current().px(120), self._pitch() * len(self._bars))

    def minimumSizeHint(self) -> QSize:
        """Words, a short bar, figures."""
        words, figures = self._columns()
        return QSize(words + figures + current().px(40), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws each bar to the scale of the longest."""
        painter = QPainter(self)
        longest = max((bar.value for bar in self._bars), default=0)
        for number, bar in enumerate(self._bars):
            self._draw_bar(painter, QRect(0, number * self._pitch(), self.width(), self._pitch()), bar, longest)

    def _pitch(self) -> int:
        theme = current()
        return max(PITCH, theme.metrics("caption").height() + theme.px(9))

    def _columns(self) -> tuple[int, int]:
        theme = current()
        caption, strong = theme.metrics("caption"), theme.metrics("body", bold=True)
        words = max((caption.horizontalAdvance(bar.text) for bar in self._bars), default=0)
        figures = max((strong.horizontalAdvance(french_count(bar.value)) for bar in self._bars), default=0)
        return words + theme.size("icon") + theme.px(26), figures + theme.px(24)

    def _draw_bar(self, painter: QPainter, rect: QRect, bar: Bar, longest: int) -> None:
        theme = current()
        colours, (words, figures) = theme.colours, self._columns()
        look = theme.look(bar.state) if bar.state else None
        line = colours.tints[look.tint].ink if look else colours.accent
        fill = colours.tints[look.tint].fill if look else colours.selected
        icon = theme.size("icon")
        if look:
            draw_icon(painter, QRect(rect.left(), rect.top(), icon, rect.height()), look.icon, line)
        start = icon + theme.px(6) if look else 0
        draw_text(painter, rect.adjusted(start, 0, 0, 0), bar.text, (theme.font("caption"), colours.ink))
        room = rect.width() - words - figures
        if longest and bar.value:
            length = max(2, round(room * bar.value / longest))
            spot = QRect(words, rect.top() + (rect.height() - theme.size("bar")) // 2, length, theme.size("bar"))
            draw_box(painter, spot, Box(fill, line, radius=2))
        draw_text(
            painter,
            rect,
            french_count(bar.value),
            (theme.font("body", bold=True, tabular=True), colours.ink),
            END_ALIGN,
        )


class OpeningBars(BarChart):
    """Bars whose figures open their list: a click, or ↑ ↓ and Enter. Emits `opened(state)`."""

    opened = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._current = 0
        self.setAccessibleName(name)
        self.setAccessibleDescription("Flèches pour choisir un état, Entrée pour ouvrir sa liste.")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("ownRing", "cells")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ring around the bar that Enter opens."""
        super().paintEvent(event)
        if self.hasFocus() and self._bars:
            draw_ring(QPainter(self), QRect(0, self._current * self._pitch(), self.width(), self._pitch()), 3)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves, opens."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and self._bars:
            self._current = min(max(self._current + step, 0), len(self._bars) - 1)
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._open(self._current)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Opens the bar under the mouse."""
        self._open(int(event.position().y()) // self._pitch())

    def _open(self, number: int) -> None:
        if 0 <= number < len(self._bars):
            self._current = number
            self.opened.emit(self._bars[number].state)
