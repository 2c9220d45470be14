"""Sheets of plain cells written as XLSX: texts stay texts, days are real Excel dates, numbers can be summed."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | date | None

_LONGEST_TEXT = 32_767
"""What Excel holds in a cell, in UTF-16 units."""
_FIRST_YEAR = 1900
"""Excel's calendar begins there."""
_BROKEN = re.compile("[\x00-\t\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Controls but the line feed, halves of surrogate pairs, and what XML forbids."""
_INK, _LINEN, _LINE = "#1E2925", "#ECE5D6", "#DDD4C2"


@dataclass(frozen=True, slots=True)
class Column:
    """A header and a width in characters."""

    header: str
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named sheet; every row has one cell for each column."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


def workbook(sheets: Sequence[Sheet], made_at: datetime) -> bytes:
    """The bytes of an XLSX file; the same for the same sheets and instant (`made_at`, aware)."""
    from xlsxwriter import Workbook

    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"author": "Passerelle", "created": made_at.astimezone(UTC).replace(tzinfo=None)})
        head = book.add_format({"bold": True, "font_color": _INK, "bg_color": _LINEN, "bottom": 1})
        head.set_bottom_color(_LINE)
        head.set_text_wrap()
        day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.name), sheet, head, day)
    return content.getvalue()


def _fill(page: "Worksheet", sheet: Sheet, head: "Format", day: "Format") -> None:
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width)
        page.write_string(0, index, column.header, head)
    for row, cells in enumerate(sheet.rows, start=1):
        for index, cell in enumerate(cells):
            _write(page, row, index, cell, day)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


def _write(page: "Worksheet", row: int, index: int, cell: Cell, day: "Format") -> None:
    """Texts go in as strings whatever they begin with: Excel takes none of them for a formula or a link."""
    if isinstance(cell, date):
        if cell.year >= _FIRST_YEAR:
            page.write_datetime(row, index, cell, day)
        else:
            page.write_string(row, index, f"{cell:%d/%m/%Y}")
    elif isinstance(cell, int):
        page.write_number(row, index, cell)
    elif cell:
        page.write_string(row, index, plain_text(cell))


def plain_text(text: str) -> str:
    """What a cell can hold: no control or broken characters, at most what Excel accepts.

    A text that begins like a formula gets an apostrophe before it. Strings are harmless in this file anyway,
    but somebody will save the sheet as CSV and open that.
    """
    kept = _BROKEN.sub("", text)
    guarded = f"'{kept}" if _begins_a_formula(kept) else kept
    if len(guarded.encode("utf-16-le")) // 2 <= _LONGEST_TEXT:
        return guarded
    return f"{guarded[: _LONGEST_TEXT // 2]}…"


def _begins_a_formula(text: str) -> bool:
    """Full-width signs count too: Excel takes them for the plain ones in some languages."""
    first = unicodedata.normalize("NFKC", text.lstrip()[:1])
    return first in {"=", "+", "-", "@"}
