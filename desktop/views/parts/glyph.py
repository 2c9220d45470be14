"""An icon as a widget: decoration beside words that say the same."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.views.theme.current import current
from desktop.views.theme.paint import draw_icon


class Glyph(QWidget):
    """The icon `name` in the colour `ink`, at the token `size`; `lines` makes it as high as a line of that role."""

    def __init__(self, name: str, ink: str = "ink-2", size: str = "icon", line: str = "") -> None:
        super().__init__()
        self._name, self._ink, self._size, self._line = name, ink, size, line
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, name: str, ink: str) -> None:
        """Shows another icon or colour."""
        self._name, self._ink = name, ink
        self.update()

    def sizeHint(self) -> QSize:
        """The icon, or the line it stands beside."""
        theme = current()
        side = theme.size(self._size)
        return QSize(side, max(side, theme.metrics(self._line).height() if self._line else 0))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the icon."""
        draw_icon(QPainter(self), self.rect(), self._name, current().colours.colour(self._ink), self._size)
