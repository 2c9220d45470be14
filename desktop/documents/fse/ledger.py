"""What a batch has finished so far: a file of lines in the batch's folder, so that it can be taken up again."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from desktop.documents.manifest import Line
from sync.domain.errors import EnvironmentFault

NAME = ".passerelle-lot.jsonl"


class Row(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The index line of a finished dossier and the manifest lines of its files; only `names` when it was begun."""

    fingerprint: str
    names: list[str]
    lines: list[Line] = []
    index: list[str] = []

    @property
    def is_finished(self) -> bool:
        """Whether every file of the dossier was written."""
        return bool(self.lines)


class Ledger:
    """Reads and appends the lines of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / NAME

    def finished(self) -> dict[str, Row]:
        """The dossiers that are done and whose files are still there, whole, by fingerprint.

        Files of a dossier that was begun and not finished are removed: they are this batch's own, halves of something.
        """
        rows: dict[str, Row] = {}
        for row in self._rows():
            rows[row.fingerprint] = row
        for row in rows.values():
            if not row.is_finished:
                self._remove(row.names)
        return {key: row for key, row in rows.items() if row.is_finished and self._is_whole(row)}

    def append(self, row: Row) -> None:
        """Note a dossier as begun or finished; EnvironmentFault(`paper_not_written`) when the disk refuses."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab") as file:
                file.write(msgspec.json.encode(row) + b"\n")
        except OSError as error:
            facts = {"folder": str(self._folder), "name": NAME, "reason": error.strerror or str(error)}
            raise EnvironmentFault("paper_not_written", facts) from error

    def close(self) -> None:
        """The batch is complete: its manifest says all there is to know."""
        self._path.unlink(missing_ok=True)

    def _rows(self) -> list[Row]:
        """A power cut may leave half a line at the end: what it would have said was not done."""
        rows = []
        for line in self._path.read_bytes().splitlines() if self._path.exists() else []:
            try:
                rows.append(msgspec.json.decode(line, type=Row))
            except msgspec.DecodeError:
                continue
        return rows

    def _is_whole(self, row: Row) -> bool:
        return all(self._has(line) for line in row.lines if line.file)

    def _has(self, line: Line) -> bool:
        path = self._folder / Path(line.file).name
        return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == line.sha256

    def _remove(self, names: Sequence[str]) -> None:
        for name in names:
            (self._folder / Path(name).name).unlink(missing_ok=True)
