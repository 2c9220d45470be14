"""« Vérifier une attestation »: what this workstation printed is recognised, what was changed is not."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.__main__ import main
from desktop.controllers.checking import CheckingController
from desktop.controllers.office import Office
from desktop.documents.verification import load_trust
from desktop.views.checking import CheckingDialog
from desktop.views.parts.banner import Banner
from tests.kit.papers import ALICE, TRUST, seal_of


@pytest.fixture
def printed(office: Office, qtbot: QtBot, tmp_path: Path) -> Path:
    """The attestation of somebody hired, kept as a PDF."""
    with qtbot.waitSignal(office.attestation.changed, timeout=30_000):
        office.attestation.open("pass-14")
    with qtbot.waitSignal(office.attestation.saved, timeout=30_000):
        office.attestation.save(tmp_path / "papers")
    (path,) = (tmp_path / "papers").iterdir()
    return path


def informed(office: Office) -> CheckingController:
    """The controller once it knows the keys."""
    office.upkeep.learn_keys()
    assert office.settle()
    return office.upkeep.checking


def verdicts(controller: CheckingController, qtbot: QtBot, given: Path | str) -> list[str]:
    """What checking a file or a text comes to."""
    with qtbot.waitSignal(controller.changed, timeout=30_000):
        if isinstance(given, Path):
            controller.check_file(given)
        else:
            controller.check_text(given)
    return [check.code for check in controller.checks]


def test_a_paper_this_workstation_prints_is_genuine(office: Office, qtbot: QtBot, printed: Path) -> None:
    """It carries the seal that came with the rows."""
    assert verdicts(informed(office), qtbot, printed) == ["attestation_genuine"]


def test_texts_and_files_that_are_no_attestation_are_told(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """A changed letter, something else, a file that is not there."""
    controller = informed(office)
    text = seal_of(ALICE).text
    assert verdicts(controller, qtbot, text) == ["attestation_genuine"]
    assert verdicts(controller, qtbot, text[:-1] + ("A" if text[-1] != "A" else "Q")) != ["attestation_genuine"]
    assert verdicts(controller, qtbot, "bonjour") == ["attestation_unreadable"]
    assert verdicts(controller, qtbot, tmp_path / "absent.pdf") == ["attestation_file_unreadable"]


def test_the_keys_lie_beside_the_profile_for_the_command_line(
    office: Office, printed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`passerelle verify` needs neither the passphrase nor the program closed."""
    folder = office.workstation.beside.folder
    office.upkeep.learn_keys()
    assert office.settle()
    assert load_trust(folder / "keys.json").keys == TRUST.keys
    monkeypatch.setattr("desktop.paths.platformdirs.user_data_dir", lambda *_, **__: str(folder))
    assert main(["verify", str(printed)]) == 0
    assert "Attestation authentique" in capsys.readouterr().out


def test_a_file_dropped_on_the_dialog_is_checked(office: Office, qtbot: QtBot, printed: Path) -> None:
    """And a text pasted into it as well."""
    host = QWidget()
    host.resize(1200, 800)
    qtbot.addWidget(host)
    dialog = CheckingDialog(host, informed(office))
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(printed))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with qtbot.waitSignal(office.upkeep.checking.changed, timeout=30_000):
        dialog.dropEvent(QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, dropped, buttons, keys))
    assert _told(dialog).startswith("Attestation authentique")
    with qtbot.waitSignal(office.upkeep.checking.changed, timeout=30_000):
        dialog.findChildren(QPlainTextEdit)[0].setPlainText("PASSERELLE1:RIEN")
    assert "incomplet" in _told(dialog)


def _told(dialog: CheckingDialog) -> str:
    shown = [banner for banner in dialog.findChildren(Banner) if not banner.isHidden()]
    return shown[-1].words.text()
