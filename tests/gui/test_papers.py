"""Impression: who can be printed, what is kept in the folder, what reaches the printer, and stopping."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from desktop.controllers.archive import ArchiveFolder
from desktop.controllers.office import Office
from desktop.controllers.papers import PaperChip, PapersController
from desktop.views.papers import PapersPage


def shown(office: Office) -> PapersController:
    """The controller with its page in front."""
    office.show_screen("papers")
    assert office.settle()
    return office.upkeep.papers


def test_too_early_papers_are_listed_but_never_chosen(office: Office) -> None:
    """Two hires can still be cancelled: their papers wait for their day."""
    controller = shown(office)
    assert (controller.count(PaperChip.PRINTABLE), controller.count(PaperChip.TOO_EARLY)) == (3, 2)
    controller.toggle("pass-5")
    assert controller.chosen == frozenset()
    controller.choose_shown()
    assert controller.chosen == {"pass-14", "pass-15", "pass-16"}


def test_one_file_a_person(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """The folder holds a PDF for each person chosen."""
    controller = shown(office)
    controller.choose_shown()
    with qtbot.waitSignal(controller.saved, timeout=30_000) as saved:
        controller.save(tmp_path / "kept")
    assert saved.args is not None
    assert (saved.args[0].words, saved.args[0].folder) == ("3\u00a0attestations enregistrées", str(tmp_path / "kept"))
    assert sorted(path.read_bytes()[:5] for path in (tmp_path / "kept").iterdir()) == [b"%PDF-"] * 3


def test_the_printer_gets_the_pages_of_the_same_papers(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """Two people, at least two pages, through Qt's printer."""
    controller = shown(office)
    page = PapersPage(controller)
    qtbot.addWidget(page)
    controller.toggle("pass-14")
    controller.toggle("pass-16")
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    with qtbot.waitSignal(controller.printed, timeout=30_000) as printed:
        page.print_to(printer)
    assert printed.args is not None
    assert printed.args[0] >= 2
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-")


def test_stopping_leaves_the_rest(office: Office, qtbot: QtBot) -> None:
    """After « Arrêter » no further page is set."""
    controller = shown(office)
    controller.choose_shown()

    def press(pages: Iterator[bytes]) -> None:
        next(pages)
        controller.stop()
        assert not list(pages)

    with qtbot.waitSignal(controller.printed, timeout=30_000) as printed:
        controller.print_on(press)
    assert printed.args == [1]


def test_the_page_says_what_is_missing(office: Office, qtbot: QtBot) -> None:
    """Nobody chosen: the button stays, with its reason."""
    controller = shown(office)
    page = PapersPage(controller)
    qtbot.addWidget(page)
    page.refresh()
    assert controller.why_not == "Cochez au moins une personne."
    controller.set_text("laborde")
    assert controller.model.rowCount() == 1


def test_the_folder_is_offered_again(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """Whoever archives papers does not look for their folder twice; it outlives the program."""
    controller = shown(office)
    controller.choose_shown()
    with qtbot.waitSignal(controller.saved, timeout=30_000):
        controller.save(tmp_path / "kept")
    assert office.settle()
    later = ArchiveFolder(office.desk)
    later.recall()
    assert office.settle()
    assert later.path == str(tmp_path / "kept")
