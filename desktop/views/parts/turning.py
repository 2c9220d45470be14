"""Something wide with something small beside it, which goes under it where the window is narrow or the text large."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.views.theme.current import current


class Turning(QWidget):
    """`main` at the left and `aside` at its right; under it when `main` would get less than `room` pixels at 100 %."""

    def __init__(self, main: QWidget, aside: QWidget, room: int = 200, *, middle: bool = False) -> None:
        super().__init__()
        self._main, self._aside, self._room, self._middle = main, aside, room, middle
        for part in (main, aside):
            part.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """True: narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height both take at `width`."""
        beside = self._aside_size()
        main = _height_at(self._main, self._main_width(width))
        if self._is_turned(width):
            return main + self._gap() + self._under_size(width).height()
        return max(main, beside.height())

    def sizeHint(self) -> QSize:
        """Both side by side."""
        width = self._main.sizeHint().width() + self._taken()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """The wider of the two alone."""
        aside = self._aside.minimumSizeHint() if self._aside.hasHeightForWidth() else self._aside_size()
        width = max(self._main.minimumSizeHint().width(), aside.width())
        return QSize(width, self._main.minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Places both."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """Measures and places again when one of the two asks for another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._place()
        return super().event(event)

    def _place(self) -> None:
        aside, width = self._aside_size(), self._main_width(self.width())
        high = _height_at(self._main, width)
        if self._is_turned(self.width()):
            self._main.setGeometry(0, 0, width, high)
            under = self._under_size(self.width())
            self._aside.setGeometry(0, high + self._gap(), under.width(), under.height())
            return
        tall = self._middle or high < aside.height()
        top = max(0, (max(high, aside.height()) - high) // 2) if tall else 0
        self._main.setGeometry(0, top, width, high)
        down = max(0, (high - aside.height()) // 2) if self._middle else 0
        self._aside.setGeometry(self.width() - aside.width(), down, aside.width(), aside.height())

    def _gap(self) -> int:
        return 0 if self._aside.isHidden() else current().gap(10)

    def _aside_size(self) -> QSize:
        if self._aside.isHidden():
            return QSize(0, 0)
        return self._aside.sizeHint().expandedTo(self._aside.minimumSize())

    def _under_size(self, width: int) -> QSize:
        """Under the main part, lines that are too long become several where they can."""
        aside = self._aside_size()
        if aside.width() <= width or not self._aside.hasHeightForWidth():
            return aside
        return QSize(width, self._aside.heightForWidth(width))

    def _taken(self) -> int:
        return self._aside_size().width() + self._gap()

    def _is_turned(self, width: int) -> bool:
        need = min(current().px(self._room), self._main.sizeHint().width())
        return not self._aside.isHidden() and width - self._taken() < need

    def _main_width(self, width: int) -> int:
        return width if self._is_turned(width) else max(1, width - self._taken())


def _height_at(part: QWidget, width: int) -> int:
    return part.heightForWidth(width) if part.hasHeightForWidth() else part.sizeHint().height()
