"""A start loads what it shows: papers, files of Excel, the server and the other pages come with their first use."""

import os
import subprocess
import sys

TOOLS = ("typst", "pikepdf", "pypdfium2", "PIL", "fontTools", "zxingcpp", "xlsxwriter", "python_calamine", "icalendar")
WIRE = ("httpx", "sqlalchemy.dialects.postgresql")
PAGES = ("desktop.views.passes", "desktop.views.figures", "desktop.controllers.accept", "PySide6.QtPrintSupport")


def test_what_no_start_shows_is_not_loaded() -> None:
    """In a process of its own, with the list of Candidatures on screen: each of these took time and memory of it."""
    watched = (*TOOLS, *WIRE, *PAGES)
    command = [sys.executable, "-m", "tests.gui.starting", *watched, "desktop.views.home"]
    surroundings = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run(command, capture_output=True, text=True, env=surroundings, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout == "list read: True, loaded: desktop.views.home\n"
