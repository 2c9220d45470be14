"""A workstation that is killed after so many decisions of a batch: `python -m tests.gui.killed.batch FOLDER AFTER`."""

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.controllers.office import Office
from desktop.queries.verbs import STUDY
from desktop.runtime.store_worker import wait_for
from sync.replica.recording import Fate, Group
from sync.replica.workstation import Workstation
from tests.kit import garden
from tests.kit.wires import no_server

WANTED = tuple(f"application-{number}" for number in (0, 1, 3, 4, 11))


class Doomed(Workstation):
    """Keeps group after group on its own; its process dies as the one with the act after the last begins."""

    acts_left = 0

    def record_many(self, groups: Sequence[Group]) -> list[Fate]:
        """As shipped, until there are none left."""
        fates: list[Fate] = []
        for acts in groups:
            if self.acts_left < len(acts):
                os.kill(os.getpid(), signal.SIGKILL)
            self.acts_left -= len(acts)
            fates += super().record_many([acts])
        return fates


def main() -> None:
    """Decide on all new applications; the process does not return."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Passerelle")
    folder = Path(sys.argv[1])
    filled, clock = garden.workstation(folder)
    filled.close()
    doomed = Doomed.open(folder, garden.KEY, clock)
    Doomed.acts_left = int(sys.argv[2])
    office = Office(doomed, no_server, None)
    office.settle()
    office.batch.open(STUDY, WANTED)
    office.settle()
    office.batch.confirm()
    wait_for(lambda: False, 30)


if __name__ == "__main__":
    main()
