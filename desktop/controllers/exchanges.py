"""Import / export: applications and PASS as Excel files, read page by page, written away from the GUI thread."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from typing_extensions import override

from desktop import texts
from desktop.controllers.desk import Desk
from desktop.controllers.export_lines import application_line, pass_line, suspension_line
from desktop.controllers.reader import Reader
from desktop.documents.exports import ApplicationLine, applications_workbook, passes_workbook
from desktop.documents.files import write_new
from desktop.queries import exports, job_applications
from desktop.queries.exports import ApplicationFacts, Totals
from desktop.queries.filters import Filters
from desktop.queries.passes import PassFilter, PassRecord
from desktop.runtime.errand import Errand
from desktop.runtime.store_worker import Lane, Work

# Small enough that other screens read in between, and « Arrêter » is heard at once.
PAGE = 500


class FileKind(StrEnum):
    """What is written."""

    APPLICATIONS = "applications"
    PASSES = "passes"


class ExchangesController(Reader):
    """Emits `progressed(done, total)` while lines are read, `saved(path)`, `stopped`."""

    progressed = Signal(int, int)
    saved = Signal(str)
    stopped = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.filters = Filters()
        self.chip = PassFilter.CURRENT
        self.totals = Totals(applications=0, passes={})
        self._folder = Path()
        self._wanted: list[str] = []
        self._lines: list[ApplicationLine] = []
        self._is_working = False
        self._ids, self._pages, self._passes = (Lane(desk.store, parent=self) for _ in range(3))
        self._ids.done.connect(self._on_ids)
        self._pages.done.connect(self._on_page)
        self._passes.done.connect(self._on_passes)
        self._errand = Errand(self)
        self._errand.done.connect(self._on_written)
        for source in (self._ids, self._pages, self._passes, self._errand):
            source.failed.connect(self._on_failed)

    @override
    def request(self) -> Work | None:
        filters = self.filters
        return self.desk.look(lambda lens: exports.totals(lens, filters))

    @override
    def take(self, answer: object) -> None:
        self.totals = answer if isinstance(answer, Totals) else self.totals

    # --- choosing --------------------------------------------------------------------------------------------

    def toggle_state(self, code: str) -> None:
        """Keep applications in a state, or no longer; none chosen keeps all."""
        self._filter(replace(self.filters, states=self.filters.states ^ {code}))

    def set_period(self, since: date | None, until: date | None) -> None:
        """Keep applications received between two days, both inclusive."""
        self._filter(replace(self.filters, since=since, until=until))

    def set_chip(self, chip: PassFilter) -> None:
        """Keep the PASS of a chip."""
        self.chip = chip
        self.changed.emit()

    @property
    def states(self) -> tuple[tuple[str, str], ...]:
        """The states of this edition, with their labels."""
        return tuple((rule.code, rule.label) for rule in self.desk.rules.states)

    def count_words(self, kind: FileKind) -> str:
        """« 128 candidatures avec ces filtres »."""
        if kind is FileKind.APPLICATIONS:
            return f"{texts.count(self.totals.applications, 'candidature')} avec ces filtres."
        return f"{texts.count(self.totals.passes.get(self.chip, 0), 'PASS', 'PASS')} avec ce filtre."

    def why_not(self, kind: FileKind) -> str:
        """Why nothing can be written now, "" when it can."""
        if self._is_working:
            return "Un export est en cours. Arrêtez-le ou attendez sa fin."
        applications = kind is FileKind.APPLICATIONS
        count = self.totals.applications if applications else self.totals.passes.get(self.chip, 0)
        return "" if count else "Aucune ligne avec ces filtres. Retirez-en un."

    # --- working ---------------------------------------------------------------------------------------------

    def export(self, kind: FileKind, folder: Path) -> None:
        """Write what the filters keep into a folder; nothing is overwritten."""
        if self.why_not(kind):
            return
        self._folder, self._is_working, self._lines = folder, True, []
        self.changed.emit()
        filters, chip = self.filters, self.chip
        if kind is FileKind.APPLICATIONS:
            self._ids.ask(self.desk.look(lambda lens: job_applications.ids(lens, filters)))
        else:
            self.progressed.emit(0, self.totals.passes.get(chip, 0))
            self._passes.ask(self.desk.look(lambda lens: exports.pass_records(lens, chip)))

    def stop(self) -> None:
        """« Arrêter »: no file is written."""
        for lane in (self._ids, self._pages, self._passes):
            lane.cancel()
        if self._is_working and not self._errand.is_running:
            self._end()
            self.stopped.emit()

    def close(self) -> None:
        """Wait for the file under way."""
        self._errand.wait()

    @Slot(object)
    def _on_ids(self, ids: list[str]) -> None:
        self._wanted = list(ids)
        self._ask_page()

    def _ask_page(self) -> None:
        done = len(self._lines)
        self.progressed.emit(done, len(self._wanted))
        page = self._wanted[done : done + PAGE]
        self._pages.ask(self.desk.look(lambda lens: exports.applications(lens, page)))

    @Slot(object)
    def _on_page(self, found: list[ApplicationFacts]) -> None:
        """A row that went meanwhile leaves its page shorter: its id is left out too."""
        place = len(self._lines)
        missing = len(self._wanted[place : place + PAGE]) - len(found)
        self._lines += [application_line(facts, self.desk.rules) for facts in found]
        if missing:
            self._wanted = self._wanted[:-missing]
        if len(self._lines) < len(self._wanted):
            self._ask_page()
        else:
            lines, now = self._lines, self.desk.now
            self._write("candidatures", lambda: applications_workbook(lines, now))

    @Slot(object)
    def _on_passes(self, found: list[PassRecord]) -> None:
        now, rules = self.desk.now, self.desk.rules
        lines = [pass_line(record) for record in found]
        pauses = [suspension_line(record, pause, rules) for record in found for pause in record.pauses]
        self._write("pass-iae", lambda: passes_workbook(lines, pauses, now))

    def _write(self, stem: str, make: Callable[[], bytes]) -> None:
        folder, name = self._folder, f"{stem}_{self.desk.today.isoformat()}.xlsx"
        self._errand.run(lambda: str(write_new(folder, name, make())))

    @Slot(object)
    def _on_written(self, path: str) -> None:
        self._end()
        self.saved.emit(path)

    @Slot(object)
    def _on_failed(self, fault: object) -> None:
        self._end()
        self.failed.emit(fault)

    def _end(self) -> None:
        self._is_working, self._lines, self._wanted = False, [], []
        self.changed.emit()

    def _filter(self, filters: Filters) -> None:
        self.filters = filters
        self.watch.read_again()
        self.changed.emit()
