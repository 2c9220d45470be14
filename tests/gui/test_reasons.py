"""A button that is off says why in the foot of its dialog, before anybody tried."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import open_window
from desktop.controllers.office import Office
from desktop.settings import Settings
from desktop.views import theme
from desktop.views.orienting import OrientDialog
from desktop.views.parts.empty import EmptyState
from desktop.views.window import MainWindow
from tests.gui.tour import DIALOGS


@pytest.fixture
def window(qtbot: QtBot, office: Office, qapp: QApplication) -> Iterator[MainWindow]:
    """Alice's window."""
    theme.apply(qapp)
    made = open_window(office, Settings())
    qtbot.addWidget(made)
    made.show()
    yield made
    theme.apply(qapp)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("decliner", "Choisissez un motif."),
        ("plusieurs", "Choisissez un motif."),
        ("candidature-spontanee", "Indiquez le nom et le prénom."),
        ("coordonnees", "Rien n’a changé."),
        ("orienter", "Choisissez une structure dans la liste."),
    ],
)
def test_the_foot_says_why_the_button_is_off(window: MainWindow, office: Office, name: str, words: str) -> None:
    """The same words as a screen reader hears on the button."""
    DIALOGS[name](window, office)
    assert office.settle()
    dialog = window.dialog
    assert dialog is not None
    assert dialog.confirm.is_blocked
    assert dialog.note.text() == dialog.confirm.accessibleDescription() == words


def test_no_directory_yet_is_said_where_its_list_would_be(window: MainWindow, office: Office) -> None:
    """No count of nothing, no empty list."""
    DIALOGS["orienter"](window, office)
    assert office.settle()
    dialog = window.dialog
    assert isinstance(dialog, OrientDialog)
    told = [each.what.text() for each in dialog.findChildren(EmptyState) if each.isVisible()]
    assert told == ["L’annuaire n’est pas encore sur ce poste."]
    assert not dialog.rows.isVisible()
