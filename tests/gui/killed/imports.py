"""A workstation killed after so many acts of an import: `python -m tests.gui.killed.imports FOLDER FILE ACTS`."""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.controllers.office import Office
from desktop.runtime.store_worker import wait_for
from tests.gui.killed.batch import Doomed
from tests.kit import garden
from tests.kit.wires import no_server


def main() -> None:
    """Import the file; the process does not return."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Passerelle")
    folder, file, acts = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    filled, clock = garden.workstation(folder)
    filled.close()
    doomed = Doomed.open(folder, garden.KEY, clock)
    Doomed.acts_left = acts
    office = Office(doomed, no_server, None)
    office.settle()
    office.upkeep.imports.open(file)
    wait_for(lambda: office.upkeep.imports.is_ready)
    office.upkeep.imports.confirm()
    wait_for(lambda: False, 30)


if __name__ == "__main__":
    main()
