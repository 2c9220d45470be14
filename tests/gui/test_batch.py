"""Several applications decided at once: previewed, recorded one by one, taken back as one, told after a crash."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.app import open_window
from desktop.controllers.interrupted import Interrupted
from desktop.controllers.office import Office
from desktop.queries.verbs import ACCEPT, POSTPONE, REFUSE, STUDY
from desktop.runtime.store_worker import wait_for
from desktop.settings import Settings
from desktop.views import theme
from desktop.views.batch import BatchDialog, InterruptedDialog
from desktop.views.window import MainWindow
from sync.domain.job_applications import JobApplication
from sync.replica.workstation import Workstation
from sync.store.world import SqlWorld, Unwatched
from tests.gui.killed import batch as killed
from tests.kit import garden
from tests.kit.clocks import FakeClock
from tests.kit.wires import no_server

NEW = ("application-0", "application-1", "application-3")
STUDIED = ("application-2", "application-12")


@pytest.fixture
def window(qtbot: QtBot, office: Office, qapp: QApplication) -> MainWindow:
    """Alice's window on Candidatures."""
    theme.apply(qapp)
    made = open_window(office, Settings())
    qtbot.addWidget(made)
    made.show()
    made.show_page("applications")
    office.settle()
    return made


def states(workstation: Workstation, *ids: str) -> list[str]:
    """The states of some applications, as the replica has them."""
    with workstation.reading() as connection:
        world = SqlWorld(connection, Unwatched())
        found = [world.get(JobApplication, key) for key in ids]
    return [str(one.state) for one in found if one]


def confirmed(office: Office) -> None:
    """The batch as prepared, recorded to its end."""
    office.settle()
    ended: list[str] = []
    office.batch.ended.connect(ended.append)
    office.batch.confirm()
    assert wait_for(lambda: bool(ended))
    assert office.settle()


def test_a_preview_says_whom_a_rule_skips_and_why(office: Office) -> None:
    """In 2021 a new application is studied before it is declined: it is left out by name, before anything is kept."""
    office.batch.open(REFUSE, (*STUDIED, "application-0"))
    office.batch.set_reason("other")
    office.batch.set_answer("Bonjour, nous ne pouvons donner suite.")
    office.settle()
    assert [line.row.id for line in office.batch.decided] == list(STUDIED)
    assert [line.row.id for line in office.batch.skipped] == ["application-0"]
    assert "Nouvelle candidature" in office.batch.why(office.batch.skipped[0])
    assert office.workstation.pending() == []


def test_a_batch_is_recorded_and_taken_back_as_one(office: Office) -> None:
    """One act each, one banner, one Ctrl+Z."""
    office.batch.open(STUDY, (*NEW, "application-2"))
    confirmed(office)
    assert states(office.workstation, *NEW) == ["processing"] * 3
    assert len(office.workstation.pending()) == 3
    assert office.acts.can_undo
    office.acts.undo()
    office.settle()
    assert states(office.workstation, *NEW) == ["new"] * 3
    assert office.acts.notice is not None
    assert office.acts.notice.strong == "3 décisions annulées."
    assert office.desk.notes.all("undo") == office.desk.notes.all("batch") == {}


def test_after_its_seconds_a_batch_stands(office: Office, clock: FakeClock) -> None:
    """The first act to leave ends the undo of all."""
    office.batch.open(STUDY, NEW)
    confirmed(office)
    clock.advance(seconds=31)
    assert not office.acts.can_undo


def test_a_stopped_batch_keeps_what_was_recorded(office: Office) -> None:
    """« Arrêter » leaves the rest as it was, and says how many."""
    office.batch.open(STUDY, NEW)
    office.settle()
    office.batch.progressed.connect(lambda done, _: office.batch.stop() if done == 0 else None)
    confirmed(office)
    assert states(office.workstation, *NEW) == ["new"] * 3
    assert office.acts.notice is not None
    assert "3 autres n’ont pas changé" in office.acts.notice.strong.replace("\u00a0", " ")


def test_a_mandatory_message_is_asked_for(office: Office) -> None:
    """« Décliner » needs a reason, then a message."""
    office.batch.open(REFUSE, STUDIED)
    office.settle()
    assert office.batch.why_not == "Choisissez un motif."
    office.batch.set_reason("other")
    office.settle()
    assert office.batch.why_not == ""
    assert "message" in office.batch.answer_error


def test_an_untouched_message_is_no_error_yet(window: MainWindow, office: Office) -> None:
    """The foot says why the button is off; the field turns red once what was written is gone again."""
    office.batch.open(REFUSE, STUDIED)
    office.batch.set_reason("other")
    dialog = BatchDialog(window, office.batch)
    dialog.open()
    assert office.settle()
    field = dialog.findChild(QPlainTextEdit)
    assert field is not None
    assert "demande un message" in dialog.note.text()
    assert dialog.confirm.is_blocked
    assert not field.property("invalid")
    field.setPlainText("Bonjour")
    assert office.settle()
    assert dialog.note.text() == ""
    field.setPlainText("")
    assert office.settle()
    assert field.property("invalid")


def test_the_half_that_fills_later_gets_the_room_it_needs(
    window: MainWindow, office: Office, qapp: QApplication
) -> None:
    """At 200 % in a small window, names that come with the preview are not cut."""
    window.resize(1000, 800)
    theme.apply(qapp, "light", 2.0)
    office.batch.open(REFUSE, STUDIED)
    dialog = BatchDialog(window, office.batch)
    dialog.open()
    assert office.settle()
    qapp.processEvents()
    assert not dialog.right.horizontalScrollBar().isVisible()


def test_keys_tick_and_decide(window: MainWindow, office: Office) -> None:
    """Space ticks the row, E opens the preview for the ticked ones, Enter on its act records."""
    rows = window.applications.list.rows
    for key in NEW:
        rows.choose(office.applications.model.row_of(key))
        QTest.keyClick(rows, Qt.Key.Key_Space)
    assert office.applications.checked == set(NEW)
    QTest.keyClick(rows, Qt.Key.Key_E)
    office.settle()
    assert isinstance(window.dialog, BatchDialog)
    ended: list[str] = []
    office.batch.ended.connect(ended.append)
    QTest.keyClick(window.dialog.confirm, Qt.Key.Key_Return)
    assert wait_for(lambda: bool(ended))
    assert ended == ["3\u00a0candidatures passées à l’étude."]
    assert office.applications.checked == set()


def test_accepting_is_never_in_a_batch(window: MainWindow, office: Office) -> None:
    """A over ticked rows explains instead of opening anything."""
    office.applications.toggle_checked(0)
    window.dialogs.decide_checked(ACCEPT)
    assert window.dialog is None
    assert office.acts.notice is not None
    assert "fiche par fiche" in office.acts.notice.strong


def test_ctrl_a_ticks_the_whole_list(window: MainWindow, office: Office) -> None:
    """And again takes the ticks away; letters can be switched off."""
    rows = window.applications.list.rows
    QTest.keyClick(rows, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(office.applications.checked) == 18
    window.applications.list.letter_keys = False
    QTest.keyClick(rows, Qt.Key.Key_L)
    assert window.dialog is None
    QTest.keyClick(rows, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert office.applications.checked == set()


def test_the_message_of_a_batch_is_a_draft(office: Office) -> None:
    """Closing the preview and coming back finds reason and words."""
    office.batch.open(POSTPONE, STUDIED)
    office.batch.set_answer("Bonjour, votre tour viendra.")
    office.batch.open(POSTPONE, STUDIED)
    assert office.batch.answer == "Bonjour, votre tour viendra."


def told_by(office: Office) -> list[Interrupted]:
    """What the office tells of runs that were cut short."""
    runs: list[Interrupted] = []
    office.interrupted.found.connect(runs.append)
    return runs


@pytest.mark.parametrize("after", [0, 2, 4])
def test_a_process_killed_in_a_batch_leaves_whole_decisions_and_says_which(
    tmp_path: Path, qtbot: QtBot, qapp: QApplication, after: int
) -> None:
    """SIGKILL in the middle: at the next start each is recorded or untouched, and a dialog names both."""
    theme.apply(qapp)
    folder = tmp_path / "profile"
    child = subprocess.run(
        [sys.executable, "-m", killed.__name__, str(folder), str(after)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        check=False,
        timeout=60,
    )
    assert child.returncode == -signal.SIGKILL
    reopened = Workstation.open(folder, garden.KEY, FakeClock(garden.NOW))
    office = Office(reopened, no_server, None)
    runs = told_by(office)
    window = open_window(office, Settings())
    qtbot.addWidget(window)
    office.settle()
    (run,) = runs
    recorded = {row.id for row in run.done}
    assert len(recorded) == after
    assert recorded | {row.id for row in run.left} == set(killed.WANTED)
    for key in killed.WANTED:
        assert states(reopened, key) == (["processing"] if key in recorded else ["new"])
    assert isinstance(window.dialog, InterruptedDialog)
    window.dialog.confirm.click()
    office.settle()
    assert office.desk.notes.all("batch") == {}
    office.close()
