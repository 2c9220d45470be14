"""The profile folder: who may use it, and what lies in it."""

import os
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from filelock import FileLock, Timeout

from sync.domain.errors import EnvironmentFault

JOURNAL_FILE = "journal.db"
REPLICA_FILE = "replica.db"
BOOTSTRAP_FILE = "bootstrap.db"
_KEY_BYTES = 32


class Beside:
    """What else a profile keeps in its folder; a copy of the folder opens with the same data key."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder = folder
        self._key = key

    def key(self, purpose: str) -> bytes:
        """32 bytes, the same for the same purpose, that tell nothing about the data key or another purpose's."""
        info = b"passerelle beside " + purpose.encode()
        return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=b"", info=info).derive(self._key)

    @property
    def data_key(self) -> bytes:
        """The key all others come from: for another envelope to seal, never written as it is."""
        return self._key


def prepare_folder(folder: Path) -> None:
    """Make the folder, readable by its owner alone."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def lock_folder(folder: Path) -> FileLock:
    """Take the folder for this process; EnvironmentFault("profile_in_use") when another program has it.

    The operating system frees the lock when the process ends, however it ends.
    """
    lock = FileLock(folder / "profile.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise EnvironmentFault("profile_in_use", {"folder": str(folder)}) from error
    return lock


def set_aside(path: Path, at: datetime) -> Path:
    """Move a damaged file out of the way, with its companions; nothing is deleted."""
    kept = path.with_name(f"{path.name}.damaged-{at:%Y%m%d-%H%M%S}")
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.replace(kept.with_name(kept.name + suffix))
    return kept


def remove_database(path: Path) -> None:
    """Delete a database file that can be made again, with its companions."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def forget_rows(folder: Path) -> None:
    """Delete everything that came from the server, finished or not; the journal stays."""
    for path in (*folder.glob(f"{REPLICA_FILE}*"), *folder.glob(f"{BOOTSTRAP_FILE}*")):
        path.unlink(missing_ok=True)


def swap_in(built: Path, path: Path) -> None:
    """Put a finished file in place of another, durably. Nobody may have the old one open.

    Its write-ahead log goes first: left beside the new file it would be replayed into it.
    """
    sync_file(built)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    built.replace(path)
    _sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Return once a file's content is on disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
