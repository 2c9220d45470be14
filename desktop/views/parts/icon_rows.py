"""Rows of up to three lines behind an icon: what is to settle, and what was settled."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.views.parts.spoken import loosely
from desktop.views.theme.current import current
from desktop.views.theme.paint import draw_icon, draw_line, draw_mark, draw_ring, draw_text

Index = QModelIndex | QPersistentModelIndex
State = QStyle.StateFlag


@dataclass(frozen=True, slots=True)
class IconRow:
    """An icon and lines: `title` is bold where there is a `body`; `mark` is empty, `local` or `danger`."""

    icon: str
    title: str
    body: str = ""
    caption: str = ""
    mark: str = ""

    @property
    def sentence(self) -> str:
        """What a screen reader says of the row."""
        return ", ".join(part for part in (self.title, self.body, self.caption) if part)


DescribeIconRow = Callable[[object], IconRow | None]


class IconRowDelegate(QStyledItemDelegate):
    """Paints the icon rows `describe` makes of a model's UserRole value."""

    def __init__(self, describe: DescribeIconRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._describe = loosely(describe)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """The height of its lines; the width is the list's."""
        theme, row = current(), self._describe(index.data(Qt.ItemDataRole.UserRole))
        three = row is not None and bool(row.body)
        lines = theme.metrics("body").height() * (2 if three else 1) + theme.metrics("caption").height()
        return QSize(200, lines + theme.gap(28 if three else 20))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws one row."""
        theme, rect = current(), option.rect
        if option.state & State.State_Selected:
            painter.fillRect(rect, theme.colours.selected)
        elif option.state & State.State_MouseOver:
            painter.fillRect(rect, theme.colours.sunken)
        draw_line(painter, rect, theme.colours.line)
        row = self._describe(index.data(Qt.ItemDataRole.UserRole))
        if row is None:
            return
        draw_mark(painter, rect.adjusted(0, 0, 0, -1), row.mark)
        left = rect.left() + theme.px(16)
        icon, high = theme.size("icon_rail"), theme.metrics("body").height()
        lines = self._lines(row)
        top = rect.top() + (rect.height() - sum(height for _, _, height in lines)) // 2
        spot = QRect(left, top, icon, high) if row.body else QRect(left, rect.top(), icon, rect.height())
        draw_icon(painter, spot, row.icon, theme.colours.ink, "icon_rail")
        start = left + icon + theme.px(11)
        for words, ink, height in lines:
            draw_text(painter, QRect(start, top, rect.right() - start - theme.px(12), height), words, ink)
            top += height
        if option.state & State.State_HasFocus:
            draw_ring(painter, rect.adjusted(1, 1, -1, -2), 3)

    def _lines(self, row: IconRow) -> list[tuple[str, tuple[QFont, QColor], int]]:
        theme = current()
        body, caption = theme.metrics("body").height(), theme.metrics("caption").height()
        made = [(row.title, (theme.font("body", bold=bool(row.body) or None), theme.colours.ink), body)]
        if row.body:
            made.append((row.body, (theme.font("body"), theme.colours.ink), body))
        if row.caption:
            made.append((row.caption, (theme.font("caption"), theme.colours.ink_2), caption))
        return made
