"""CSV files as people make them: their encoding, their separator, their columns, and what is wrong with a line."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

E = TypeVar("E")

_ENCODINGS = ("utf-8-sig", "cp1252")


class FileRefused(ValueError):  # noqa: N818 - it carries a sentence for the operator
    """The whole file cannot be read: the sentence says why, nothing was imported."""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line left out: its number in the file (the header is line 1) and the French reason."""

    number: int
    reason: str


@dataclass(slots=True)
class Table:
    """What a file held: the entities of its good lines by id, and its bad lines."""

    entities: dict[str, object] = field(default_factory=dict)
    bad_lines: list[BadLine] = field(default_factory=list)


def read_table(path: Path, columns: tuple[str, ...], build: Callable[[dict[str, str]], object]) -> Table:
    """Build an entity from each line of a CSV file.

    `build` gets the line's cells by column, trimmed, and raises ValueError with a French reason when they make no
    entity. FileRefused when the file is not text, is empty, or lacks one of `columns`.
    """
    table = Table()
    for number, cells in _lines(path, columns):
        try:
            entity = build(cells)
        except ValueError as error:
            table.bad_lines.append(BadLine(number, str(error)))
            continue
        entity_id: str = entity.id  # type: ignore[attr-defined]
        if entity_id in table.entities:
            table.bad_lines.append(BadLine(number, "cette ligne répète une ligne précédente"))
        else:
            table.entities[entity_id] = entity
    return table


def _lines(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    text = _text(path)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    present = [name.strip() for name in reader.fieldnames or ()]
    reader.fieldnames = present
    missing = [name for name in columns if name not in present]
    if missing:
        raise FileRefused(f"Il manque à {path.name} la colonne ou les colonnes\u00a0: {', '.join(missing)}.")
    try:
        for cells in reader:
            yield reader.line_num, {name: (cells[name] or "").strip() for name in columns}
    except csv.Error as error:
        raise FileRefused(f"{path.name} n’est pas un fichier CSV lisible (ligne {reader.line_num}).") from error


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileRefused(f"Impossible de lire {path}\u00a0: {error.strerror}.") from error
    if not data.strip():
        raise FileRefused(f"{path.name} est vide.")
    if b"\0" in data:
        raise FileRefused(f"{path.name} n’est pas un fichier texte (UTF-8 ou Windows-1252).")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(f"{path.name} n’est ni en UTF-8 ni en Windows-1252.")


def _delimiter(text: str) -> str:
    header = text.partition("\n")[0]
    return ";" if header.count(";") > header.count(",") else ","
