"""The parts of a filter pane: saved views one chooses among, and boxes with a count at the right."""

from PySide6.QtCore import QEvent, QRect, QSize, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.views.parts.formats import french_count
from desktop.views.parts.text import Text
from desktop.views.theme.current import current
from desktop.views.theme.paint import Box, draw_box, draw_icon, draw_text
from desktop.views.theme.roles import space


class SideItem(QAbstractButton):
    """One saved view."""

    def __init__(self, text: str, icon: str = "bookmark") -> None:
        super().__init__()
        self._icon = icon
        self.setText(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The room of its words in bold."""
        theme = current()
        wide = theme.metrics("body", bold=True).horizontalAdvance(self.text()) + theme.size("icon")
        return QSize(wide + theme.px(28), theme.height("side_row"))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Shows that it can be pressed."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Returns to rest."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the item: filled and bold when chosen."""
        theme, painter = current(), QPainter(self)
        colours, on = theme.colours, self.isChecked()
        if on or self.underMouse():
            fill = colours.selected if on else colours.sunken
            draw_box(painter, self.rect(), Box(fill, radius=theme.tokens.radius_control))
        ink, icon, left = colours.accent if on else colours.ink, theme.size("icon"), theme.px(8)
        draw_icon(painter, QRect(left, 0, icon, self.height()), self._icon, ink)
        words = self.rect().adjusted(left + icon + theme.px(8), 0, -4, 0)
        draw_text(painter, words, self.text(), (theme.font("body", bold=on or None), ink))


class CountedBox(QWidget):
    """A check box with the count of what it would show; emits `toggled(key, on)`."""

    toggled = Signal(str, bool)

    def __init__(self, key: str, text: str, count: int | None = None) -> None:
        super().__init__()
        self._key = key
        self.box = QCheckBox(text)
        self.count = Text("", "caption", "ink-2", tabular=True)
        across = QHBoxLayout(self)
        space(across, 8)
        across.addWidget(self.box, 1)
        across.addWidget(self.count)
        self.box.toggled.connect(self._toggled)
        self.set_count(count)

    def set_count(self, count: int | None) -> None:
        """Shows another count; None shows none."""
        self.count.setText("" if count is None else french_count(count))
        self.box.setAccessibleName(self.box.text() if count is None else f"{self.box.text()}, {count}")

    def _toggled(self, on: bool) -> None:
        self.toggled.emit(self._key, on)


class FilterGroup(QWidget):
    """A titled group of filters; add parts to `column`."""

    def __init__(self, title: str, gap: int = 8) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        space(self.column, gap)
        self.title = Text(title, "caption", "ink-2", bold=True)
        self.column.addWidget(self.title)
        self.setAccessibleName(title)
