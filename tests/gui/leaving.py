"""Every page left to the garbage collector, as a test may leave it: `python -m tests.gui.leaving`.

Where glibc fills freed memory (MALLOC_PERTURB_), a widget destroyed twice ends the process.
"""

import gc
import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import make_application, open_window
from desktop.controllers.office import Office
from desktop.settings import Settings
from desktop.views.applications import ApplicationsPage
from desktop.views.home import HomePage
from desktop.views.inbox import InboxPage
from desktop.views.jobs import JobsPage
from desktop.views.notices import NoticeBar
from desktop.views.passes import PassesPage
from desktop.views.places import UpkeepPages
from desktop.views.sync import SyncPage
from tests.kit import garden
from tests.kit.wires import no_server

TIMES = 3


def pages(office: Office) -> dict[str, Callable[[], QWidget]]:
    """How each page is made, by its key; those of the upkeep are made together."""
    made: dict[str, Callable[[], QWidget]] = {
        "home": lambda: HomePage(office.home, NoticeBar(office.acts)),
        "applications": lambda: ApplicationsPage(office, NoticeBar(office.acts)),
        "passes": lambda: PassesPage(office.passes, office.suspend, NoticeBar(office.acts)),
        "jobs": lambda: JobsPage(office.jobs, NoticeBar(office.acts)),
        "inbox": lambda: InboxPage(office.inbox, NoticeBar(office.acts)),
        "sync": lambda: SyncPage(office.sync_state),
    }
    for key in UpkeepPages(office.upkeep, Settings()).by_key:
        made[key] = partial(_upkeep_page, office, key)
    return made | {"window": lambda: open_window(office, Settings())}


def _upkeep_page(office: Office, key: str) -> QWidget:
    return UpkeepPages(office.upkeep, Settings()).by_key[key]


def leave(office: Office) -> int:
    """Make each page some times over what its controller shows, and drop it; how many were left."""
    left = 0
    for key, make in pages(office).items():
        if key != "window":
            office.show_screen(key)
            office.settle()
        for _ in range(TIMES):
            make()
            gc.collect()
            left += 1
    return left


def main() -> int:
    """Over a workstation of invented people."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    make_application(sys.argv[:1], Settings())
    with tempfile.TemporaryDirectory() as folder:
        workstation, _ = garden.workstation(Path(folder) / "profile", with_issues=True)
        office = Office(workstation, no_server, None)
        office.settle()
        try:
            left = leave(office)
        finally:
            office.close()
    sys.stdout.write(f"{left} pages left, {len(QApplication.allWidgets())} widgets\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
