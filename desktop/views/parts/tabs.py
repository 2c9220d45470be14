"""Tabs: words over a line, and the pages under them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.views.theme.roles import space


class Tabs(QWidget):
    """Pages under tabs, named by key; arrows move between tabs. `inset` is the margin before the first word."""

    tab_changed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None, *, inset: int = 0) -> None:
        super().__init__(parent)
        self.bar = QTabBar()
        self.bar.setAccessibleName(name)
        self.bar.setDrawBase(True)
        self.bar.setExpanding(False)
        self.bar.setElideMode(self.bar.elideMode().ElideNone)
        self.bar.setProperty("ownRing", "tab")
        self.stack = QStackedWidget()
        self._keys: list[str] = []
        down = QVBoxLayout(self)
        space(down, 12)
        head = QHBoxLayout()
        space(head, 0, (inset, 0, 0, 0))
        head.addWidget(self.bar)
        down.addLayout(head)
        down.addWidget(self.stack, 1)
        self.bar.currentChanged.connect(self._show)

    def add(self, key: str, title: str, page: QWidget) -> None:
        """Adds a page at the end."""
        self._keys.append(key)
        self.stack.addWidget(page)
        self.bar.addTab(title)

    def set_title(self, key: str, title: str) -> None:
        """Writes another title, for instance with a count."""
        self.bar.setTabText(self._keys.index(key), title)

    def show_tab(self, key: str) -> None:
        """Brings a page to the front; ValueError when there is none."""
        self.bar.setCurrentIndex(self._keys.index(key))

    @property
    def current(self) -> str:
        """The key of the page in front; empty while there is none."""
        index = self.bar.currentIndex()
        return self._keys[index] if index >= 0 else ""

    def _show(self, index: int) -> None:
        if index >= 0:
            self.stack.setCurrentIndex(index)
            self.tab_changed.emit(self._keys[index])
