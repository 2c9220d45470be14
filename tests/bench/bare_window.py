"""The floor of the list: the window model alone over the replica, in a plain list, read in the thread that paints."""

import statistics
import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QApplication, QListView

from desktop.models.window import WindowModel
from desktop.queries import job_applications
from desktop.queries.filters import Filters
from desktop.queries.job_applications import ApplicationRow, Sort
from desktop.queries.lens import Lens
from sync.replica.workstation import Workstation
from tests.bench.work import EMPLOYER_ID, USER_ID

Found = TypeVar("Found")
LEAPS = 40
SORTS = (Sort.NAME, Sort.OLDEST, Sort.CHANGED)


class _Named(WindowModel):
    """The shipped model, which a plain list can show."""

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A name; the page is there once it was asked for."""
        if role != Qt.ItemDataRole.DisplayRole:
            return super().data(index, role)
        row = super().data(index, Qt.ItemDataRole.UserRole) or super().data(index, Qt.ItemDataRole.UserRole)
        return f"{row.last_name} {row.first_name}" if isinstance(row, ApplicationRow) else ""


class BareWindow:
    """A list of everything in the replica, in a window as large as the program's list."""

    def __init__(self, workstation: Workstation, size: QSize) -> None:
        self._workstation = workstation
        self.view, self.model = QListView(), _Named()
        self.view.setUniformItemSizes(True)
        self.view.setModel(self.model)
        self.view.resize(size)
        self.model.page_wanted.connect(self._page)
        self.view.show()
        QApplication.processEvents()

    def figures(self) -> dict[str, float]:
        """First paint, another order, and a leap of the scroll bar, in milliseconds; each the median."""
        first = [self._seconds(lambda: self._list(Sort.NEWEST)) for _ in range(5)]
        orders = [self._seconds(lambda: self._list(sort)) for sort in SORTS]  # noqa: B023 - called at once
        self._list(Sort.NEWEST)
        bar = self.view.verticalScrollBar()
        leaps = [
            self._seconds(lambda: bar.setValue(bar.maximum() * leap // LEAPS))  # noqa: B023 - called at once
            for leap in range(1, LEAPS)
        ]
        timed = {"first_list_ms": first, "sort_ms": orders, "scroll_ms": leaps}
        return {name: statistics.median(taken) * 1000 for name, taken in timed.items()}

    def _seconds(self, show: Callable[[], object]) -> float:
        begin = time.perf_counter()
        show()
        self.view.viewport().repaint()
        return time.perf_counter() - begin

    def _list(self, sort: Sort) -> None:
        self.model.set_ids(())
        self.model.set_ids(self._read(lambda lens: job_applications.ids(lens, Filters(), sort)))

    def _page(self, page: int, ids: list[str]) -> None:
        self.model.put_page(page, self._read(lambda lens: job_applications.page(lens, ids)))

    def _read(self, query: Callable[[Lens], Found]) -> Found:
        now = self._workstation.clock.now()
        rules = self._workstation.rules(now)
        with self._workstation.reading() as connection:
            return query(
                Lens(connection=connection, employer_ids=(EMPLOYER_ID,), user_id=USER_ID, now=now, rules=rules)
            )
