"""The long work of a window: 10,000 lines of Excel in, 500 passes printed; the window has to answer all along."""

import time
from datetime import date, timedelta
from pathlib import Path

from desktop.controllers.import_trial import Fate
from desktop.controllers.office import Office
from desktop.controllers.papers import Pages
from desktop.documents.exports import APPLICATION_HEADERS
from desktop.documents.workbook import Column, Sheet, workbook
from desktop.runtime.store_worker import wait_for
from desktop.views.window import MainWindow
from sync.replica.clock import SystemClock
from tests.bench.watchdog import LONGEST_S, Watchdog

_BORN = date(1960, 1, 1)
_NAMED = ("Nom candidat", "Prénom candidat", "Date de naissance candidat")


def excel_of(folder: Path, lines: int) -> Path:
    """A file of so many people nobody knows yet, in the platform's columns."""
    places = [APPLICATION_HEADERS.index(header) for header in _NAMED]
    rows: list[list[str | date | None]] = []
    for number in range(lines):
        row: list[str | date | None] = [None] * len(APPLICATION_HEADERS)
        values: tuple[str | date, ...] = (f"Reprise{number}", "Camille", _BORN + timedelta(days=number % 14_000))
        for place, value in zip(places, values, strict=True):
            row[place] = value
        rows.append(row)
    path = folder / "reprise.xlsx"
    columns = [Column(header, 12) for header in APPLICATION_HEADERS]
    path.write_bytes(workbook([Sheet("Candidatures", columns, rows)], SystemClock().now()))
    return path


def imported(window: MainWindow, office: Office, watchdog: Watchdog, path: Path) -> dict[str, float]:
    """Read and try the file out, then record it; both apart."""
    imports, ended = office.upkeep.imports, list[str]()
    window.show_page("exchanges")
    office.settle(LONGEST_S)
    watchdog.begin()
    begin = time.perf_counter()
    imports.open(path)
    wait_for(lambda: imports.is_ready, LONGEST_S)
    tried = time.perf_counter() - begin
    lines = imports.count(Fate.READY)
    block = watchdog.longest_ms("import_trial")
    imports.ended.connect(ended.append)
    watchdog.begin()
    begin = time.perf_counter()
    imports.confirm()
    wait_for(lambda: bool(ended), LONGEST_S)
    seconds = time.perf_counter() - begin
    office.settle(LONGEST_S)
    figures = {"import_trial_seconds": tried, "import_lines": float(lines), "import_lines_per_second": lines / seconds}
    return figures | block | watchdog.longest_ms("import")


def printed(window: MainWindow, office: Office, watchdog: Watchdog) -> dict[str, float]:
    """Every attestation that can be printed, to a printer that takes whatever comes."""
    papers, pages = office.upkeep.papers, list[int]()
    window.show_page("papers")
    office.settle(LONGEST_S)
    papers.choose_shown()
    office.settle(LONGEST_S)
    watchdog.begin()
    papers.printed.connect(pages.append)
    begin = time.perf_counter()
    papers.print_on(_take)
    wait_for(lambda: bool(pages), LONGEST_S)
    seconds = time.perf_counter() - begin
    figures = {"printed_pages": float(sum(pages)), "printed_seconds": seconds}
    return figures | watchdog.longest_ms("printing")


def _take(pages: Pages) -> None:
    for _ in pages:
        pass
