"""Rows of cells behind a table: one model for every list whose columns a page describes."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QTableView

from desktop.models.rows import RowsModel
from desktop.views.parts.spoken import loosely
from desktop.views.parts.table import Cell, CellDelegate, dress_table, set_row_height
from desktop.views.theme.current import current
from desktop.views.theme.paint import END_ALIGN

Index = QModelIndex | QPersistentModelIndex
Describe = Callable[[object], Sequence[Cell]]


class CellsModel(QAbstractTableModel):
    """`rows` as `describe` tells them, one cell a head; `figures` are the columns whose words stand at the right."""

    def __init__(self, rows: RowsModel, heads: Sequence[str], describe: Describe, figures: Sequence[int] = ()) -> None:
        super().__init__()
        self._rows, self._heads, self._figures = rows, heads, figures
        self._describe = loosely(describe)
        rows.modelAboutToBeReset.connect(self.beginResetModel)
        rows.modelReset.connect(self.endResetModel)
        rows.dataChanged.connect(self.tell_again)

    def rowCount(self, parent: Index | None = None) -> int:
        """As many as the list."""
        return 0 if parent is not None and parent.isValid() else self._rows.rowCount()

    def columnCount(self, parent: Index | None = None) -> int:
        """One a head."""
        return 0 if parent is not None and parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of the header."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._heads[section]
        return END_ALIGN if role == Qt.ItemDataRole.TextAlignmentRole and section in self._figures else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The cell as UserRole, its words for screen readers."""
        row = self._rows.data(self._rows.index(index.row(), 0), Qt.ItemDataRole.UserRole)
        cells = self._describe(row) if row is not None else None
        if cells is None or index.column() >= len(cells):
            return None
        if role == Qt.ItemDataRole.UserRole:
            return cells[index.column()]
        return cells[index.column()].sentence if role == Qt.ItemDataRole.AccessibleTextRole else None

    def tell_again(self) -> None:
        """The page describes the same rows otherwise."""
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(self._heads) - 1))


def as_cell(value: object) -> Cell | None:
    """The values of these tables are cells already."""
    return value if isinstance(value, Cell) else None


def fit_columns(view: QTableView, sacrificed: Sequence[int], least: int) -> None:
    """Hide columns, the first of `sacrificed` first, until the first column has `least` pixels at 100 % and all fit."""
    columns = range(1, view.model().columnCount())
    header = view.horizontalHeader()
    wide = {at: max(view.sizeHintForColumn(at), header.sectionSizeHint(at)) for at in columns}
    room = view.viewport().width() - current().px(least)
    hidden: set[int] = set()
    for at in sacrificed:
        if sum(width for column, width in wide.items() if column not in hidden) > room:
            hidden.add(at)
    for at in columns:
        view.setColumnHidden(at, at in hidden)


class CellTable(QTableView):
    """A table over such a model; the column `stretched` takes the width that is left."""

    def __init__(self, model: CellsModel, name: str, *, stretched: int = 0, two_lines: bool = False) -> None:
        super().__init__()
        self._two_lines = two_lines
        model.setParent(self)
        dress_table(self, name, two_lines=two_lines)
        self.setModel(model)
        self.setItemDelegate(CellDelegate(as_cell, self))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)

    def changeEvent(self, event: QEvent) -> None:
        """Measures its rows again after a change of zoom."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            set_row_height(self, two_lines=self._two_lines)


class WholeTable(CellTable):
    """A short table in a page that scrolls: as high as its rows, never with a bar of its own."""

    def __init__(self, model: CellsModel, name: str, *, stretched: int = 0) -> None:
        super().__init__(model, name, stretched=stretched)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        model.modelReset.connect(self.fit)
        current().changed.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Takes the height of its header and rows."""
        rows = self.model().rowCount() * current().height("row_table")
        head = max(self.horizontalHeader().sizeHint().height(), current().height("header_row"))
        self.setFixedHeight(head + rows + 2 * self.frameWidth())
