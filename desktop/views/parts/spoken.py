"""Models with words: what a screen reader says of a painted row or cell."""

from collections.abc import Callable
from types import MethodType
from typing import Protocol, TypeVar
from weakref import WeakMethod

from PySide6.QtCore import QIdentityProxyModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

Index = QModelIndex | QPersistentModelIndex


class Spoken(Protocol):
    """A row that tells its sentence."""

    @property
    def sentence(self) -> str:
        """What a screen reader says."""
        ...


Described = TypeVar("Described")
Describe = Callable[[object], Spoken | None]


def loosely(describe: Callable[[object], Described | None]) -> Callable[[object], Described | None]:
    """`describe` for the model or delegate of a view, without keeping alive the page it is a method of.

    Where garbage is collected, PySide lets go of the children of a view from within its destructor. A child that
    held the last reference to the page above would end the page there, and the page would destroy the view again.
    """
    if not isinstance(describe, MethodType) or not isinstance(describe.__self__, QObject):
        return describe
    held = WeakMethod(describe)

    def ask(value: object) -> Described | None:
        method = held()
        return method(value) if method is not None else None

    return ask


class SpokenRows(QIdentityProxyModel):
    """A model as it is, with the sentence of each row for screen readers."""

    def __init__(self, describe: Describe, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._describe = loosely(describe)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The source's data; for the accessible text, the sentence of the row."""
        if role != Qt.ItemDataRole.AccessibleTextRole:
            return super().data(index, role)
        row = self._describe(super().data(index, Qt.ItemDataRole.UserRole))
        return row.sentence if row is not None else ""
