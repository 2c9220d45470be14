"""Tables: sunken header, hairlines, rows of one or two lines; cells are plain values any model gives."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.views.parts.badge import badge_sentence, badge_size, draw_badge
from desktop.views.parts.spoken import SpokenRows, loosely
from desktop.views.theme.current import current
from desktop.views.theme.paint import (
    END_ALIGN,
    ROW_ALIGN,
    draw_icon,
    draw_line,
    draw_mark,
    draw_ring,
    draw_text,
)

Index = QModelIndex | QPersistentModelIndex
State = QStyle.StateFlag
PADDING = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `text`, a second line in caption, an icon in the colour `ink`, figures at the right, or a badge."""

    text: str = ""
    under: str = ""
    icon: str = ""
    ink: str = "ink"
    state: str = ""
    mark: str = ""
    bold: bool = False
    figures: bool = False
    under_icon: str = ""
    under_ink: str = "ink-2"

    @property
    def sentence(self) -> str:
        """What a screen reader says of the cell."""
        state = badge_sentence(self.state) if self.state else ""
        return ", ".join(part for part in (self.text, state, self.under) if part)


DescribeCell = Callable[[object], Cell | None]


class CellDelegate(QStyledItemDelegate):
    """Paints what `describe` makes of a model's UserRole value."""

    def __init__(self, describe: DescribeCell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._describe = loosely(describe)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """The room its words take."""
        cell, theme = self._describe(index.data(Qt.ItemDataRole.UserRole)), current()
        if cell is None:
            return QSize(theme.px(60), theme.height("row_table"))
        wide = theme.metrics("body", bold=cell.bold or None, tabular=cell.figures).horizontalAdvance(cell.text)
        wide += theme.size("icon") + theme.px(7) if cell.icon else 0
        under = theme.metrics("caption").horizontalAdvance(cell.under)
        under += theme.size("icon_badge") + theme.px(6) if cell.under_icon else 0
        wide = max(wide, under) + 2
        if cell.state:
            wide = badge_size(cell.state, short=True).width()
        high = theme.height("row_table_two_lines" if cell.under else "row_table")
        return QSize(wide + 2 * theme.px(PADDING), high)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws one cell."""
        theme, rect = current(), option.rect
        if option.state & State.State_Selected:
            painter.fillRect(rect, theme.colours.selected)
        elif option.state & State.State_MouseOver:
            painter.fillRect(rect, theme.colours.sunken)
        draw_line(painter, rect, theme.colours.line)
        cell = self._describe(index.data(Qt.ItemDataRole.UserRole))
        if cell is None:
            return
        if cell.mark:
            draw_mark(painter, rect.adjusted(0, 0, 0, -1), cell.mark)
        _draw_cell(painter, rect.adjusted(theme.px(PADDING), 0, -theme.px(PADDING), -1), cell)
        if option.state & State.State_HasFocus:
            draw_ring(painter, rect.adjusted(1, 1, -1, -2), 3)


def _draw_cell(painter: QPainter, rect: QRect, cell: Cell) -> None:
    theme = current()
    if cell.state:
        size = badge_size(cell.state, short=True)
        top = rect.top() + (rect.height() - size.height()) // 2
        draw_badge(painter, QRect(rect.left(), top, size.width(), size.height()), cell.state, short=True)
        return
    first = QRect(rect)
    if cell.under:
        high, low = theme.metrics("body").height(), theme.metrics("caption").height()
        top = rect.top() + (rect.height() - high - low) // 2
        first.setRect(rect.left(), top, rect.width(), high)
        _draw_under(painter, QRect(rect.left(), top + high, rect.width(), low), cell)
    if cell.icon:
        icon = theme.size("icon")
        spot = QRect(first.left(), first.top(), icon, first.height())
        draw_icon(painter, spot, cell.icon, theme.colours.colour(cell.ink))
        first.setLeft(first.left() + icon + theme.px(7))
    font = theme.font("body", bold=cell.bold or None, tabular=cell.figures)
    align = END_ALIGN if cell.figures and not cell.under else ROW_ALIGN
    draw_text(painter, first, cell.text, (font, theme.colours.colour(cell.ink)), align)


def _draw_under(painter: QPainter, rect: QRect, cell: Cell) -> None:
    theme = current()
    ink = theme.colours.colour(cell.under_ink)
    if cell.under_icon:
        icon = theme.size("icon_badge")
        spot = QRect(rect.left(), rect.top(), icon, rect.height())
        draw_icon(painter, spot, cell.under_icon, ink, "icon_badge")
        rect = rect.adjusted(icon + theme.px(5), 0, 0, 0)
    draw_text(painter, rect, cell.under, (theme.font("caption"), ink))


def set_row_height(view: QTableView, *, two_lines: bool) -> None:
    """Gives the rows of a table the height of one line or two in the text of the moment."""
    height = current().height("row_table_two_lines" if two_lines else "row_table")
    view.verticalHeader().setMinimumSectionSize(height)
    view.verticalHeader().setDefaultSectionSize(height)


def dress_table(view: QTableView, name: str, *, two_lines: bool = False) -> None:
    """Gives a table its look: no grid, whole rows chosen, header and rows at the heights of the tokens."""
    view.setAccessibleName(name)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setCornerButtonEnabled(False)
    view.setTabKeyNavigation(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setProperty("ownRing", "cells")
    view.verticalHeader().hide()
    view.horizontalHeader().setHighlightSections(False)
    view.horizontalHeader().setDefaultAlignment(ROW_ALIGN)
    set_row_height(view, two_lines=two_lines)


class Table(QTableView):
    """A table of cells, named by the number of their row in the model; Enter opens a row."""

    opened = Signal(int)
    current_changed = Signal(int)

    def __init__(self, name: str, describe: DescribeCell, *, two_lines: bool = False) -> None:
        super().__init__()
        self._describe, self._two_lines = describe, two_lines
        self._source: QAbstractItemModel | None = None
        self.setItemDelegate(CellDelegate(describe, self))
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        dress_table(self, name, two_lines=two_lines)

    def set_rows(self, model: QAbstractItemModel) -> None:
        """Shows `model`, whose UserRole `describe` understands."""
        spoken = SpokenRows(self._describe, self)
        spoken.setSourceModel(model)
        old, self._source = self.model(), model
        self.setModel(spoken)
        if old is not None:
            old.deleteLater()

    def stretch(self, column: int) -> None:
        """Gives the width that is left to `column`; the others take what their cells need."""
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def currentChanged(self, now: Index, before: Index) -> None:
        """Tells which row is current."""
        super().currentChanged(now, before)
        if now.row() != before.row():
            self.current_changed.emit(now.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; the rest moves as in any table."""
        row = self.currentIndex().row()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and row >= 0:
            self.opened.emit(row)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens the row."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.opened.emit(index.row())

    def changeEvent(self, event: QEvent) -> None:
        """Measures its rows again after a change of zoom."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            set_row_height(self, two_lines=self._two_lines)
