"""Reading an Excel file of applications: the platform's 25 headers, in any order, with others beside them.

A cell is a text or a day; nothing is judged here but what is no day where one is expected.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import Path

from desktop.documents.exports import APPLICATION_HEADERS, ApplicationLine
from sync.domain.errors import EnvironmentFault

NEEDED = ("last_name", "first_name")
MOST_LINES = 20_000
_DAYS = ("born_on", "applied_on")
_DAY = re.compile(r"\s*(\d{1,2})[ ./-](\d{1,2})[ ./-](\d{4})\s*")
_PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLine:
    """One line of a file: its number in Excel, its cells by field; `bad_days` are cells that are no day."""

    number: int
    texts: dict[str, str]
    days: dict[str, date]
    bad_days: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A cell without spaces around, "" where the file has no such column."""
        return self.texts.get(name, "")


def header_of(name: str) -> str:
    """The header of a field, as the file has it."""
    return _HEADERS[name]


def read_lines(path: Path, progressed: Callable[[int, int], bool]) -> list[ImportLine]:
    """Every line of the first sheet that is not empty; `progressed(done, total)` answers whether to go on.

    EnvironmentFault: `import_unreadable` when the file is no workbook, `import_columns_missing`, `import_too_long`.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            sheet = book.get_sheet_by_index(0)
            rows = sheet.iter_rows()
            columns = _columns(next(rows, []))
            if sheet.height > MOST_LINES + 1:
                raise EnvironmentFault("import_too_long", {"lines": sheet.height - 1, "most": MOST_LINES})
            return list(_lines(rows, columns, sheet.height - 1, progressed))
    except (CalamineError, OSError, IndexError) as error:
        raise EnvironmentFault("import_unreadable", {"file": path.name}) from error


def _lines(
    rows: Iterable[Sequence[object]], columns: dict[int, str], total: int, progressed: Callable[[int, int], bool]
) -> Iterator[ImportLine]:
    for number, row in enumerate(rows, start=2):
        if number % _PAGE == 0 and not progressed(number - 2, total):
            return
        line = _line(number, {name: row[place] for place, name in columns.items() if place < len(row)})
        if any(line.texts.values()) or line.days:
            yield line


def _columns(header: Sequence[object]) -> dict[int, str]:
    known = {_plain(words): name for name, words in _HEADERS.items()}
    found = {place: known[_plain(str(cell))] for place, cell in enumerate(header) if _plain(str(cell)) in known}
    missing = [_HEADERS[name] for name in NEEDED if name not in found.values()]
    if missing:
        raise EnvironmentFault("import_columns_missing", {"columns": ", ".join(missing)})
    return found


def _line(number: int, cells: dict[str, object]) -> ImportLine:
    texts = {name: _text(cell) for name, cell in cells.items() if name not in _DAYS}
    days: dict[str, date] = {}
    bad: dict[str, str] = {}
    for name in _DAYS:
        cell = cells.get(name)
        day = _day(cell)
        if day is not None:
            days[name] = day
        elif _text(cell):
            bad[name] = _text(cell)
    return ImportLine(number=number, texts=texts, days=days, bad_days=bad)


def _text(cell: object) -> str:
    """Numbers typed as numbers, a phone for instance, lose no zero that they had and get no decimals."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    typed = _DAY.fullmatch(str(cell or ""))
    try:
        return date(int(typed[3]), int(typed[2]), int(typed[1])) if typed else None
    except ValueError:
        return None


def _plain(words: str) -> str:
    spread = unicodedata.normalize("NFKD", words.replace("’", "'").casefold())
    return " ".join("".join(letter for letter in spread if not unicodedata.combining(letter)).split())


_HEADERS = dict(zip((each.name for each in fields(ApplicationLine)), APPLICATION_HEADERS, strict=True))
