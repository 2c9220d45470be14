"""Candidatures, the list: filters, full text as one types, order, selection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from desktop.controllers.desk import Desk
from desktop.models.window import PAGE_ROWS, WindowModel
from desktop.queries import job_applications
from desktop.queries.filters import Filters, View
from desktop.queries.job_applications import ApplicationRow, Facets, Sort
from desktop.queries.lens import Lens
from desktop.queries.standing import Verdict
from desktop.runtime.change_bus import Watch
from desktop.runtime.store_worker import Lane, Work

TYPING_PAUSE_MS = 80
# Counts beside the filters may come a moment after the list; several acts in a row count once.
FACETS_PAUSE_MS = 200
TABLES = (
    "job_applications",
    "job_seekers",
    "comments",
    "job_descriptions",
    "passes",
    "suspensions",
    "eligibility_diagnoses",
    "inbox_issues",
    "editions",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An answer to a question: its ids in order, all of them or only the first page with its `rows`."""

    ids: Sequence[str]
    rows: Mapping[str, ApplicationRow]
    is_whole: bool
    is_searchable: bool


class ApplicationsController(QObject):
    """Emits `list_changed` when the ids came, `facets_changed`, `filters_changed`, `selected(id)`, `checked_changed`.

    A new question is answered twice: by its first page, then by all its ids; between the two `is_whole` is False and
    the list longer than `count`. `is_read` is False until the first ids came, `is_searchable` while the index of words
    is still being made.
    """

    list_changed = Signal()
    facets_changed = Signal()
    filters_changed = Signal()
    selected = Signal(str)
    checked_changed = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.filters = Filters()
        self.sort = Sort.NEWEST
        self.facets = Facets()
        self.model = WindowModel(self)
        self.current_id = ""
        self.is_read = False
        self.is_whole = True
        self.is_searchable = True
        self.checked: set[str] = set()
        self._list = Lane(desk.store, delay_ms=TYPING_PAUSE_MS, parent=self)
        self._rest = Lane(desk.store, parent=self)
        self._pages = Lane(desk.store, latest=False, parent=self)
        self._facets = [
            Lane(desk.store, aside=True, delay_ms=FACETS_PAUSE_MS, parent=self) for _ in job_applications.FACET_PARTS
        ]
        self._watch = Watch(desk.bus, TABLES, self)
        self._connect()

    def _connect(self) -> None:
        self._list.done.connect(self._on_list)
        self._rest.done.connect(self._on_list)
        self._pages.done.connect(self._on_page)
        for lane in self._facets:
            lane.done.connect(self._on_facets)
        for lane in (self._list, self._rest, self._pages, *self._facets):
            lane.failed.connect(self.failed)
        self.model.page_wanted.connect(self._on_page_wanted)
        self._watch.due.connect(self._read_all)
        self._desk.structure_changed.connect(self._watch.read_again)

    def show(self) -> None:
        """The screen comes to the front."""
        self._watch.show()

    def hide(self) -> None:
        """The screen leaves the front."""
        self._watch.hide()

    # --- filters ---------------------------------------------------------------------------------------------

    def set_text(self, text: str) -> None:
        """Search names, messages, comments and jobs as one types."""
        self._filter(replace(self.filters, text=text), typing=True)

    def set_view(self, view: View) -> None:
        """Open a ready-made view: its filters are all that is on."""
        self._filter(Filters(view=view))

    def set_filters(self, filters: Filters, sort: Sort) -> None:
        """Put other filters and another order on, in place of all that are."""
        self.sort = sort
        self.filters = filters
        self._read_list(now=True)
        self.filters_changed.emit()

    @property
    def states(self) -> tuple[tuple[str, str], ...]:
        """The states of the edition in force, with their labels."""
        return tuple((rule.code, rule.label) for rule in self._desk.rules.states)

    def toggle_state(self, state: str, *, on: bool) -> None:
        """Show applications in that state too, or no longer."""
        states = self.filters.states | {state} if on else self.filters.states - {state}
        self._filter(replace(self.filters, states=states))

    def toggle_eligibility(self, verdict: Verdict, *, on: bool) -> None:
        """Show pending candidates of that verdict."""
        chosen = self.filters.eligibility | {verdict} if on else self.filters.eligibility - {verdict}
        self._filter(replace(self.filters, eligibility=chosen))

    def set_pass_suspended(self, *, on: bool) -> None:
        """Show only people whose PASS is paused."""
        self._filter(replace(self.filters, is_pass_suspended=on))

    def set_job(self, job_description_id: str) -> None:
        """Show only applications to a job, "" for all."""
        self._filter(replace(self.filters, job_description_id=job_description_id))

    def set_sender(self, sender: str) -> None:
        """Show only those of an organisation, or SPONTANEOUS ones, "" for all."""
        self._filter(replace(self.filters, sender=sender))

    def set_department(self, department: str) -> None:
        """Show only people of a department, "" for all."""
        self._filter(replace(self.filters, department=department))

    def set_dates(self, since: date | None, until: date | None) -> None:
        """Show only those received between two days, both inclusive, None for open."""
        self._filter(replace(self.filters, since=since, until=until))

    def set_sort(self, sort: Sort) -> None:
        """Order the list."""
        self.sort = sort
        self._read_list(now=True)
        self.filters_changed.emit()

    def clear(self) -> None:
        """« Tout afficher »."""
        self._filter(Filters())

    def _filter(self, filters: Filters, *, typing: bool = False) -> None:
        if filters != self.filters:
            self.filters = filters
            self._read_list(now=not typing)
            self.filters_changed.emit()

    # --- selection -------------------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        """The day it is in Paris."""
        return self._desk.today

    @property
    def count(self) -> int:
        """How many applications the filters leave."""
        return self.model.rowCount()

    def select(self, application_id: str) -> None:
        """Open an application's record."""
        if application_id != self.current_id:
            self.current_id = application_id
            self.selected.emit(application_id)

    def select_row(self, row: int) -> None:
        """Open the record of a row, -1 for none."""
        self.select(self.model.id_at(row))

    def toggle_checked(self, row: int) -> None:
        """Tick a row, or take its tick away."""
        self.checked ^= {self.model.id_at(row)} - {""}
        self._show_ticks(row, row)

    def check_all(self, *, on: bool) -> None:
        """Tick every row of the list, or none; nothing while only its first page is here."""
        if not self.is_whole:
            return
        self.checked = set(self.model.ids) if on else set()
        self._show_ticks(0, self.count - 1)

    def check(self, ids: set[str]) -> None:
        """Tick these rows, of the whole list."""
        self.clear()
        self.checked = set(ids)
        self._show_ticks(0, self.count - 1)

    @property
    def checked_ids(self) -> tuple[str, ...]:
        """The ticked applications, in the order of the list."""
        return tuple(key for key in self.model.ids if key in self.checked)

    def _show_ticks(self, first: int, last: int) -> None:
        if last >= first:
            self.model.dataChanged.emit(self.model.index(first, 0), self.model.index(last, 0))
        self.checked_changed.emit()

    # --- reading ---------------------------------------------------------------------------------------------

    def _read_all(self) -> None:
        if self.is_read:
            self._rest.ask(self._whole())
        else:
            self._read_list(now=True)
        for lane, part in zip(self._facets, job_applications.FACET_PARTS, strict=True):
            lane.ask(self._desk.look(part))

    def _read_list(self, *, now: bool) -> None:
        """A new question: what was asked of the old one is of no use any more."""
        filters, sort = self.filters, self.sort
        self._rest.cancel()
        self._list.ask(self._desk.look(lambda lens: _first_page(lens, filters, sort)), now=now)

    def _whole(self) -> Work:
        filters, sort = self.filters, self.sort
        return self._desk.look(lambda lens: _all_ids(lens, filters, sort))

    @Slot(object)
    def _on_list(self, answer: Listed) -> None:
        self.is_read, self.is_whole, self.is_searchable = True, answer.is_whole, answer.is_searchable
        kept = self.checked & set(answer.ids) if answer.is_whole else self.checked
        was_checked, self.checked = self.checked, kept
        self.model.set_ids(answer.ids, answer.rows)
        self.list_changed.emit()
        if kept != was_checked:
            self.checked_changed.emit()
        if not answer.is_whole:
            self._rest.ask(self._whole())

    @Slot(int, object)
    def _on_page_wanted(self, page: int, ids: list[str]) -> None:
        self._pages.ask(self._desk.look(lambda lens: (page, job_applications.page(lens, ids))))

    @Slot(object)
    def _on_page(self, answer: tuple[int, Mapping[str, object]]) -> None:
        self.model.put_page(*answer)

    @Slot(object)
    def _on_facets(self, part: dict[str, Any]) -> None:
        self.facets = replace(self.facets, **part)
        self.facets_changed.emit()


def _first_page(lens: Lens, filters: Filters, sort: Sort) -> Listed:
    """One id more than a page tells whether there are others."""
    found = job_applications.ids(lens, filters, sort, most=PAGE_ROWS + 1)
    first = found[:PAGE_ROWS]
    return Listed(
        ids=first,
        rows=job_applications.page(lens, first),
        is_whole=len(found) == len(first),
        is_searchable=job_applications.is_searchable(lens),
    )


def _all_ids(lens: Lens, filters: Filters, sort: Sort) -> Listed:
    ids = job_applications.ids(lens, filters, sort)
    return Listed(ids=ids, rows={}, is_whole=True, is_searchable=job_applications.is_searchable(lens))
