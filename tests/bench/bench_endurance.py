"""A working day in one window: repaints, screens changed, and hours of syncs, without memory that only grows.

Server and workstation share a clock that the script moves, so that eight hours of a cycle a minute take seconds. All
of it is done once in small before anything is weighed: caches fill then, and stay full.
"""

import gc
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from desktop.app import make_application, open_window
from desktop.controllers.office import Office
from desktop.settings import Settings
from desktop.views.places import RAIL
from desktop.views.window import MainWindow
from sync.domain.commenting import AddComment
from sync.replica.clock import SystemClock
from sync.replica.connection import new_key
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation
from sync.server.embedded import EmbeddedServer
from tests.bench.memory import resident_megabytes
from tests.bench.report import Report, at_most
from tests.bench.seed import enrolled, seeded
from tests.bench.watchdog import LONGEST_S
from tests.bench.work import Work
from tests.kit.clocks import FakeClock

ROWS = 2_000
_SMALL = 10
_MINUTES = 60
_ACT_EVERY = 10
_PAGES = tuple(item.key for group in RAIL for item in group)
# What the platform without a screen says of every window.
_OF_NO_SCREEN = "This plugin does not support"


class Day:
    """A window over a replica in step with its server; `warnings` are what Qt said meanwhile."""

    def __init__(self, office: Office, window: MainWindow, clock: FakeClock, warnings: list[str]) -> None:
        self._office, self._window, self._clock, self.warnings = office, window, clock, warnings
        self._comments = 0

    def live(self, repaints: int, switches: int, minutes: int) -> None:
        """All of it once; every screen is shown at least once."""
        self.repaint(repaints)
        self.switch(max(switches, len(_PAGES)))
        self.sync(minutes)

    def repaint(self, times: int) -> None:
        """The list of Candidatures drawn again, at another place each time."""
        self._window.show_page("applications")
        self._office.settle(LONGEST_S)
        rows = self._window.applications.list.rows
        bar = rows.verticalScrollBar()
        for turn in range(times):
            bar.setValue(bar.maximum() * (turn % 97) // 96)
            rows.viewport().repaint()
            QApplication.processEvents()
        self._office.settle(LONGEST_S)

    def switch(self, times: int) -> None:
        """One screen after the other, each read."""
        for turn in range(times):
            self._window.show_page(_PAGES[turn % len(_PAGES)])
            self._office.settle(LONGEST_S)

    def sync(self, minutes: int) -> None:
        """A cycle a minute; every tenth sends an act recorded the minute before."""
        self._window.show_page("applications")
        for minute in range(minutes):
            if minute % _ACT_EVERY == 0:
                self._comment()
            self._clock.advance(minutes=1)
            if not self._office.sync_once(LONGEST_S):
                raise TimeoutError(minute)

    def weigh(self) -> tuple[float, float, float]:
        """Megabytes of the process, objects of Python, widgets of Qt."""
        self._window.show_page("home")
        self._office.settle(LONGEST_S)
        QApplication.processEvents()
        gc.collect()
        return resident_megabytes(), float(len(gc.get_objects())), float(len(QApplication.allWidgets()))

    def _comment(self) -> None:
        applications, self._comments = self._office.applications.model.ids, self._comments + 1
        target = applications[self._comments % len(applications)]
        note = AddComment(comment_id=self._office.desk.new_id(), job_application_id=target, body="Vu ce matin.")
        self._office.acts.record(note, "Commentaire ajouté.")
        self._office.settle(LONGEST_S)


def measure(rows: int, repaints: int = 20_000, switches: int = 1_000, hours: int = 8) -> Report:
    """Live so long a day over `rows` applications."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or make_application(["bench"], Settings())
    with _day(rows) as day:
        day.live(repaints // _SMALL, switches // _SMALL, hours * _MINUTES // _SMALL)
        before = day.weigh()
        day.live(repaints, switches, hours * _MINUTES)
        after = day.weigh()
    del application
    megabytes, objects, widgets = zip(before, after, strict=True)
    figures = {
        "before_megabytes": megabytes[0],
        "after_megabytes": megabytes[1],
        "growth_percent": _growth(megabytes),
        "objects_growth_percent": _growth(objects),
        "widgets_growth_percent": _growth(widgets),
        "qt_warnings_count": float(len(day.warnings)),
    }
    grown = [name for name in figures if name.endswith("growth_percent")]
    goals = [at_most(name.removesuffix("_percent"), 10, figures[name]) for name in grown]
    return Report(figures, goals=(*goals, at_most("warnings of Qt", 0, figures["qt_warnings_count"])))


def _growth(pair: tuple[float, float]) -> float:
    return max(0.0, (pair[1] / pair[0] - 1) * 100)


@contextmanager
def _day(rows: int) -> Iterator[Day]:
    clock = FakeClock(SystemClock().now())
    with tempfile.TemporaryDirectory(prefix="bench-day-") as place, _listening() as warnings:
        settings = seeded(Path(place), Work(rows))
        with EmbeddedServer(settings, clock) as server:
            answer = enrolled(server.url, "day")
            workstation = Workstation.open(Path(place) / "profile", new_key(), clock)
            profile = Profile(server.url, answer.client_id, answer.token, answer.user_id, answer.user_name)
            workstation.save_profile(profile)
            office = Office(workstation, listen=None)
            office.sync.rest()
            window = open_window(office, Settings())
            window.show()
            office.sync_once(LONGEST_S)
            yield Day(office, window, clock, warnings)
            window.close()
            office.close()


@contextmanager
def _listening() -> Iterator[list[str]]:
    """What Qt complains of inside the block."""
    said: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and kind is not QtMsgType.QtInfoMsg and _OF_NO_SCREEN not in message:
            said.append(message)

    former = qInstallMessageHandler(hear)
    try:
        yield said
    finally:
        qInstallMessageHandler(former)
