"""A start up to the list of Candidatures, which says which of some modules it loaded: `-m tests.gui.starting MODULE…`.

Nothing of the tests' own kit is used: it loads what a start does not.
"""

import os
import sys
import tempfile
from pathlib import Path

from desktop.app import make_application, open_window
from desktop.controllers.office import Office
from desktop.settings import Settings
from sync.replica.clock import SystemClock
from sync.replica.connection import new_key
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation


def main(watched: list[str]) -> int:
    """Over a workstation that has no rows yet."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    make_application(sys.argv[:1], Settings())
    with tempfile.TemporaryDirectory() as folder:
        workstation = Workstation.open(Path(folder) / "profile", new_key(), SystemClock())
        workstation.save_profile(Profile("http://localhost", "client", "token", "alice", "Alice Martin"))
        office = Office(workstation)
        window = open_window(office, Settings())
        window.show()
        window.show_page("applications")
        office.settle()
        is_listed = office.applications.is_read
        loaded = [name for name in watched if name in sys.modules]
        window.close()
        office.close()
    sys.stdout.write(f"list read: {is_listed}, loaded: {' '.join(loaded)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
