"""A short list held in memory whole: jobs, PASS, issues, waiting acts."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex


class RowsModel(QAbstractListModel):
    """UserRole gives the row. `key` names a row, so that a selection survives a new list."""

    def __init__(self, key: Callable[[object], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._rows: Sequence[object] = ()

    def set_rows(self, rows: Sequence[object]) -> None:
        """Show these rows; when they are the same ones in the same order, only their contents change."""
        if [self._key(row) for row in rows] == [self._key(row) for row in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 0))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def key_at(self, row: int) -> str:
        """The key of a row, "" when there is none."""
        return self._key(self._rows[row]) if 0 <= row < len(self._rows) else ""

    def row_of(self, key: str) -> int:
        """The row of a key, -1 when the list does not hold it."""
        return next((number for number, row in enumerate(self._rows) if self._key(row) == key), -1)

    def row(self, key: str) -> object:
        """The row of a key, None when the list does not hold it."""
        number = self.row_of(key)
        return self._rows[number] if number >= 0 else None

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows the list has."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row."""
        if role != Qt.ItemDataRole.UserRole or not index.isValid() or index.row() >= len(self._rows):
            return None
        return self._rows[index.row()]
