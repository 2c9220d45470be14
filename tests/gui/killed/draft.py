"""A workstation that is killed while messages are being written: `python -m tests.gui.killed.draft FOLDER`."""

import os
import signal
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.controllers.office import Office
from desktop.runtime.store_worker import wait_for
from tests.kit import garden
from tests.kit.wires import no_server

DECLINED, ACCEPTED = "application-17", "application-2"


def main() -> None:
    """Write, pause as one who thinks, and die; the process does not return."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Passerelle")
    workstation, _ = garden.workstation(Path(sys.argv[1]))
    office = Office(workstation, no_server, None)
    office.record.show()
    for application_id in (DECLINED, ACCEPTED):
        office.record.open(application_id)
        office.settle()
        if office.record.record is not None and application_id == DECLINED:
            office.decline.open(office.record.record)
            office.decline.set_reason("no_position")
            office.decline.set_answer("Bonjour Gaëlle, hélas")
            office.record.keep_comment("Rappeler en mars")
        elif office.record.record is not None:
            office.accept.open(office.record.record)
            office.accept.set_answer("Bienvenue Inès")
    wait_for(lambda: len(office.desk.notes.all("draft")) == 3)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
