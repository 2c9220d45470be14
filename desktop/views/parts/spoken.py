"""Models with words: what a screen reader says of a painted row or cell."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QIdentityProxyModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

Index = QModelIndex | QPersistentModelIndex


class Spoken(Protocol):
    """A row that tells its sentence."""

    @property
    def sentence(self) -> str:
        """What a screen reader says."""
        ...


Describe = Callable[[object], Spoken | None]


class SpokenRows(QIdentityProxyModel):
    """A model as it is, with the sentence of each row for screen readers."""

    def __init__(self, describe: Describe, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._describe = describe

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The source's data; for the accessible text, the sentence of the row."""
        if role != Qt.ItemDataRole.AccessibleTextRole:
            return super().data(index, role)
        row = self._describe(super().data(index, Qt.ItemDataRole.UserRole))
        return row.sentence if row is not None else ""
