"""Named filters: kept on this workstation for a structure, opened with one press, renamed, deleted."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.controllers.desk import ALL_STRUCTURES
from desktop.controllers.office import Office
from desktop.queries.filters import View
from desktop.views.application_filters import FilterPane
from desktop.views.parts.filters import SideItem
from sync.replica.workstation import Workstation
from tests.kit import garden
from tests.kit.wires import no_server


def test_a_view_outlives_the_program(tmp_path: Path, qapp: QApplication) -> None:
    """Filters and order come back under their name, in their structure only."""
    assert qapp
    workstation, clock = garden.workstation(tmp_path / "profile")
    office = Office(workstation, no_server, None)
    office.settle()
    office.applications.show()
    office.applications.toggle_state("postponed", on=True)
    office.applications.set_text("amrani")
    office.saved_views.save("Attente")
    office.settle()
    office.close()
    again = Office(Workstation.open(tmp_path / "profile", garden.KEY, clock), no_server, None)
    again.settle()
    (view,) = again.saved_views.views
    again.applications.show()
    again.saved_views.open(view.id)
    again.settle()
    assert list(again.applications.model.ids) == ["application-10"]
    assert again.saved_views.current == view
    again.desk.choose(ALL_STRUCTURES)
    assert again.saved_views.views == ()
    again.close()


def test_names_are_given_once(office: Office) -> None:
    """An empty, a long or a taken name is refused with a suggestion; a view may keep its own."""
    office.applications.toggle_state("new", on=True)
    views = office.saved_views
    assert views.can_save
    views.save("Nouvelles")
    (view,) = views.views
    assert views.why_not(" ").startswith("Donnez")
    assert "pris" in views.why_not("nouvelles")
    assert views.why_not("Nouvelles", view.id) == ""
    assert "Raccourcissez" in views.why_not("x" * 41)
    views.rename(view.id, "À lire")
    assert [each.name for each in views.views] == ["À lire"]
    views.delete(view.id)
    office.settle()
    assert views.views == ()
    assert office.desk.notes.all("view") == {}


def test_a_view_is_named_in_place(office: Office, qtbot: QtBot) -> None:
    """« Garder cette vue », a name, Enter: it stands among the views, chosen."""
    pane = FilterPane(office.applications, office.saved_views)
    qtbot.addWidget(pane)
    pane.show()
    office.applications.toggle_state("new", on=True)
    pane.views.save.click()
    edit = pane.findChild(QLineEdit)
    assert edit is not None
    edit.setText("Maraîchage 2021")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    chosen = [item.text() for item in pane.findChildren(SideItem) if item.isChecked()]
    assert chosen == ["Maraîchage 2021"]
    office.applications.set_view(View.UNANSWERED)
    chosen = [item.text() for item in pane.findChildren(SideItem) if item.isChecked()]
    assert chosen == ["Sans réponse"]
