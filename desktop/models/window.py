"""A list over rows that stay in the database: the ids in order, and the pages that were looked at lately.

Never a proxy that filters in Python: at 100,000 rows it costs seconds a keystroke.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt, Signal

PAGE_ROWS = 60
PAGES_KEPT = 24
Index = QModelIndex | QPersistentModelIndex
_CHOOSE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


class WindowModel(QStringListModel):
    """UserRole gives the row, None while its page is on its way; emits `page_wanted(page number, ids)`.

    Qt's own list of strings counts the rows: a view that lays 100,000 rows out asks for each one's place, and a
    `rowCount` in Python answered 2 million times in the trial of 20,000 rows. The strings are empty, since to hold the
    ids there too would take 20 MB.

    `ID_ROLE` gives the id at once, so that a selection survives whatever order comes.
    """

    ID_ROLE = Qt.ItemDataRole.UserRole + 1

    page_wanted = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: Sequence[str] = ()
        self._pages: OrderedDict[int, Mapping[str, object]] = OrderedDict()
        self._asked: set[int] = set()

    def set_ids(self, ids: Sequence[str], rows: Mapping[str, object] | None = None) -> None:
        """Show these rows, of the first page those that are given; the same ones again only have their contents read.

        A list that begins as the one before does, and goes on, keeps what it knows of its first page.
        """
        if ids == self._ids and not rows:
            self.refresh()
            return
        first = rows or (self._pages.get(0) if ids[:PAGE_ROWS] == self._ids[:PAGE_ROWS] else None)
        self.removeRows(0, len(self._ids))
        self._ids = ids
        self._pages.clear()
        self._asked.clear()
        if first:
            self._pages[0] = first
        self.insertRows(0, len(ids))
        if ids and not first:
            # Before the record of a chosen row is asked for: the list is what a person who types looks at.
            self._ask(0)

    def refresh(self) -> None:
        """Read the contents again; what is shown stays until the new comes."""
        self._asked.clear()
        for page in list(self._pages):
            self._ask(page)

    def put_page(self, page: int, rows: Mapping[str, object]) -> None:
        """The rows of a page have come. Rows of another list, answered late, are left out."""
        self._asked.discard(page)
        first = page * PAGE_ROWS
        ids = self._ids[first : first + PAGE_ROWS]
        if not ids:
            return
        self._pages[page] = {key: rows[key] for key in ids if key in rows}
        self._pages.move_to_end(page)
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        self.dataChanged.emit(self.index(first, 0), self.index(first + len(ids) - 1, 0))

    def id_at(self, row: int) -> str:
        """The id of a row, "" when there is none."""
        return self._ids[row] if 0 <= row < len(self._ids) else ""

    def row_of(self, id: str) -> int:  # noqa: A002 - the field is called id everywhere
        """The row of an id, -1 when the list does not hold it."""
        try:
            return self._ids.index(id)
        except ValueError:
            return -1

    @property
    def ids(self) -> Sequence[str]:
        """All ids in order."""
        return self._ids

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row or its id; a row that is not here yet is asked for."""
        if not 0 <= index.row() < len(self._ids):
            return None
        if role == self.ID_ROLE:
            return self._ids[index.row()]
        return self._row(index.row()) if role == Qt.ItemDataRole.UserRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """To choose, never to edit or to drop on."""
        return _CHOOSE if index.isValid() else Qt.ItemFlag.NoItemFlags

    def _row(self, row: int) -> object:
        page = row // PAGE_ROWS
        rows = self._pages.get(page)
        if rows is None:
            self._ask(page)
            return None
        return rows.get(self._ids[row])

    def _ask(self, page: int) -> None:
        if page in self._asked:
            return
        self._asked.add(page)
        first = page * PAGE_ROWS
        self.page_wanted.emit(page, list(self._ids[first : first + PAGE_ROWS]))
