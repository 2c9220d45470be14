"""Another edition of the rules comes by sync: names of states, figures and help follow while the window is open."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from desktop.app import open_window
from desktop.controllers.office import Office
from desktop.settings import Settings
from desktop.views.parts.badge import badge_sentence
from desktop.views.parts.bars import OpeningBars
from desktop.views.theme.current import current, short_label
from desktop.views.window import MainWindow
from sync import resources
from sync.domain.rulebook import parse


@pytest.fixture
def window(office: Office, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window, to which the rules of 2026 come."""
    made = open_window(office, Settings())
    qtbot.addWidget(made)
    made.show_page("help")
    made.pages.help.open("refusals")
    office.desk.rules = parse(resources.read_text("rulebook", "2026-08-21.toml"))
    office.desk.structure_changed.emit()
    assert office.settle()
    yield made
    current().name_states({})


def test_states_bear_the_names_of_the_edition(window: MainWindow) -> None:
    """The waiting list is called otherwise, and two states are new."""
    assert badge_sentence("postponed") == "Candidature en attente"
    assert current().look("postponed").short == "En attente"
    assert current().look("pool").short == "Vivier"
    assert window.status.rules.text().endswith("2026")


def test_the_figures_of_the_year_follow(window: MainWindow) -> None:
    """A bar for each state of the edition."""
    window.show_page("home")
    bars = window.pages.home.findChild(OpeningBars)
    assert bars is not None
    assert "Vivier" in bars.text()
    assert "Liste d’attente" not in bars.text()


def test_the_page_being_read_follows(window: MainWindow) -> None:
    """The reasons to refuse are those of the edition."""
    text = window.pages.help.findChild(QTextBrowser)
    assert text is not None
    assert "2026" in text.toPlainText()


def test_a_word_made_of_a_label() -> None:
    """The tokens' own where the edition has the same name."""
    assert short_label("postponed", "Candidature en liste d’attente") == "Liste d’attente"
    assert short_label("postponed", "Candidature en attente") == "En attente"
