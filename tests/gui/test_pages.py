"""Every page of the rail: each control named, no Qt warning, in every palette and at 150 %."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import open_window
from desktop.controllers.office import Office
from desktop.settings import Settings
from desktop.views import theme
from desktop.views.places import RAIL
from desktop.views.window import MainWindow

KEYS = [item.key for group in RAIL for item in group]


@pytest.fixture
def window(office: Office, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The main window, shown; light again after the test."""
    made = open_window(office, Settings())
    qtbot.addWidget(made)
    made.show()
    yield made
    theme.apply(qapp)


def unnamed(page: QWidget) -> list[str]:
    """The controls of a page that the keyboard reaches and a screen reader finds nameless."""
    found = []
    for part in page.findChildren(QWidget):
        interface = QAccessible.queryAccessibleInterface(part)
        reached = part.isVisible() and bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if reached and not interface.text(QAccessible.Text.Name):
            found.append(f"{type(part).__name__} in {type(part.parentWidget()).__name__}")
    return found


@pytest.mark.parametrize("key", KEYS)
def test_every_control_of_a_page_is_named(window: MainWindow, office: Office, key: str) -> None:
    """A screen reader can say what has the keyboard."""
    window.show_page(key)
    assert office.settle()
    page = window.pages.currentWidget()
    assert page is not None
    assert unnamed(page) == []


@pytest.mark.parametrize(("palette", "zoom"), [("light", 1.5), ("dark", 1.0), ("contrast", 2.0)])
def test_every_page_paints_in_every_dress(
    window: MainWindow, office: Office, qapp: QApplication, palette: str, zoom: float
) -> None:
    """Painted without a warning of Qt, and no wider than the window."""
    theme.apply(qapp, palette, zoom)
    for key in KEYS:
        window.show_page(key)
        assert office.settle()
        assert not window.grab().isNull()
        assert window.pages.minimumSizeHint().width() <= window.width()
