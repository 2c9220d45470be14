"""A list of two-line rows over any model: keyboard, boxes, and words for screen readers."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QListView

from desktop.views.parts.icon_rows import DescribeIconRow, IconRowDelegate
from desktop.views.parts.rows import Describe as DescribeRow
from desktop.views.parts.rows import TwoLineDelegate, is_stacked
from desktop.views.parts.spoken import Describe, Index, SpokenRows


class SpokenList(QListView):
    """A list of painted rows, named by their number in the model, from 0."""

    current_changed = Signal(int)
    opened = Signal(int)
    letter_typed = Signal(str)

    def __init__(self, name: str, describe: Describe, delegate: QAbstractItemDelegate) -> None:
        super().__init__()
        self._describe = describe
        self._source: QAbstractItemModel | None = None
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setProperty("ownRing", "rows")

    def set_rows(self, model: QAbstractItemModel) -> None:
        """Shows `model`, whose UserRole `describe` understands."""
        spoken = SpokenRows(self._describe, self)
        spoken.setSourceModel(model)
        old = self.model()
        self._source = model
        self.setModel(spoken)
        if old is not None:
            old.deleteLater()

    def choose(self, row: int) -> None:
        """Makes `row` the current one and brings it into view; -1 chooses none."""
        model = self.model()
        self.setCurrentIndex(model.index(row, 0) if row >= 0 else QModelIndex())

    def currentChanged(self, now: Index, before: Index) -> None:
        """Tells which row is current."""
        super().currentChanged(now, before)
        self.current_changed.emit(now.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, a letter is told; the rest moves as in any list."""
        row = self.currentIndex().row()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and row >= 0:
            self.opened.emit(row)
        elif event.text().isalpha() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.letter_typed.emit(event.text().upper())
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens the row."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.opened.emit(index.row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Chooses the first row when none is, so that the ring shows where one is."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model() is not None and self.model().rowCount():
            self.choose(0)

    def changeEvent(self, event: QEvent) -> None:
        """Measures its rows again after a change of zoom."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()


class RowList(SpokenList):
    """Two-line rows with boxes; Space and a press on the box ask for a tick, Ctrl+A for all."""

    check_requested = Signal(int)
    check_all_requested = Signal()

    def __init__(self, name: str, describe: DescribeRow) -> None:
        self._rows = TwoLineDelegate(describe)
        super().__init__(name, describe, self._rows)
        self.setUniformItemSizes(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measures the rows again where they begin or cease to be stacked."""
        super().resizeEvent(event)
        if is_stacked(event.oldSize().width()) != is_stacked(self.width()):
            self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Ctrl+A ticks all; the rest as in any list."""
        row = self.currentIndex().row()
        if event.key() == Qt.Key.Key_Space and row >= 0:
            self.check_requested.emit(row)
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.check_all_requested.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the box ticks it, elsewhere it chooses the row."""
        index = self.indexAt(event.position().toPoint())
        row = self._rows.row(index) if index.isValid() else None
        box = self._rows.check_rect(self.visualRect(index)).adjusted(-6, -10, 6, 10)
        if row is not None and row.checked is not None and box.contains(event.position().toPoint()):
            self.check_requested.emit(index.row())
            return
        super().mousePressEvent(event)


class IconRowList(SpokenList):
    """Rows of up to three lines behind an icon."""

    def __init__(self, name: str, describe: DescribeIconRow) -> None:
        super().__init__(name, describe, IconRowDelegate(describe))
