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
from desktop.views.notices import NoticeBar
from desktop.views.pages import Pages
from desktop.views.places import RAIL
from tests.kit import garden
from tests.kit.wires import no_server

TIMES = 3


def pages(office: Office) -> dict[str, Callable[[], QWidget]]:
    """How each page is made, by its key."""
    made: dict[str, Callable[[], QWidget]] = {
        item.key: partial(_page, office, item.key) for group in RAIL for item in group if item.key != "applications"
    }
    made["applications"] = lambda: ApplicationsPage(office, NoticeBar(office.acts))
    return made | {"window": lambda: open_window(office, Settings())}


def _page(office: Office, key: str) -> QWidget:
    return Pages(office, Settings()).page(key)


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
