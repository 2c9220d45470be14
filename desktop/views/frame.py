"""The window every page stands in: menu bar, header, rail, stack of pages, status line."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.views.parts.pill import SyncPill
from desktop.views.parts.rail import Rail, RailItem
from desktop.views.parts.search import SearchField
from desktop.views.parts.status_bar import StatusLine
from desktop.views.parts.switcher import SHORTCUTS, Structure, StructureSwitcher
from desktop.views.theme.current import current
from desktop.views.theme.roles import fill_role, height_role, space, text_role


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of a menu; an empty key is a separator, `checked` None is no check box."""

    key: str = ""
    text: str = ""
    shortcut: str = ""
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class MenuColumn:
    """One word of the menu bar and what opens under it."""

    title: str
    entries: tuple[MenuEntry, ...]


class Header(QWidget):
    """The band under the menu: structure, search, state of the exchanges."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        fill_role(self, "surface")
        height_role(self, "header", fixed=True)
        self.switcher = StructureSwitcher()
        self.search = SearchField("Rechercher une personne, un poste, une action", "Ctrl+K")
        self.pill = SyncPill()
        layout = QHBoxLayout(self)
        space(layout, 16, (12, 0, 16, 1))
        layout.addWidget(self.switcher)
        layout.addWidget(self.search, 20)
        layout.addStretch(1)
        layout.addWidget(self.pill)
        self.limit_search()

    def limit_search(self) -> None:
        """Keeps the search field from filling the whole band."""
        self.search.setMaximumWidth(current().size("search_width"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the hairline under the band."""
        rect = QRect(0, self.height() - 1, self.width(), 1)
        QPainter(self).fillRect(rect, current().colours.line)


class Frame(QMainWindow):
    """The frame; pages are added by key, wishes leave as signals, facts come in by setters."""

    page_requested = Signal(str)
    structure_requested = Signal(str)
    search_changed = Signal(str)
    search_entered = Signal(str)
    action_requested = Signal(str)
    sync_requested = Signal()

    def __init__(self, groups: tuple[tuple[RailItem, ...], ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header, self.rail, self.status = Header(), Rail(groups), StatusLine()
        self.stack = QStackedWidget()
        self._pages: dict[str, QWidget] = {}
        self._actions: dict[str, QAction] = {}
        text_role(self.menuBar(), "caption")
        height_role(self.menuBar(), "menu", fixed=True)
        self._lay_out()
        self._connect()
        current().changed.connect(self.header.limit_search)

    def add_page(self, key: str, page: QWidget) -> None:
        """Adds a page under the key of its line in the rail."""
        self._pages[key] = page
        self.stack.addWidget(page)

    def has_page(self, key: str) -> bool:
        """Whether there is a page under that key."""
        return key in self._pages

    def show_page(self, key: str) -> None:
        """Brings a page to the front and marks it in the rail; KeyError when there is none."""
        self.stack.setCurrentWidget(self._pages[key])
        self.rail.set_current(key)

    def set_count(self, key: str, count: int) -> None:
        """Shows a count beside a page of the rail."""
        self.rail.set_count(key, count)

    def set_structures(self, structures: tuple[Structure, ...], current_key: str) -> None:
        """Shows the employers of the person and the one at work."""
        self.header.switcher.set_structures(structures, current_key)

    def set_sync_state(self, kind: str, words: str, sentence: str) -> None:
        """Shows the state of the exchanges: in the pill in a few words, at the foot in a sentence."""
        self.header.pill.set_state(kind, words)
        self.status.sync.set_state(kind, sentence)

    def set_facts(self, rules: str, day: str, zoom: str) -> None:
        """Writes the edition of the rules, the day and the size of the text at the foot."""
        self.status.rules.setText(rules)
        self.status.day.setText(day)
        self.status.zoom.setText(zoom)

    def set_menus(self, columns: tuple[MenuColumn, ...]) -> None:
        """Fills the menu bar; the keys of entries come back through `action_requested`."""
        self.menuBar().clear()
        self._actions.clear()
        for column in columns:
            menu = self.menuBar().addMenu(column.title)
            for entry in column.entries:
                self._add_entry(menu, entry)

    def set_action_enabled(self, key: str, *, enabled: bool) -> None:
        """Enables or disables an entry of the menus."""
        self._actions[key].setEnabled(enabled)

    def set_action_checked(self, key: str, *, checked: bool) -> None:
        """Ticks an entry of the menus."""
        self._actions[key].setChecked(checked)

    def focus_search(self) -> None:
        """Takes the keyboard to the search field."""
        self.header.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.header.search.selectAll()

    def _lay_out(self) -> None:
        middle = QWidget()
        across = QHBoxLayout(middle)
        space(across, 0)
        across.addWidget(self.rail)
        edge = QWidget()
        edge.setFixedWidth(1)
        fill_role(edge, "rail-edge")
        across.addWidget(edge)
        across.addWidget(self.stack, 1)
        whole = QWidget()
        fill_role(whole, "ground")
        down = QVBoxLayout(whole)
        space(down, 0)
        down.addWidget(self.header)
        down.addWidget(middle, 1)
        down.addWidget(self.status)
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        self.rail.page_requested.connect(self.page_requested)
        self.header.switcher.structure_requested.connect(self.structure_requested)
        self.header.search.textChanged.connect(self.search_changed)
        self.header.search.returnPressed.connect(self._enter_search)
        self.header.pill.clicked.connect(self.sync_requested)
        self.status.sync_requested.connect(self.sync_requested)
        QShortcut(QKeySequence("Ctrl+K"), self, self.focus_search)
        for number in range(1, SHORTCUTS + 1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self, self._ask_structure)
            shortcut.setObjectName(str(number))

    def _add_entry(self, menu: QMenu, entry: MenuEntry) -> None:
        if not entry.key:
            menu.addSeparator()
            return
        action = menu.addAction(entry.text)
        action.setObjectName(entry.key)
        action.setShortcut(QKeySequence(entry.shortcut))
        action.setCheckable(entry.checked is not None)
        action.setChecked(bool(entry.checked))
        action.triggered.connect(self._ask_action)
        self._actions[entry.key] = action

    def _ask_action(self) -> None:
        self.action_requested.emit(self.sender().objectName())

    def _ask_structure(self) -> None:
        key = self.header.switcher.key_at(int(self.sender().objectName()))
        if key is not None:
            self.structure_requested.emit(key)

    def _enter_search(self) -> None:
        self.search_entered.emit(self.header.search.text())
