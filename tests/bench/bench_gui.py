"""The window over W(n): usable from empty, search while typing, scroll, a rebase, and how long the GUI thread blocks.

The server runs in a process of its own. A watchdog ticks in the GUI thread all along: the longest gap between two
ticks is the longest time in which no key or paint could be answered. The floor is the bare window model: the same
list, its ids and one page, from the same replica, in the same run, without the rest of the program.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from desktop.app import make_application, open_window
from desktop.controllers.applications import TYPING_PAUSE_MS
from desktop.controllers.office import Office
from desktop.queries import job_applications
from desktop.queries.filters import Filters
from desktop.queries.lens import Lens
from desktop.runtime.store_worker import wait_for
from desktop.settings import Settings
from desktop.views.window import MainWindow
from sync.domain.answering import Study
from sync.replica.clock import SystemClock
from sync.replica.connection import new_key
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation
from tests.bench.report import Goal, Report, at_most
from tests.bench.seed import enrolled, seeded
from tests.bench.work import EMPLOYER_ID, USER_ID, Work

ROWS = 20_000
TICK_MS = 2
LONGEST_S = 120.0
TYPED = ("a", "al", "ali", "alice", "mar", "mart", "ber", "bert", "maç", "permis", "élodie", "sofia lan")
SCREENS = ("home", "applications", "passes", "jobs", "inbox", "sync", "help")


class Watchdog(QObject):
    """Ticks in the GUI thread, and keeps the longest gap since it was last asked, in milliseconds.

    Beside the wall clock it reads the thread's own processor time: on a machine that others use, the first also counts
    what they took.
    """

    def __init__(self) -> None:
        super().__init__()
        self._last = (time.perf_counter(), time.thread_time())
        self._longest = (0.0, 0.0)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def longest_ms(self, name: str) -> dict[str, float]:
        """The longest gap beyond the tick itself since the last call, by the wall and by the thread's own work."""
        (wall, own), self._longest = self._longest, (0.0, 0.0)
        return {f"{name}_block_ms": wall, f"{name}_own_ms": own}

    def _tick(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        wall, own = ((new - old) * 1000 for new, old in zip(now, self._last, strict=True))
        self._longest = (max(self._longest[0], wall - TICK_MS), max(self._longest[1], own))
        self._last = now


class Listed(QObject):
    """Notes when the list has next come."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.at = 0.0
        office.applications.list_changed.connect(self.note)

    def note(self) -> None:
        """The list has come."""
        self.at = self.at or time.perf_counter()

    def has_come(self) -> bool:
        """Whether it has."""
        return self.at > 0


def measure(rows: int) -> Report:
    """Run it all once over `rows` applications."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application(["bench"], Settings())
    with tempfile.TemporaryDirectory(prefix="bench-gui-") as place:
        folder = Path(place)
        seeded(folder, Work(rows))
        with _server(folder) as url:
            figures, floor = _play(url, folder)
    del application
    return Report(figures, floor, _goals(figures, floor))


def _goals(figures: dict[str, float], floor: dict[str, float]) -> tuple[Goal, ...]:
    blocks = {name: value for name, value in figures.items() if name.endswith("_block_ms")}
    return (
        at_most("replica usable from empty, seconds", 3.0, figures["usable_seconds"]),
        at_most("search on screen after the pause in typing, p95 milliseconds", 16.0, figures["search_p95_ms"]),
        at_most("longest block of the GUI thread, milliseconds", 50.0, max(blocks.values())),
        at_most("list on screen, times the floor", 1.1, figures["first_list_ms"] / floor["first_list_ms"]),
    )


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.bench.processes.server", str(folder)]
    (folder / "ready-made").mkdir()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.terminate()


def _play(url: str, folder: Path) -> tuple[dict[str, float], dict[str, float]]:
    workstation = _workstation(url, folder / "profile")
    office = Office(workstation, listen=None)
    window = open_window(office, Settings())
    window.show()
    window.show_page("applications")
    office.settle()
    watchdog = Watchdog()
    figures = _bootstrap(office, watchdog)
    figures |= _screens(window, office, watchdog)
    figures |= _search(window, office, watchdog)
    figures |= _scroll(window, office, watchdog)
    figures |= _act(office, watchdog)
    floor = _floor(workstation)
    window.close()
    office.close()
    return figures, floor


def _workstation(url: str, folder: Path) -> Workstation:
    answer = enrolled(url, "bench-gui")
    workstation = Workstation.open(folder, new_key(), SystemClock())
    workstation.save_profile(Profile(url, answer.client_id, answer.token, answer.user_id, answer.user_name))
    return workstation


def _bootstrap(office: Office, watchdog: Watchdog) -> dict[str, float]:
    """From nothing to a first row on screen, then to all rows, searchable."""
    watchdog.longest_ms("")
    begin = time.perf_counter()
    office.start()
    wait_for(lambda: office.applications.count > 0, LONGEST_S)
    usable = time.perf_counter() - begin
    wait_for(lambda: not office.sync.is_running and office.sync.last is not None, LONGEST_S)
    office.settle(LONGEST_S)
    return {
        "usable_seconds": usable,
        "complete_seconds": time.perf_counter() - begin,
        "rows_on_screen": float(office.applications.count),
    } | watchdog.longest_ms("bootstrap")


def _screens(window: MainWindow, office: Office, watchdog: Watchdog) -> dict[str, float]:
    """Every screen opened and read; then the list again, timed until its first page is painted."""
    for key in SCREENS:
        window.show_page(key)
        office.settle(LONGEST_S)
        QApplication.processEvents()
    block = watchdog.longest_ms("screens")
    seconds = [_seconds(lambda: _list_again(office)) for _ in range(5)]
    window.show_page("applications")
    office.settle(LONGEST_S)
    return block | {"first_list_ms": statistics.median(seconds) * 1000}


def _list_again(office: Office) -> None:
    """The list read anew with its first page."""
    office.applications.hide()
    office.applications.set_sort(
        job_applications.Sort.OLDEST
        if office.applications.sort is job_applications.Sort.NEWEST
        else job_applications.Sort.NEWEST
    )
    model = office.applications.model
    office.settle(LONGEST_S)
    model.data(model.index(0, 0), model.ID_ROLE - 1)
    office.settle(LONGEST_S)


def _search(window: MainWindow, office: Office, watchdog: Watchdog) -> dict[str, float]:
    """Each word typed at once; the time until its rows are in the model, less the pause that typing waits for."""
    window.applications.list.search.setFocus()
    watchdog.longest_ms("")
    seconds = []
    for word in TYPED:
        listed = Listed(office)
        begin = time.perf_counter()
        window.applications.list.search.setText(word)
        wait_for(listed.has_come, LONGEST_S)
        seconds.append(listed.at - begin - TYPING_PAUSE_MS / 1000)
        office.settle(LONGEST_S)
    window.applications.list.search.setText("")
    office.settle(LONGEST_S)
    ordered = sorted(seconds)
    return {
        "search_ms": statistics.median(seconds) * 1000,
        "search_p95_ms": ordered[int(len(ordered) * 0.95)] * 1000,
    } | watchdog.longest_ms("search")


def _scroll(window: MainWindow, office: Office, watchdog: Watchdog) -> dict[str, float]:
    """From top to bottom in forty leaps, painted each time."""
    bar = window.applications.list.rows.verticalScrollBar()
    watchdog.longest_ms("")
    begin = time.perf_counter()
    for step in range(40):
        bar.setValue(bar.maximum() * step // 39)
        QApplication.processEvents()
    office.settle(LONGEST_S)
    return {"scroll_seconds": time.perf_counter() - begin} | watchdog.longest_ms("scroll")


def _act(office: Office, watchdog: Watchdog) -> dict[str, float]:
    """A hundred acts while the list is on screen, each shown, then all pushed, pulled and rebased."""
    office.applications.toggle_state("new", on=True)
    office.settle(LONGEST_S)
    new = list(office.applications.model.ids)[:100]
    watchdog.longest_ms("")
    begin = time.perf_counter()
    for application_id in new:
        office.acts.record(Study(job_application_id=application_id), "Candidature passée à l’étude.")
    office.settle(LONGEST_S)
    seconds = time.perf_counter() - begin
    block = watchdog.longest_ms("acts")
    office.sync_once(LONGEST_S)
    office.applications.clear()
    office.settle(LONGEST_S)
    return {"acts_ms_each": seconds * 1000 / max(1, len(new))} | block | watchdog.longest_ms("rebase")


def _floor(workstation: Workstation) -> dict[str, float]:
    """Ids and the first page, straight from the replica."""
    now = workstation.clock.now()

    def read() -> None:
        with workstation.reading() as connection:
            lens = Lens(
                connection=connection,
                employer_ids=(EMPLOYER_ID,),
                user_id=USER_ID,
                now=now,
                rules=workstation.rules(now),
            )
            ids = job_applications.ids(lens, Filters())
            job_applications.page(lens, ids[:60])

    return {"first_list_ms": statistics.median(_seconds(read) for _ in range(5)) * 1000}


def _seconds(run: Callable[[], object]) -> float:
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin
