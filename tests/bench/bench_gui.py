"""The window over W(n): usable from empty, list, search, scroll, start, and how long the GUI thread blocks.

The server runs in a process of its own. A watchdog ticks in the GUI thread all along: the longest gap between two
ticks is the longest time in which no key or paint could be answered. The floor is the bare window model: the same
list from the same replica in the same run, without threads and without the rest of the program. Start and memory are
those of a process of its own, since this one also made the server's rows.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.app import make_application, open_window
from desktop.controllers.applications import TYPING_PAUSE_MS
from desktop.controllers.office import Office
from desktop.queries.job_applications import Sort
from desktop.runtime.store_worker import wait_for
from desktop.settings import Settings
from desktop.views.places import RAIL
from desktop.views.window import MainWindow
from sync.domain.answering import Study
from sync.engine.http import HttpTransport
from sync.replica.clock import SystemClock
from sync.replica.connection import new_key
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation
from tests.bench.acting import answers
from tests.bench.bare_window import LEAPS, SORTS, BareWindow
from tests.bench.long_work import excel_of, imported, printed
from tests.bench.report import Goal, Report, at_most, percentile
from tests.bench.seed import enrolled, seeded
from tests.bench.stage import Colleague
from tests.bench.watchdog import LONGEST_S, RowsOnScreen, Watchdog
from tests.bench.work import Work

ROWS = 100_000
STARTS = 3
ACTS, CHANGED = 100, 500
TYPED = (
    *("a", "al", "ali", "alic", "alice", "mar", "mart", "martin", "be", "ber", "bert", "maç", "maço", "maçon"),
    *("permis", "permis b", "él", "élo", "élodie", "sofia", "sofia lan", "logement", "mobil", "metz", "06"),
)


@dataclass(frozen=True, slots=True)
class Profiled:
    """A profile folder, its data key, the server it was enrolled with."""

    folder: Path
    key: bytes
    url: str


@dataclass(frozen=True, slots=True)
class Seat:
    """An office with its window open, watched."""

    office: Office
    window: MainWindow
    watchdog: Watchdog


def measure(rows: int, lines: int = 10_000, passes: int = 500) -> Report:
    """Run it all once over `rows` applications, an import of `lines` and the printing of `passes`."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application(["bench"], Settings())
    with tempfile.TemporaryDirectory(prefix="bench-gui-") as place:
        folder = Path(place)
        work = Work(rows)
        work.hire(passes)
        seeded(folder, work)
        fresh = work.ids("new")
        del work
        with _server(folder) as url:
            profiled = _enrolled(url, folder / "profile")
            figures, floor = _day(profiled, fresh)
            figures |= _starts(profiled)
            with _seat(profiled) as seat:
                figures |= printed(seat.window, seat.office, seat.watchdog)
                figures |= imported(seat.window, seat.office, seat.watchdog, excel_of(folder, lines))
    del application
    return Report(figures, floor, _goals(figures, floor))


def _goals(figures: dict[str, float], floor: dict[str, float]) -> tuple[Goal, ...]:
    ratios = {"list on screen": "first_list_ms", "another order": "sort_ms", "a leap of the list": "scroll_ms"}
    works = ("bootstrap", "rebase", "import_trial", "import", "printing")
    return (
        at_most("replica usable from empty, seconds", 3.0, figures["usable_seconds"]),
        *(at_most(f"{what}, times the floor", 1.1, figures[key] / floor[key]) for what, key in ratios.items()),
        at_most("search on screen after the pause in typing, p95 milliseconds", 16, figures["search_p95_ms"]),
        at_most("start to a usable list, seconds", 0.8, figures["start_seconds"]),
        *(at_most(f"longest block during {work}, milliseconds", 50, figures[f"{work}_block_ms"]) for work in works),
        at_most("memory with the window open, megabytes", 180, figures["rss_megabytes"]),
    )


# --- the stage -------------------------------------------------------------------------------------------------------


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.bench.processes.server", str(folder)]
    (folder / "ready-made").mkdir()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.terminate()


def _enrolled(url: str, folder: Path) -> Profiled:
    profiled, answer = Profiled(folder, new_key(), url), enrolled(url, "bench-gui")
    with closing(Workstation.open(folder, profiled.key, SystemClock())) as workstation:
        workstation.save_profile(Profile(url, answer.client_id, answer.token, answer.user_id, answer.user_name))
    return profiled


@contextmanager
def _seat(profiled: Profiled) -> Iterator[Seat]:
    office = Office(Workstation.open(profiled.folder, profiled.key, SystemClock()), listen=None)
    window = open_window(office, Settings())
    window.show()
    window.show_page("applications")
    office.settle(LONGEST_S)
    try:
        yield Seat(office, window, Watchdog())
    finally:
        window.close()
        office.close()


# --- what is measured ------------------------------------------------------------------------------------------------


def _day(profiled: Profiled, fresh: list[str]) -> tuple[dict[str, float], dict[str, float]]:
    """All but the long works; and the floor."""
    with _seat(profiled) as seat:
        figures = _bootstrap(seat)
        view = seat.window.applications.list.rows
        rows = RowsOnScreen(seat.office.applications, view)
        figures |= _pages(seat)
        figures |= _list(seat, rows)
        floor = BareWindow(seat.office.workstation, view.size()).figures()
        figures |= _search(seat, rows)
        figures |= _acts(seat, fresh[:ACTS])
        figures |= _rebase(seat, profiled.url, fresh[ACTS : ACTS + CHANGED])
    return figures, floor


def _bootstrap(seat: Seat) -> dict[str, float]:
    """From nothing to a first row on screen, then to all rows, searchable."""
    office, watchdog = seat.office, seat.watchdog
    watchdog.begin()
    begin = time.perf_counter()
    office.start()
    wait_for(lambda: office.applications.count > 0, LONGEST_S)
    usable = time.perf_counter() - begin
    wait_for(lambda: not office.sync.is_running and office.sync.last is not None, LONGEST_S)
    office.settle(LONGEST_S)
    office.sync.rest()
    complete, count = time.perf_counter() - begin, float(office.applications.count)
    figures = {"usable_seconds": usable, "complete_seconds": complete, "rows_on_screen": count}
    return figures | watchdog.longest_ms("bootstrap")


def _pages(seat: Seat) -> dict[str, float]:
    """Every page opened and read."""
    seat.watchdog.begin()
    for key in [item.key for group in RAIL for item in group]:
        seat.window.show_page(key)
        seat.office.settle(LONGEST_S)
        QApplication.processEvents()
    block = seat.watchdog.longest_ms("pages")
    seat.window.show_page("applications")
    seat.office.settle(LONGEST_S)
    return block


def _list(seat: Seat, rows: RowsOnScreen) -> dict[str, float]:
    """The list read anew, in other orders, and leaps from its top to its bottom; each until painted."""
    applications = seat.office.applications
    first, orders = list[float](), list[float]()
    for _ in range(5):
        applications.model.set_ids(())
        first.append(rows.seconds(lambda: applications.set_sort(Sort.NEWEST)))
        seat.office.settle(LONGEST_S)
    for sort in SORTS:
        orders.append(rows.seconds(lambda: applications.set_sort(sort)))  # noqa: B023 - called at once
        seat.office.settle(LONGEST_S)
    rows.seconds(lambda: applications.set_sort(Sort.NEWEST))
    seat.office.settle(LONGEST_S)
    seat.watchdog.begin()
    most = seat.window.applications.list.rows.verticalScrollBar().maximum()
    leaps = [rows.seconds_to(most * leap // LEAPS) for leap in range(1, LEAPS)]
    seat.office.settle(LONGEST_S)
    timed = {"first_list_ms": first, "sort_ms": orders, "scroll_ms": leaps}
    figures = {name: statistics.median(taken) * 1000 for name, taken in timed.items()}
    return figures | seat.watchdog.longest_ms("scroll")


def _search(seat: Seat, rows: RowsOnScreen) -> dict[str, float]:
    """Each word typed at once; the time until its rows are painted, less the pause that typing waits for."""
    field = seat.window.applications.list.search
    field.setFocus()
    seat.watchdog.begin()
    taken = []
    for word in TYPED:
        taken.append(rows.seconds(lambda: field.setText(word)) * 1000 - TYPING_PAUSE_MS)  # noqa: B023 - called at once
        seat.office.settle(LONGEST_S)
    field.setText("")
    seat.office.settle(LONGEST_S)
    figures = {"search_ms": statistics.median(taken), "search_p95_ms": percentile(taken, 0.95)}
    return figures | seat.watchdog.longest_ms("search")


def _acts(seat: Seat, fresh: list[str]) -> dict[str, float]:
    """Acts while the list is on screen, each shown."""
    seat.watchdog.begin()
    begin = time.perf_counter()
    for application_id in fresh:
        seat.office.acts.record(Study(job_application_id=application_id), "Candidature passée à l’étude.")
    seat.office.settle(LONGEST_S)
    each = (time.perf_counter() - begin) * 1000 / max(1, len(fresh))
    return {"acts_ms_each": each} | seat.watchdog.longest_ms("acts")


def _rebase(seat: Seat, url: str, fresh: list[str]) -> dict[str, float]:
    """The acts, still held for their undo, replayed on what a colleague changed meanwhile."""
    with closing(HttpTransport(url, enrolled(url, "colleague").token)) as transport:
        Colleague(transport).act(answers(fresh))
    seat.watchdog.begin()
    begin = time.perf_counter()
    seat.office.sync_once(LONGEST_S)
    seconds = time.perf_counter() - begin
    figures = {"rebase_seconds": seconds, "rebased_acts": float(len(seat.office.workstation.pending()))}
    return figures | seat.watchdog.longest_ms("rebase")


def _starts(profiled: Profiled) -> dict[str, float]:
    """The program started as a process, three times; the medians."""
    command = [sys.executable, "-m", "tests.bench.processes.start", str(profiled.folder), profiled.key.hex()]
    told = []
    for _ in range(STARTS):
        shown = subprocess.run([*command, str(time.monotonic())], capture_output=True, check=True, text=True)
        told.append(json.loads(shown.stdout))
    return {name: statistics.median(each[name] for each in told) for name in ("start_seconds", "rss_megabytes")}
