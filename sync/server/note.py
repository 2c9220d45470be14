"""What is known of the database outside it, so that a backup put in its place is noticed (SYNC.md §1.9).

Two small files, written whole or not at all. One says how far the database had come: its epoch and the head of each
scope. The other, beside it, says up to which PASS number the server may go; it is written before a number beyond that
is issued, so that no backup, however old, makes a number come twice. It belongs on another disk than the database, and
is never to be restored with it. Servers of one database share one note.
"""

import os
import threading
from pathlib import Path
from typing import TypeVar

import msgspec
from sqlalchemy import make_url

T = TypeVar("T")
_SERIES_LENGTH = 7
_NUMBERS_AHEAD = 20


class Noted(msgspec.Struct, frozen=True, kw_only=True):
    """How far the database had come: `heads` by scope, `at` as the fixed-width UTC text of the store."""

    epoch: str
    heads: dict[str, int]
    at: str


class UnreadableNoteError(OSError):
    """The note is there and says nothing that can be understood: numbers could be issued twice without it."""


class Note:
    """The note at `path`; without a path nothing is noted, and a restored database is noticed by its clients alone."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.Lock()

    @property
    def is_kept(self) -> bool:
        """Whether there is a place to note anything."""
        return self._path is not None

    def read(self) -> Noted | None:
        """The latest note of heads; None when there is none. Raises UnreadableNoteError."""
        return _read(self._path, Noted) if self._path else None

    def write(self, noted: Noted) -> None:
        """Note how far the database has come; OSError when the disk does not take it."""
        if self._path:
            _write(self._path, noted)

    def reserved(self) -> list[str]:
        """For each series, its first seven digits, the greatest number that may have been issued."""
        with self._lock:
            return sorted(self._read_numbers().values())

    def reserve(self, number: str) -> None:
        """A number of 12 digits is about to be issued: note it first, with some more to come. OSError: it must not be.

        To be called by whoever holds the database's ledger, so that servers do not overwrite each other's numbers.
        """
        if self._path is None:
            return
        series = number[:_SERIES_LENGTH]
        with self._lock:
            numbers = self._read_numbers()
            if number > numbers.get(series, ""):
                self._write_numbers(numbers | {series: _ahead(number)})

    def release(self, numbers: dict[str, str]) -> None:
        """These are the greatest numbers issued, by series: what was reserved beyond them is given back."""
        with self._lock:
            self._write_numbers(self._read_numbers() | numbers)

    def _write_numbers(self, numbers: dict[str, str]) -> None:
        if self._path:
            _write(_beside(self._path), numbers)

    def _read_numbers(self) -> dict[str, str]:
        return (_read(_beside(self._path), dict[str, str]) or {}) if self._path else {}


def note_beside(database_url: str) -> Path:
    """Where the note is kept unless told otherwise: beside a SQLite file, in the current folder for a PostgreSQL.

    It has the database's name: the note of another one would say that this one was restored.
    """
    url = make_url(database_url)
    database = Path(url.database or "passerelle")
    folder = database.parent if url.get_backend_name() == "sqlite" else Path()
    return folder / f"{database.stem}.note"


def _ahead(number: str) -> str:
    series, counter = number[:_SERIES_LENGTH], number[_SERIES_LENGTH:]
    last = 10 ** len(counter) - 1
    return f"{series}{min(int(counter) + _NUMBERS_AHEAD, last):0{len(counter)}}"


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}-numbers")


def _read(path: Path, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except FileNotFoundError:
        return None
    except msgspec.MsgspecError as error:
        raise UnreadableNoteError(str(path)) from error


def _write(path: Path, content: object) -> None:
    """Replace the file's content, durably: a power cut leaves the old one or the new one."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    fresh.touch(mode=0o600)
    with fresh.open("wb") as file:
        file.write(msgspec.json.encode(content))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if hasattr(os, "O_DIRECTORY"):  # Windows has none, and renames durably enough
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
