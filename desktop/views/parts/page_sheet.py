"""A page as it will be, drawn as wide as there is room for."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.views.theme.current import current

LEAST_WIDTH = 160


class PageSheet(QWidget):
    """A page (PNG), at most `widest` pixels at 100 %, never larger than drawn; `name` is for screen readers."""

    def __init__(self, png: bytes, name: str, widest: int) -> None:
        super().__init__()
        self._page, self._widest = QPixmap(), widest
        self._page.loadFromData(png)
        self._drawn = QPixmap()
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """True: a page keeps its shape."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the page drawn in `width`."""
        return self._size_in(width).height()

    def sizeHint(self) -> QSize:
        """As wide as it may be."""
        return self._size_in(self._page.width())

    def minimumSizeHint(self) -> QSize:
        """Small: a narrow column shows the whole page, smaller."""
        return self._size_in(LEAST_WIDTH)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the page at the resolution of the screen, in the middle."""
        size, ratio = self._size_in(self.width()), self.devicePixelRatioF()
        if self._drawn.deviceIndependentSize().toSize() != size:
            smooth = Qt.TransformationMode.SmoothTransformation
            self._drawn = self._page.scaled(size * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
            self._drawn.setDevicePixelRatio(ratio)
        left = (self.width() - size.width()) // 2
        QPainter(self).drawPixmap(QRect(left, 0, size.width(), size.height()), self._drawn)

    def _size_in(self, width: int) -> QSize:
        wide = min(width, self._page.width(), current().px(self._widest))
        return QSize(wide, round(wide * self._page.height() / max(1, self._page.width())))
