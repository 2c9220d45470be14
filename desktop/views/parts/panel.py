"""Flat surfaces with a hairline: the card, and the dashed or coloured boxes other components are made of."""

from collections.abc import Callable

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.theme.current import current
from desktop.views.theme.paint import Box, draw_box
from desktop.views.theme.roles import Margins, space


class Panel(QWidget):
    """A widget that paints a box behind its layout; `box` is asked at each painting, in the theme of the moment."""

    def __init__(self, box: Callable[[], Box], layout: QBoxLayout, gap: int, margins: Margins) -> None:
        super().__init__()
        self._box = box
        space(layout, gap, margins)
        self.setLayout(layout)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the box."""
        draw_box(QPainter(self), self.rect(), self._box())


def card_box() -> Box:
    """The box of a card."""
    theme = current()
    return Box(theme.colours.surface, theme.colours.line, radius=theme.tokens.radius_card)


def card(*, across: bool = False, gap: int = 8, padding: int = 16) -> Panel:
    """An empty card: add to its `layout()`."""
    layout = QHBoxLayout() if across else QVBoxLayout()
    return Panel(card_box, layout, gap, (padding, padding, padding, padding))
