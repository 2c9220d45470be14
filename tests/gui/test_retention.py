"""Conservation: who is kept until when and why, what is erased here on demand, and a person's data in hand."""

from datetime import date
from pathlib import Path

from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop.controllers.cabinet import cabinet
from desktop.controllers.office import Office
from desktop.controllers.retention import KeepingChip, RetentionController
from desktop.documents.proofs.retention import Reason
from desktop.runtime.store_worker import wait_for
from desktop.views.retention import RetentionPage
from tests.kit.clocks import FakeClock
from tests.kit.proofs import attached, rsa, scanned_pdf

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def shown(office: Office) -> RetentionController:
    """The controller with its page in front, everybody on it."""
    office.show_screen("retention")
    assert office.settle()
    office.upkeep.retention.set_chip(KeepingChip.ALL)
    assert office.settle()
    return office.upkeep.retention


def person_of(controller: RetentionController, reason: Reason) -> str:
    """Somebody whom a reason keeps."""
    return next(line.person.job_seeker_id for line in controller.lines if line.kept.reason is reason)


def test_every_person_has_a_reason_and_a_day(office: Office) -> None:
    """An open application has no limit, a PASS two years after its end, the rest two after the last word."""
    controller = shown(office)
    assert {line.kept.reason for line in controller.lines} == {Reason.OPEN, Reason.LABOUR_CODE, Reason.LAST_CONTACT}
    controller.select(person_of(controller, Reason.OPEN))
    assert controller.why_not_erase.startswith("À garder tant que la candidature est ouverte")
    assert controller.count(KeepingChip.DUE) == 0


def test_the_day_of_the_fse_keeps_those_hired_longer(office: Office) -> None:
    """It is noted on this workstation and holds only where it is later."""
    controller = shown(office)
    hired = person_of(controller, Reason.LABOUR_CODE)
    controller.set_fse_until(date(2040, 12, 31))
    assert office.settle()
    assert person_of(controller, Reason.FSE)
    assert next(line for line in controller.lines if line.person.job_seeker_id == hired).kept.until == date(
        2040, 12, 31
    )
    assert office.desk.notes.all("retention") == {"fse_until": "2040-12-31"}


def test_papers_no_reason_keeps_are_erased_on_demand(office: Office, clock: FakeClock, qtbot: QtBot) -> None:
    """Years later they are due; asked for and confirmed, they are gone, and their row says so."""
    page = RetentionPage(office.upkeep.retention)
    qtbot.addWidget(page)
    controller = shown(office)
    someone = person_of(controller, Reason.LAST_CONTACT)
    store = cabinet(office.workstation)
    attached(store, scanned_pdf(1), rsa(job_seeker_id=someone))
    clock.advance(days=900)
    office.workstation.note_synced()
    controller.watch.read_again()
    assert office.settle()
    controller.set_chip(KeepingChip.DUE)
    tester = QAbstractItemModelTester(controller.model, FATAL)
    controller.select(someone)
    assert office.settle()
    assert controller.papers == 1
    assert controller.why_not_erase == ""
    page.open_erasure()
    assert page.dialog is not None
    page.dialog.confirm.click()
    assert office.settle()
    assert store.of(someone) == ()
    assert controller.why_not_erase == "Aucun justificatif de cette personne sur ce poste."
    del tester


def test_a_person_gets_everything_held_about_them(office: Office, tmp_path: Path) -> None:
    """The right of access: a paper to read and the same for programs."""
    controller = shown(office)
    controller.select(person_of(controller, Reason.LABOUR_CODE))
    assert office.settle()
    told: list[str] = []
    controller.told.connect(lambda _kind, sentence: told.append(sentence))
    controller.export(tmp_path / "handed")
    assert wait_for(lambda: bool(told), 60)
    assert sorted(path.suffix for path in (tmp_path / "handed").rglob("*") if path.is_file()) == [".json", ".pdf"]
