"""Échéancier: groups, filters, the calendar file, and lines that open their record."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from desktop.controllers.cabinet import PAPERS_CHANGED, cabinet
from desktop.controllers.deadlines import DeadlinesController, DueGroup, Horizon, Span
from desktop.controllers.office import Office
from desktop.queries.deadlines import DueKind
from desktop.views.deadlines import DeadlinesPage
from tests.kit.drawers import with_own_diagnoses
from tests.kit.proofs import attached, picture, rsa

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def shown(office: Office) -> DeadlinesController:
    """The controller with its page in front."""
    office.show_screen("deadlines")
    assert office.settle()
    return office.upkeep.deadlines


def keep_dated(office: Office, person: str, criterion: str, issued_on: date) -> None:
    """A paper of that day for a criterion of a person."""
    filing = rsa(job_seeker_id=person, criterion=criterion, issued_on=issued_on)
    attached(cabinet(office.workstation), picture("PNG"), filing)


def titles(controller: DeadlinesController) -> list[str]:
    """The headings of the groups."""
    rows = (controller.model.row(controller.model.key_at(at)) for at in range(controller.model.rowCount()))
    return [row.title for row in rows if isinstance(row, DueGroup)]


def test_groups_by_week_then_by_month(office: Office) -> None:
    """The same days under other headings."""
    controller = shown(office)
    assert titles(controller) == ["Cette semaine", "Semaine du 22\u00a0mars\u00a02021"]
    controller.set_span(Span.MONTH)
    assert titles(controller) == ["Février 2021", "Mars 2021"]


def test_a_chip_keeps_its_kind_only(office: Office) -> None:
    """The count on the chip is what it shows."""
    controller = shown(office)
    controller.set_horizon(Horizon.ALL)
    controller.toggle_kind(DueKind.CANCELLATION_ENDS, on=True)
    assert len(controller.shown) == controller.count(DueKind.CANCELLATION_ENDS) == 2


def test_the_calendar_file_holds_what_is_shown(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """One event a line, written without overwriting."""
    controller = shown(office)
    with qtbot.waitSignal(controller.saved) as saved:
        controller.export(tmp_path)
    assert saved.args is not None
    text = Path(saved.args[0]).read_text(encoding="utf-8")
    assert text.count("BEGIN:VEVENT") == len(controller.shown)
    assert "Fin du délai d’annulation" in text.replace("\r\n ", "")


def test_the_page_opens_records(office: Office, qtbot: QtBot) -> None:
    """A line about a PASS opens the PASS; Qt's tester finds nothing to say of its table."""
    page = DeadlinesPage(office.upkeep.deadlines)
    qtbot.addWidget(page)
    controller = shown(office)
    table = page.findChild(QTableView)
    assert table is not None
    tester = QAbstractItemModelTester(table.model(), FATAL)
    controller.toggle_kind(DueKind.PASS_ENDS, on=True)
    with qtbot.waitSignal(page.pass_requested) as asked:
        table.activated.emit(table.model().index(1, 0))
    assert asked.args == ["pass-15"]
    del tester


def test_a_narrow_table_tells_as_much_in_two_columns(office: Office, qtbot: QtBot) -> None:
    """Where four columns would cut their words, the person and what is left go under the two that stay."""
    page = DeadlinesPage(office.upkeep.deadlines)
    qtbot.addWidget(page)
    shown(office)
    page.resize(520, 700)
    page.show()
    table = page.findChild(QTableView)
    assert table is not None
    day, what = (table.model().index(1, column).data(Qt.ItemDataRole.UserRole) for column in range(2))
    assert [table.isColumnHidden(column) for column in range(4)] == [False, False, True, True]
    assert (day.under, day.under_ink) == ("demain", "danger")
    assert what.under.startswith("FAÏK Noémie · Embauche du 06/02/2021")
    page.resize(1000, 700)
    assert not any(table.isColumnHidden(column) for column in range(4))
    assert table.model().index(1, 0).data(Qt.ItemDataRole.UserRole).under == "mercredi"


def test_a_paper_that_ends_before_its_hire_is_told(office: Office, qtbot: QtBot) -> None:
    """Once dated it stands among the days not to miss, its line opens the person's papers, and a PASS settles it."""
    with_own_diagnoses(office.workstation, {2: ("RSA",), 14: ("QPV",)})
    page = DeadlinesPage(office.upkeep.deadlines)
    qtbot.addWidget(page)
    controller = shown(office)
    assert controller.count(DueKind.PROOF_ENDS) == 0
    for person, criterion in (("person-2", "RSA"), ("person-14", "QPV")):
        keep_dated(office, person, criterion, date(2020, 12, 1))
    office.bus.publish(PAPERS_CHANGED)
    assert office.settle()
    due = next(due for due in controller.shown if due.kind is DueKind.PROOF_ENDS)
    assert (due.subject_id, due.on) == ("person-2", date(2021, 2, 28))
    assert controller.detail(due) == "Bénéficiaire du RSA (socle), document du 01/12/2020"
    assert controller.count(DueKind.PROOF_ENDS) == 1
    controller.toggle_kind(DueKind.PROOF_ENDS, on=True)
    table = page.findChild(QTableView)
    assert table is not None
    with qtbot.waitSignal(page.proofs_requested) as asked:
        table.activated.emit(table.model().index(1, 0))
    assert asked.args == ["person-2"]
