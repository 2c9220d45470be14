"""One program a profile: an OS lock that dies with its process, unlike a file that a crash leaves behind."""

import sys
from pathlib import Path
from typing import BinaryIO

from sync.domain.errors import EnvironmentFault


class ProfileLock:
    """Held from start to end of the program; released by the system whatever happens."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None

    def take(self) -> None:
        """Take the lock; EnvironmentFault("profile_in_use") when another program holds it."""
        file = self._path.open("ab")
        try:
            _lock(file)
        except OSError as error:
            file.close()
            raise EnvironmentFault("profile_in_use") from error
        self._file = file

    def release(self) -> None:
        """Let another program in; does nothing when the lock is not held."""
        if self._file is not None:
            self._file.close()
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
