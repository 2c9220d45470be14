"""EN 301 549, clause 11, on every page of the rail: names, contrast, keyboard, room for the words."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from desktop.app import open_window
from desktop.controllers.office import Office
from desktop.settings import Settings
from desktop.views import theme
from desktop.views.window import MainWindow
from tests.gui.audit import clipped, faint, named, unnamed, unreached
from tests.gui.tour import DIALOGS, PAGES, choose_something, dialog_of, lay_out, on

DRESSES = [("light", 1.0), ("dark", 1.0), ("contrast", 1.0), ("light", 1.5), ("light", 2.0)]


class Strays(QObject):
    """Notes parts that appear as windows of their own for an instant: they take the keyboard away."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(named(watched))
        return False


@pytest.fixture
def strays(window: MainWindow, qapp: QApplication) -> Iterator[Strays]:
    """Looks from when the window is open to the end of the test."""
    assert window.isVisible()
    made = Strays()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


@pytest.fixture
def window(office: Office, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The main window with something chosen on each page, shown; light again after the test."""
    made = open_window(office, Settings())
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    choose_something(office)
    yield made
    theme.apply(qapp)


@pytest.mark.parametrize("page", PAGES)
def test_each_control_is_named_and_reached_with_tab_alone(
    window: MainWindow, office: Office, strays: Strays, page: str
) -> None:
    """A screen reader can say what has the keyboard, and the keyboard gets everywhere and back."""
    on(window, office, page)
    shown = window.stack.currentWidget()
    assert shown is not None
    assert unnamed(window) == []
    assert unreached(window, QApplication.focusWidget() or shown) == []
    assert strays.seen == []


@pytest.mark.parametrize("name", DIALOGS)
def test_each_dialog_is_named_readable_and_keeps_the_keyboard(
    window: MainWindow, office: Office, qapp: QApplication, strays: Strays, name: str
) -> None:
    """Tab goes round inside it, nothing in it is nameless, faint or cut, at 100 and at 200 %."""
    DIALOGS[name](window, office)
    assert office.settle()
    lay_out()
    dialog = dialog_of(window)
    first = QApplication.focusWidget()
    assert first is not None
    assert dialog.isAncestorOf(first)
    assert strays.seen == []
    assert (unnamed(dialog), unreached(dialog, first)) == ([], [])
    for zoom in (1.0, 2.0):
        theme.apply(qapp, "light", zoom)
        lay_out()
        assert (zoom, faint(dialog), clipped(dialog)) == (zoom, [], [])


@pytest.mark.parametrize("palette", ["light", "dark", "contrast"])
def test_the_words_of_every_page_stand_out(
    window: MainWindow, office: Office, qapp: QApplication, palette: str
) -> None:
    """4.5 to 1 at least, on the pixels as painted."""
    theme.apply(qapp, palette, 1.5)
    for page in PAGES:
        on(window, office, page)
        assert (page, faint(window)) == (page, [])


@pytest.mark.parametrize(("palette", "zoom"), DRESSES)
def test_no_word_is_cut(window: MainWindow, office: Office, qapp: QApplication, palette: str, zoom: float) -> None:
    """From 100 to 200 %, in every palette."""
    theme.apply(qapp, palette, zoom)
    for page in PAGES:
        on(window, office, page)
        assert (page, clipped(window)) == (page, [])


def test_the_audit_finds_what_it_looks_for(qtbot: QtBot, qapp: QApplication) -> None:
    """A nameless button, grey on grey, a label too narrow for its words, a field that keeps Tab for itself."""
    theme.apply(qapp)
    page = QWidget()
    qtbot.addWidget(page)
    down = QVBoxLayout(page)
    nameless, trap, after = QPushButton(), QPlainTextEdit(), QPushButton("Suivant")
    trap.setAccessibleName("Message")
    narrow, pale = QLabel("x" * 50), QLabel("pâle")
    pale.setStyleSheet("color: #bbbbbb; background: #cccccc")
    for part in (nameless, trap, after, narrow, pale):
        down.addWidget(part)
    narrow.setFixedWidth(20)
    page.show()
    QApplication.processEvents()
    assert [len(found) for found in (unnamed(page), clipped(page), faint(page))] == [1, 1, 1]
    assert [named(after)] == unreached(page, nameless)
    trap.setTabChangesFocus(True)
    assert unreached(page, nameless) == []
