"""Ctrl+K: places, actions and people by what one types, by keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from desktop.app import open_window
from desktop.controllers.office import Office
from desktop.settings import Settings
from desktop.views.palette import Palette
from desktop.views.window import MainWindow

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def window(office: Office, qtbot: QtBot) -> MainWindow:
    """The main window with the palette open."""
    made = open_window(office, Settings())
    qtbot.addWidget(made)
    made.show()
    made.focus_search()
    return made


def palette_of(window: MainWindow) -> Palette:
    """The palette over it."""
    found = window.findChild(Palette)
    assert found is not None
    return found


def enter(window: MainWindow, office: Office, typed: str) -> None:
    """Type, wait for people, press Enter."""
    palette = palette_of(window)
    palette.field.setText(typed)
    assert office.settle()
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert office.settle()


def test_a_place_is_reached_without_accents(window: MainWindow, office: Office) -> None:
    """« echeancier » finds the page."""
    enter(window, office, "echeancier")
    assert window.current_page == "deadlines"


def test_a_person_is_reached(window: MainWindow, office: Office) -> None:
    """Enter opens the record."""
    enter(window, office, "laborde")
    assert window.current_page == "applications"
    assert office.record.record is not None
    assert office.record.record.person.last_name == "Laborde"


def test_enter_waits_for_the_people_of_what_was_typed(window: MainWindow, office: Office) -> None:
    """Typed in one go: not the first person of fewer letters, and not nobody."""
    palette = palette_of(window)
    palette.field.setText("m")
    assert office.settle()
    palette.field.setText("laborde")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert office.settle()
    assert office.settle()
    assert office.record.record is not None
    assert office.record.record.person.last_name == "Laborde"


def test_an_action_is_done(window: MainWindow, office: Office) -> None:
    """As from its menu."""
    enter(window, office, "taille normale")
    assert window.settings.zoom_percent == 100


def test_arrows_move_and_escape_closes(window: MainWindow, office: Office, qtbot: QtBot) -> None:
    """The keyboard stays in the field; the model keeps Qt's contract."""
    palette = palette_of(window)
    tester = QAbstractItemModelTester(office.upkeep.palette.model, FATAL)
    before = palette.list.currentIndex().row()
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == before + 1
    with qtbot.waitSignal(palette.destroyed):
        QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    del tester
