"""Excel files with what the filters keep, from real rows; stopping writes none."""

from pathlib import Path

from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from desktop.controllers.exchanges import ExchangesController, FileKind
from desktop.controllers.office import Office
from desktop.queries.passes import PassFilter
from desktop.views.exchanges import ExchangesPage


def shown(office: Office) -> ExchangesController:
    """The controller with its page in front."""
    office.show_screen("exchanges")
    assert office.settle()
    return office.upkeep.exchanges


def written(controller: ExchangesController, kind: FileKind, folder: Path, qtbot: QtBot) -> CalamineWorkbook:
    """The file that an export writes."""
    with qtbot.waitSignal(controller.saved, timeout=30_000) as saved:
        controller.export(kind, folder)
    assert saved.args is not None
    return CalamineWorkbook.from_path(saved.args[0])


def test_all_applications_in_25_columns(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """One line each, labels as on screen."""
    controller = shown(office)
    rows = written(controller, FileKind.APPLICATIONS, tmp_path, qtbot).get_sheet_by_index(0).to_python()
    assert (len(rows) - 1, len(rows[0])) == (controller.totals.applications, 25)
    laborde = next(row for row in rows if row[1] == "Laborde")
    assert laborde[15] == "Candidature acceptée"
    assert laborde[24] == "En pause (suspendu)"


def test_filters_keep_their_lines_only(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """The count on the page is what the file holds."""
    controller = shown(office)
    controller.toggle_state("postponed")
    assert office.settle()
    assert controller.totals.applications == 2
    rows = written(controller, FileKind.APPLICATIONS, tmp_path, qtbot).get_sheet_by_index(0).to_python()
    assert {row[1] for row in rows[1:]} == {"Nguyễn", "Amrani"}


def test_passes_with_their_suspensions(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """Two sheets; the pause names its reason, since this structure wrote it."""
    controller = shown(office)
    controller.set_chip(PassFilter.SUSPENDED)
    book = written(controller, FileKind.PASSES, tmp_path, qtbot)
    assert [len(book.get_sheet_by_index(sheet).to_python()) for sheet in (0, 1)] == [2, 2]
    assert book.get_sheet_by_index(1).to_python()[1][3]


def test_stopping_writes_nothing(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """« Arrêter » before the last page leaves the folder as it was."""
    controller = shown(office)
    with qtbot.waitSignal(controller.stopped):
        controller.export(FileKind.APPLICATIONS, tmp_path / "kept")
        controller.stop()
    assert office.settle()
    assert not (tmp_path / "kept").exists()


def test_an_empty_file_is_not_offered(office: Office, qtbot: QtBot) -> None:
    """The button says why."""
    page = ExchangesPage(office.upkeep.exchanges, office.upkeep.imports)
    qtbot.addWidget(page)
    controller = shown(office)
    controller.toggle_state("pool")
    assert office.settle()
    assert controller.why_not(FileKind.APPLICATIONS).startswith("Aucune ligne")
