"""Starting the program anew: in the place of this process, or beside it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

from PySide6.QtCore import QProcess


def own_command(*arguments: str) -> list[str]:
    """The command line of this program: a built one is its own executable, else its interpreter runs it."""
    own = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desktop"]
    return [*own, *arguments]


def replace_process(*arguments: str) -> NoReturn:
    """Become a new process of this program: nothing of the memory of this one is left (TRUST.md, « Lock »).

    Windows has no such call: the new one is started and this one ends at once, without cleaning up.
    """
    command = own_command(*arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    if sys.platform == "win32":
        subprocess.Popen(command)  # noqa: S603 - our own command line
        os._exit(0)
    os.execv(command[0], command)  # noqa: S606 - our own command line


def start_beside(*arguments: str) -> bool:
    """Start another process of this program that outlives this one; whether the system did."""
    command = own_command(*arguments)
    started, _pid = QProcess.startDetached(command[0], command[1:], str(Path.home()))
    return bool(started)
