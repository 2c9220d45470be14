"""The steps of a guided act: discs joined by a line, ticked when done."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from desktop.views.theme.current import current
from desktop.views.theme.paint import MIDDLE, Box, draw_box, draw_icon, draw_text

GAP = 8


class Steps(QLabel):
    """Where the person is in `names`; its text tells the same."""

    def __init__(self, names: tuple[str, ...], now: int = 0) -> None:
        super().__init__()
        self._names, self._now = names, now
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_step(now)

    def set_step(self, now: int) -> None:
        """Marks step `now`, from 0; those before it are done."""
        self._now = now
        self.setText(f"Étape {now + 1} sur {len(self._names)}\u00a0: {self._names[now]}")
        self.update()

    def sizeHint(self) -> QSize:
        """Discs, names and short lines."""
        theme = current()
        metrics = theme.metrics("body", bold=True)
        wide = sum(metrics.horizontalAdvance(name) for name in self._names)
        wide += len(self._names) * (theme.size("step") + theme.px(4 * GAP))
        return QSize(wide, theme.size("step"))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws each step, and lines that share what room is left."""
        theme, painter = current(), QPainter(self)
        disc, gap = theme.size("step"), theme.px(GAP)
        widths = [self._step_width(number) for number in range(len(self._names))]
        lines = max(1, len(widths) - 1)
        span = max(theme.px(GAP), (self.width() - sum(widths)) // lines)
        left = 0
        for number, width in enumerate(widths):
            self._draw_step(painter, QRect(left, 0, width, self.height()), number)
            left += width
            if number < len(widths) - 1:
                colour = theme.colours.accent if number < self._now else theme.colours.line_strong
                high = theme.px(2)
                painter.fillRect(left + gap + 2, (disc - high) // 2, span - 2 * gap - 4, high, colour)
            left += span

    def _step_width(self, number: int) -> int:
        theme = current()
        metrics = theme.metrics("body", bold=number == self._now)
        return theme.size("step") + theme.px(GAP) + metrics.horizontalAdvance(self._names[number]) + 2

    def _draw_step(self, painter: QPainter, rect: QRect, number: int) -> None:
        theme = current()
        colours, side = theme.colours, theme.size("step")
        disc = QRect(rect.left(), 0, side, side)
        done, now = number < self._now, number == self._now
        if done:
            draw_box(painter, disc, Box(colours.accent, colours.accent, radius=side))
            draw_icon(painter, disc, "check", colours.on_accent)
        else:
            border = colours.accent if now else colours.line_strong
            draw_box(painter, disc, Box(colours.surface, border, width=2 if now else 1, radius=side))
            ink = colours.accent if now else colours.ink_2
            draw_text(painter, disc, str(number + 1), (theme.font("caption", bold=True), ink), MIDDLE)
        words = rect.adjusted(side + theme.px(GAP), 0, 0, 0)
        ink = colours.accent if now else colours.ink if done else colours.ink_2
        draw_text(painter, words, self._names[number], (theme.font("body", bold=now), ink))
