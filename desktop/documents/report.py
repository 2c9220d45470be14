"""A paper of sections: facts, tables and bars, set by one template; the same sections as an Excel file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.documents.attestation import Heading, PrintStamp, heading_data, stamp_data
from desktop.documents.typesetting import PdfStandard, Typesetter, bundled_typesetter
from desktop.documents.workbook import Column, Sheet, workbook

TEMPLATE = "report.typ"
_LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True, slots=True)
class Mark:
    """A state in a cell: a filled dot when settled, a ring when something is to be done, and always its word."""

    text: str
    is_settled: bool


Value = str | Mark


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values in two columns, under a title of their own where there are several."""

    rows: tuple[tuple[str, Value], ...]
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under headers; `widths` as typst writes them (« 1fr », « 30mm »), `numeric` the right-aligned columns."""

    headers: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    widths: tuple[str, ...] = ()
    numeric: frozenset[int] = frozenset()
    if_empty: str = "Aucune ligne."


@dataclass(frozen=True, slots=True)
class Bar:
    """A quantity with its name; `text` is how it is written (« 12 », « 45 jours »)."""

    label: str
    value: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Quantities side by side, drawn to one scale from zero; the numbers stand beside the bars."""

    label: str
    unit: str
    bars: tuple[Bar, ...]
    if_empty: str = "Aucune donnée sur la période."


Part = Facts | Table | Bars


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A titled part of the paper; `lead` is a sentence under the title."""

    title: str
    parts: tuple[Part, ...]
    lead: str = ""
    starts_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A paper; `heading` is the structure that hands it over."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    heading: Heading | None = None
    lead: str = ""


def render_report(
    report: Report,
    stamp: PrintStamp,
    standard: PdfStandard = PdfStandard.A_2A,
    typesetter: Typesetter | None = None,
) -> bytes:
    """The paper as PDF. Raises EnvironmentFault when templates or fonts are missing."""
    data = stamp_data(stamp) | {
        "title": report.title,
        "subtitle": report.subtitle,
        "lead": report.lead,
        "employer": heading_data(report.heading) if report.heading else None,
        "sections": [_section(section) for section in report.sections],
    }
    return (typesetter or bundled_typesetter()).compile(TEMPLATE, data, stamp.printed_at, standard)


def report_workbook(report: Report, made_at: datetime) -> bytes:
    """Every table and every row of bars as a sheet; facts are gathered in a first one."""
    parts = [part for section in report.sections for part in section.parts]
    facts = [(name, _plain(value)) for part in parts if isinstance(part, Facts) for name, value in part.rows]
    sheets = [_facts_sheet(report, facts)]
    for section in report.sections:
        for number, part in enumerate((part for part in section.parts if not isinstance(part, Facts)), 1):
            name = _sheet_name(section.title, number, {sheet.name.casefold() for sheet in sheets})
            sheets.append(_table_sheet(name, part) if isinstance(part, Table) else _bars_sheet(name, part))
    return workbook(sheets, made_at)


def _facts_sheet(report: Report, facts: Sequence[tuple[str, str]]) -> Sheet:
    rows = [(report.title, report.subtitle), *facts]
    return Sheet("Résumé", (Column("Élément", 44), Column("Valeur", 44)), rows)


def _table_sheet(name: str, table: Table) -> Sheet:
    columns = [Column(header, 24) for header in table.headers]
    return Sheet(name, columns, [[_plain(value) for value in row] for row in table.rows])


def _bars_sheet(name: str, bars: Bars) -> Sheet:
    columns = (Column(bars.label, 48), Column(bars.unit, 16))
    return Sheet(name, columns, [(bar.label, bar.value) for bar in bars.bars])


def _sheet_name(title: str, number: int, taken: set[str]) -> str:
    """What Excel accepts: 31 characters, none of its signs, no name twice."""
    plain = title.translate(_NOT_IN_SHEET_NAMES).strip()
    suffix = f" {number}" if number > 1 else ""
    for again in range(1, len(taken) + 2):
        name = plain[: _LONGEST_SHEET_NAME - len(suffix)] + suffix
        if name.casefold() not in taken:
            return name
        suffix = f" ({again + 1})"
    raise AssertionError  # pragma: no cover - one of so many names is free


def _plain(value: Value) -> str:
    return value.text if isinstance(value, Mark) else value


def _section(section: Section) -> dict[str, object]:
    return {
        "title": section.title,
        "lead": section.lead,
        "starts_page": section.starts_page,
        "parts": [_part(part) for part in section.parts],
    }


def _part(part: Part) -> dict[str, object]:
    if isinstance(part, Facts):
        return {"kind": "facts", "title": part.title, "rows": [[name, _cell(value)] for name, value in part.rows]}
    if isinstance(part, Bars):
        return _bars(part)
    widths = part.widths or ("1fr",) * len(part.headers)
    return {
        "kind": "table",
        "headers": list(part.headers),
        "widths": list(widths),
        "numeric": sorted(part.numeric),
        "rows": [[_cell(value) for value in row] for row in part.rows],
        "if_empty": part.if_empty,
    }


def _bars(part: Bars) -> dict[str, object]:
    most = max((bar.value for bar in part.bars), default=0) or 1
    return {
        "kind": "bars",
        "label": part.label,
        "unit": part.unit,
        "bars": [{"label": bar.label, "share": max(bar.value, 0) / most, "text": bar.text} for bar in part.bars],
        "if_empty": part.if_empty,
    }


def _cell(value: Value) -> dict[str, object]:
    return {"text": _plain(value), "mark": value.is_settled if isinstance(value, Mark) else None}
