"""Words that were being written are there again: after another screen, a restart, a kill, and from « À régler »."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import open_window
from desktop.controllers.drafts import DraftKey
from desktop.controllers.office import Office
from desktop.queries.inbox import Inbox, Issue
from desktop.queries.verbs import POSTPONE, REFUSE
from desktop.settings import Settings
from desktop.views import theme
from desktop.views.decisions import DeclineDialog
from desktop.views.drafts import DraftBanners
from desktop.views.parts.buttons import Button
from sync.replica.workstation import Workstation
from tests.gui.killed import draft as killed
from tests.kit import garden
from tests.kit.clocks import FakeClock
from tests.kit.wires import no_server


def opened(office: Office, application_id: str) -> None:
    """A record on screen."""
    office.record.show()
    office.record.open(application_id)
    office.settle()


def test_a_killed_process_costs_no_word(tmp_path: Path, qapp: QApplication) -> None:
    """SIGKILL while two dialogs and a comment are being written: all three are there at the next start."""
    assert qapp
    folder = tmp_path / "profile"
    child = subprocess.run(
        [sys.executable, "-m", killed.__name__, str(folder)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        check=False,
        timeout=60,
    )
    assert child.returncode == -signal.SIGKILL
    office = Office(Workstation.open(folder, garden.KEY, FakeClock(garden.NOW)), no_server, None)
    opened(office, killed.DECLINED)
    assert [draft.code for draft in office.record.drafts] == [REFUSE]
    assert office.record.comment_draft == "Rappeler en mars"
    assert office.record.record is not None
    office.decline.open(office.record.record)
    assert (office.decline.reason, office.decline.answer) == ("no_position", "Bonjour Gaëlle, hélas")
    opened(office, killed.ACCEPTED)
    office.accept.open(office.record.record)
    assert office.accept.answer == "Bienvenue Inès"
    assert office.accept.starts_on == garden.NOW.date()
    office.close()


def test_closing_writes_what_is_not_yet_written(tmp_path: Path, qapp: QApplication) -> None:
    """Quitting, or locking, in the middle of a word keeps it."""
    assert qapp
    workstation, clock = garden.workstation(tmp_path / "profile")
    office = Office(workstation, no_server, None)
    office.desk.drafts.keep(DraftKey(REFUSE, "application-2"), {"answer": "Bonj"})
    office.close()
    again = Office(Workstation.open(tmp_path / "profile", garden.KEY, clock), no_server, None)
    assert again.desk.drafts.get(DraftKey(REFUSE, "application-2")) == {"answer": "Bonj"}
    again.close()


def test_opening_a_dialog_alone_is_no_draft(office: Office) -> None:
    """Only what a person wrote is kept."""
    opened(office, "application-17")
    assert office.record.record is not None
    office.decline.open(office.record.record)
    office.settle()
    assert office.record.drafts == ()


def test_the_decision_made_ends_its_draft(office: Office) -> None:
    """And giving it up does too."""
    opened(office, "application-17")
    assert office.record.record is not None
    office.postpone.open(office.record.record)
    office.postpone.set_answer("Bonjour, à bientôt.")
    assert [draft.code for draft in office.record.drafts] == [POSTPONE]
    office.settle()
    office.postpone.confirm()
    office.settle()
    assert office.record.drafts == ()


def test_a_banner_takes_the_draft_up(office: Office, qtbot: QtBot, qapp: QApplication) -> None:
    """« Reprendre ma saisie » opens the dialog with the words in it; « Abandonner » forgets them."""
    theme.apply(qapp)
    window = open_window(office, Settings())
    qtbot.addWidget(window)
    window.show()
    office.desk.drafts.keep(DraftKey(REFUSE, "application-17"), {"answer": "Bonjour, hélas", "reason": "other"})
    window.open_application("application-17")
    office.settle()
    (banners,) = window.findChildren(DraftBanners)
    take_up, give_up = banners.findChildren(Button)
    take_up.click()
    assert isinstance(window.dialog, DeclineDialog)
    assert office.decline.answer == "Bonjour, hélas"
    window.dialog.dismiss()
    give_up.click()
    assert not banners.isVisible()


def test_a_lost_decision_is_taken_up_from_the_inbox(office: Office, qtbot: QtBot, qapp: QApplication) -> None:
    """A refusal the server did not take: its dialog opens again, filled as its author had filled it."""
    theme.apply(qapp)
    window = open_window(office, Settings())
    qtbot.addWidget(window)
    window.show_page("inbox")
    office.settle()
    lost = next(each for each in office.inbox.inbox.opened if each.issue.command_name == "job_application.accept")
    office.inbox.take(Inbox(opened=(_as_refusal(lost),), settled=()))
    office.inbox.select(lost.issue.id)
    assert office.inbox.can_retake
    office.inbox.retake()
    office.settle()
    assert window.current_page == "applications"
    assert isinstance(window.dialog, DeclineDialog)
    assert (office.decline.reason, office.decline.answer) == ("other", "Bonjour")


def _as_refusal(issue: Issue) -> Issue:
    mine = {"job_application_id": "application-2", "reason": "other", "answer": "Bonjour", "answer_to_prescriber": ""}
    made = replace(issue.issue, command_name="job_application.refuse", mine=json.dumps(mine))
    return replace(issue, issue=made, application_id="application-2", fields=())
