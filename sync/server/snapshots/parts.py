"""A scope sorted into parts: what is open first, then history, persons together, each part a zstd file of batches.

Rows are sorted on disk, so that memory does not grow with the scope. The same rows give the same bytes: parts that did
not change between two snapshots keep their names, and are not fetched again.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import zstandard
from sqlalchemy import Connection, Table

from sync.protocol.codec import encode
from sync.protocol.messages import Batch, Part
from sync.server.snapshots.rows import open_people, people, rows_of
from sync.store.rows import column_names
from sync.store.tables import BY_NAME

_PEOPLE_A_PART = 2_500
_ROWS_A_BATCH = 1_000
_LEVEL = 9
_HISTORY = frozenset({"appellations"})
_SUFFIX = ".part"

Row = Sequence[Any]


def build_parts(connection: Connection, scope: str, today: date, folder: Path) -> tuple[list[Part], list[Part]]:
    """Write the parts of a scope into a folder, named by their hash: the open ones, and those of history."""
    order = _Order(open_people(connection, scope, today), people(connection, scope))
    piles = [_Pile(folder / f"{number}.rows") for number in range(order.piles)]
    try:
        for table in BY_NAME.values():
            for pile in piles:
                pile.enter(table)
            for rows in rows_of(connection, scope, table):
                order.sort(rows, piles, str(table.name))
        open_parts = list(_compressed(piles[: order.open_piles], folder))
        return open_parts, list(_compressed(piles[order.open_piles :], folder))
    finally:
        for pile in piles:
            pile.drop()


def part_file(folder: Path, sha256: str) -> Path:
    """Where a part lies in its folder."""
    return folder / f"{sha256}{_SUFFIX}"


def part_files(folder: Path) -> Iterator[Path]:
    """Every part in a folder."""
    return folder.glob(f"*{_SUFFIX}")


class _Order:
    """Which row goes to which pile: open persons and what concerns nobody, then everybody else, by id."""

    def __init__(self, open_ids: list[str], everybody: Iterable[str]) -> None:
        self._open = frozenset(open_ids)
        self._open_bounds = open_ids[_PEOPLE_A_PART::_PEOPLE_A_PART]
        self._bounds = [person for number, person in enumerate(everybody, 1) if number % _PEOPLE_A_PART == 0]
        self.open_piles = len(self._open_bounds) + 1
        self.piles = self.open_piles + len(self._bounds) + 1
        self._reached: dict[bool, int] = {True: 0, False: self.open_piles}

    def sort(self, rows: Iterable[Row], piles: Sequence["_Pile"], table: str) -> None:
        """Put each row on its pile. They come person by person: of open piles, and of others, one at a time waits."""
        for row in rows:
            number = self.pile(table, row[0])
            is_open = number < self.open_piles
            if number != self._reached[is_open]:
                piles[self._reached[is_open]].flush()
                self._reached[is_open] = number
            piles[number].add(row)

    def pile(self, table: str, person: str | None) -> int:
        """The number of the pile."""
        if person is None:
            return self.open_piles if table in _HISTORY else 0
        if person in self._open:
            return bisect_right(self._open_bounds, person)
        return self.open_piles + bisect_right(self._bounds, person)


class _Pile:
    """The rows of one part, kept in a file until all are known."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO = path.open("w+b")
        self._waiting: list[Row] = []
        self._table: Table | None = None
        self.rows = 0

    def enter(self, table: Table) -> None:
        """The rows that follow are of this table."""
        self.flush()
        self._table = table

    def add(self, row: Row) -> None:
        """A row of the present table: person, values, hash."""
        self._waiting.append(row)
        if len(self._waiting) == _ROWS_A_BATCH:
            self.flush()

    def rewound(self) -> BinaryIO:
        """All rows, to be read from their start."""
        self.flush()
        self._file.seek(0)
        return self._file

    def drop(self) -> None:
        """Forget the rows."""
        self._file.close()
        self._path.unlink(missing_ok=True)

    def flush(self) -> None:
        """Write down the rows that wait."""
        if self._table is not None and self._waiting:
            self._file.write(encode(_batch(self._table, self._waiting)) + b"\n")
            self.rows += len(self._waiting)
            self._waiting = []


def _batch(table: Table, rows: list[Row]) -> Batch:
    _, *values, hashes = zip(*rows, strict=True)
    return Batch(
        table=str(table.name),
        columns=list(column_names(table)),
        rows=len(rows),
        values=[_short(column) for column in values],
        hashes=list(hashes),
    )


def _short(column: tuple[Any, ...]) -> list[Any]:
    first = column[0]
    return [first] if column.count(first) == len(column) else list(column)


def _compressed(piles: Iterable[_Pile], folder: Path) -> Iterator[Part]:
    """The parts of the piles that hold anything."""
    for pile in piles:
        rows = pile.rewound()
        if pile.rows:
            yield _part(rows, pile.rows, folder)


def _part(rows: BinaryIO, count: int, folder: Path) -> Part:
    sha256 = hashlib.sha256()
    written = folder / "part.tmp"
    with written.open("wb") as file:
        for piece in zstandard.ZstdCompressor(level=_LEVEL).read_to_iter(rows):
            sha256.update(piece)
            file.write(piece)
    name, size = sha256.hexdigest(), written.stat().st_size
    written.replace(part_file(folder, name))
    return Part(sha256=name, size=size, rows=count)
