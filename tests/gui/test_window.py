"""The whole window: pages, keys, dialogs, names for screen readers."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import open_window
from desktop.controllers.office import Office
from desktop.queries import guide
from desktop.queries.filters import View
from desktop.queries.passes import PassFilter
from desktop.queries.verbs import ACCEPT
from desktop.settings import Settings
from desktop.views import theme
from desktop.views.acceptance import AcceptDialog
from desktop.views.decisions import CancelHireDialog, DeclineDialog, PostponeDialog
from desktop.views.parts.buttons import Button, LinkButton
from desktop.views.parts.runs import RunsLabel
from desktop.views.printing import AttestationDialog
from desktop.views.window import MainWindow
from sync.domain.errors import RuleViolation
from tests.gui.audit import unnamed

PAGES = ("home", "applications", "passes", "jobs", "inbox", "sync", "help")


@pytest.fixture
def window(qtbot: QtBot, office: Office, qapp: QApplication) -> Iterator[MainWindow]:
    """Alice's window at 1440 × 900."""
    theme.apply(qapp)
    made = open_window(office, Settings())
    qtbot.addWidget(made)
    made.show()
    office.settle()
    yield made
    theme.apply(qapp)


def go(window: MainWindow, office: Office, page: str) -> None:
    """A page on screen, read."""
    window.show_page(page)
    office.settle()
    QApplication.processEvents()


def type_key(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key as a person does."""
    QTest.keyClick(widget, key, modifier)


def test_numbers_of_home_open_their_lists(window: MainWindow, office: Office) -> None:
    """« Répondre » shows those without an answer, « Préparer » the PASS that end soon."""
    go(window, office, "home")
    window.pages.home.list_requested.emit(View.UNANSWERED)
    office.settle()
    assert (window.current_page, office.applications.count) == ("applications", 5)
    window.pages.home.list_requested.emit(PassFilter.ENDS_SOON)
    office.settle()
    assert (window.current_page, office.passes.model.rowCount()) == ("passes", 1)


def test_ctrl_k_searches_from_any_page(window: MainWindow, office: Office) -> None:
    """What is typed in the header narrows the list of Candidatures."""
    go(window, office, "help")
    window.focus_search()
    QTest.keyClicks(window.header.search, "diab")
    office.settle()
    assert (window.current_page, office.applications.count) == ("applications", 1)
    assert window.applications.list.search.text() == "diab"


def test_letters_decide_on_the_chosen_row(window: MainWindow, office: Office) -> None:
    """E studies; A, L and D open their dialogs; Ctrl+Z takes the last act back."""
    go(window, office, "applications")
    rows = window.applications.list.rows
    rows.choose(office.applications.model.row_of("application-0"))
    office.settle()
    type_key(rows, Qt.Key.Key_E)
    office.settle()
    assert office.record.record is not None
    assert str(office.record.record.application.state) == "processing"
    for key, kind in ((Qt.Key.Key_A, AcceptDialog), (Qt.Key.Key_L, PostponeDialog), (Qt.Key.Key_D, DeclineDialog)):
        type_key(rows, key)
        office.settle()
        assert isinstance(window.dialog, kind)
        assert unnamed(window.dialog) == []
        type_key(window.dialog, Qt.Key.Key_Escape)
        assert window.dialog is None
    office.acts.undo()
    office.settle()
    assert str(office.record.record.application.state) == "new"


def test_letters_do_nothing_elsewhere(window: MainWindow, office: Office) -> None:
    """A letter typed in the search field decides nothing (WCAG 2.1.4)."""
    go(window, office, "applications")
    office.applications.select("application-0")
    office.settle()
    QTest.keyClicks(window.applications.list.search, "e")
    office.settle()
    assert office.workstation.pending() == []


def test_arrows_walk_the_list(window: MainWindow, office: Office) -> None:
    """↓ opens the next record."""
    go(window, office, "applications")
    rows = window.applications.list.rows
    rows.choose(0)
    type_key(rows, Qt.Key.Key_Down)
    office.settle()
    assert office.record.application_id == office.applications.model.id_at(1)


def test_a_hire_is_guided_to_its_end(window: MainWindow, office: Office) -> None:
    """Two steps, then the record shows the PASS that was asked for."""
    go(window, office, "applications")
    office.applications.select("application-2")
    office.settle()
    window.open_decision("accept")
    office.settle()
    dialog = window.dialog
    assert isinstance(dialog, AcceptDialog)
    dialog.confirm.click()
    assert dialog.confirm.text() == "Je l’embauche et je demande un PASS IAE"
    dialog.confirm.click()
    office.settle()
    assert window.dialog is None
    assert office.record.record is not None
    assert office.record.record.pass_card is not None


def test_cancelling_a_hire_is_confirmed_first(window: MainWindow, office: Office) -> None:
    """The dialog says until when, and keeps the hire unless it is confirmed."""
    window.open_application("application-5")
    office.settle()
    office.record.do("cancel")
    assert isinstance(window.dialog, CancelHireDialog)
    window.dialog.dismiss()
    office.settle()
    assert office.record.record is not None
    assert str(office.record.record.application.state) == "accepted"


def test_the_attestation_is_previewed(window: MainWindow, office: Office) -> None:
    """The page is shown before anything is printed."""
    window.open_pass("pass-14")
    office.settle()
    window.open_attestation("pass-14")
    office.settle()
    assert isinstance(window.dialog, AttestationDialog)
    assert not window.dialog.confirm.is_blocked
    window.dialog.dismiss()


def test_the_record_follows_a_list_opened_from_elsewhere(window: MainWindow, office: Office) -> None:
    """Opening a PASS from an application chooses it in the list too."""
    window.open_pass("pass-16")
    office.settle()
    assert window.pages.passes.list.rows.currentIndex().row() == office.passes.model.row_of("pass-16")


def test_the_text_grows_and_shrinks_within_bounds(window: MainWindow, office: Office) -> None:
    """Ctrl++ up to 200 %, Ctrl+- down to 100 %, remembered in the settings."""
    for _ in range(8):
        window.action_requested.emit("zoom:in")
    assert window.settings.zoom_percent == 200
    go(window, office, "applications")
    for _ in range(8):
        window.action_requested.emit("zoom:out")
    assert window.settings.zoom_percent == 100


@pytest.mark.parametrize("palette", ["dark", "contrast"])
def test_every_page_paints_in_every_palette(window: MainWindow, office: Office, palette: str) -> None:
    """No page fails or stays empty in another palette."""
    window.action_requested.emit(f"palette:{palette}")
    for page in PAGES:
        go(window, office, page)
        assert not window.grab().isNull()
    assert window.settings.palette == palette


def test_a_thousand_screen_switches_leave_nothing_behind(window: MainWindow, office: Office) -> None:
    """Pages are kept, not made again: the number of widgets does not grow."""
    for page in PAGES * 2:
        go(window, office, page)
    before = len(window.findChildren(QWidget))
    for page in PAGES * 10:
        window.show_page(page)
    office.settle()
    QApplication.processEvents()
    assert len(window.findChildren(QWidget)) <= before * 1.1


def test_the_window_shows_what_is_known_before_it_opened(qtbot: QtBot, office: Office) -> None:
    """A window opened over an office that has already read is not empty."""
    office.show_screen("jobs")
    office.settle()
    late = open_window(office, Settings())
    qtbot.addWidget(late)
    late.show_page("jobs")
    office.settle()
    assert any("7" in label.text() and "fiches" in label.text() for label in late.pages.jobs.findChildren(QLabel))


def test_a_refusal_leads_to_its_line_of_the_help(window: MainWindow, office: Office) -> None:
    """The banner of a refused act offers the rule behind it, with its source and examples."""
    go(window, office, "applications")
    office.acts.refuse(RuleViolation("transition_not_allowed", {"verb": "Décliner", "state_label": "Nouvelle"}))
    QApplication.processEvents()
    why = next(part for part in window.findChildren(Button) if part.text().startswith("Pourquoi") and part.isVisible())
    why.click()
    QApplication.processEvents()
    assert window.current_page == "help"
    assert any(page.is_html for page in guide.read(office.desk.rules.edition))


def test_a_dialog_that_refuses_offers_the_rule(window: MainWindow, office: Office) -> None:
    """A contract in the past: the reason is written, and its rule is one click away."""
    go(window, office, "applications")
    application_id = next(each for each in office.applications.model.ids if _may(office, each, ACCEPT))
    office.record.open(application_id)
    office.settle()
    window.open_decision(ACCEPT)
    office.accept.set_dates(office.desk.today - timedelta(days=1), office.desk.today)
    office.settle()
    assert window.dialog is not None
    assert window.dialog.why.isVisible()
    window.dialog.why.click()
    assert window.current_page == "help"


def _may(office: Office, application_id: str, code: str) -> bool:
    office.record.open(application_id)
    office.settle()
    return any(verb.code == code and not verb.reason for verb in office.record.verbs)


def test_what_is_to_check_leads_to_the_criteria(window: MainWindow, office: Office) -> None:
    """From the record of who waits without a diagnosis, one press opens the page that takes their criteria."""
    go(window, office, "applications")
    office.applications.select("application-10")
    office.settle()
    link = next(each for each in window.findChildren(LinkButton) if each.text() == "Vérifier l’éligibilité…")
    link.click()
    office.settle()
    assert window.current_page == "proofs"
    assert office.upkeep.proofs.chosen == "person-10"
    office.applications.select("application-2")
    window.show_page("applications")
    office.settle()
    links = [each.text() for each in window.findChildren(LinkButton) if each.isVisible()]
    assert "Vérifier l’éligibilité…" not in links


def test_the_list_says_while_words_are_not_all_found_yet(window: MainWindow, office: Office) -> None:
    """After a bootstrap the rows are there before their index: who searches is told, whatever was found."""
    go(window, office, "applications")
    told = next(each for each in window.findChildren(RunsLabel) if each.text().startswith("La recherche se prépare…"))
    assert not told.isVisible()
    office.applications.is_searchable = False
    office.applications.list_changed.emit()
    assert told.isVisible()
