"""A workstation that is opened, read and locked by its keys: `python -m tests.gui.killed.lock FOLDER PASSPHRASE`.

The process that locks is replaced: from then on it is `python -m desktop --locked`.
"""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app import Program, make_application
from desktop.controllers.drafts import DraftKey
from desktop.controllers.signing import Surroundings
from desktop.paths import Paths
from desktop.runtime.store_worker import wait_for
from desktop.settings import Settings
from desktop.views.unlock import UnlockWindow
from sync.domain.answering import Study
from sync.replica.clock import SystemClock
from tests.kit.rings import PocketRing

DRAFT = DraftKey("refuse", "application-1")
WORDS = "Bonjour Dave, nous avons bien lu votre message"


def main() -> None:
    """Open, read, act, write, lock."""
    app = make_application(sys.argv[:1], Settings())
    folder = Path(sys.argv[1])
    around = Surroundings(paths=Paths(folder), ring=PocketRing(""), clock=SystemClock(), device_name="laptop")
    program = Program(around, Settings())
    program.start()
    door = program.shown
    if not isinstance(door, UnlockWindow):
        raise TypeError(door)
    wait_for(door.isVisible)
    door.enter(sys.argv[2])
    wait_for(lambda: program.window is not None)
    office, window = program.office, program.window
    if office is None or window is None:
        raise LookupError
    office.show_screen("applications")
    office.record.open("application-1")
    office.settle()
    office.acts.record(Study(job_application_id="application-1"), "À l’étude.")
    office.settle()
    office.desk.drafts.keep(DRAFT, {"answer": WORDS})
    (folder / "opened").touch()
    wait_for((folder / "go").exists, 60)
    window.activateWindow()
    wait_for(lambda: QApplication.activeWindow() is window)
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_L, keys)
    app.exec()


if __name__ == "__main__":
    main()
