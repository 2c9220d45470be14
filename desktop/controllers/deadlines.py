"""Échéancier: what falls due, by week or by month, and the same days as a file for any calendar program."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from typing_extensions import override

from desktop import texts
from desktop.controllers.cabinet import DRAWERS, person_files
from desktop.controllers.desk import Desk
from desktop.controllers.dues import dues_of
from desktop.controllers.reader import Reader
from desktop.documents.deadlines import Deadline, calendar_file
from desktop.documents.files import write_new
from desktop.models.rows import RowsModel
from desktop.queries import deadlines
from desktop.queries.deadlines import Due, DueKind, in_order
from desktop.runtime.store_worker import Lane, Work
from sync.domain.calendar import add_days

TABLES = (
    *("passes", "suspensions", "job_applications", "job_seekers", "eligibility_diagnoses", "agreements"),
    *("employers", "editions", DRAWERS),
)
TITLES = {
    DueKind.PASS_ENDS: "Fin du PASS IAE",
    DueKind.PAUSE_ENDS: "Dernier jour de pause",
    DueKind.DIAGNOSIS_ENDS: "Diagnostic à renouveler",
    DueKind.CANCELLATION_ENDS: "Fin du délai d’annulation",
    DueKind.PROOF_ENDS: "Justificatif à renouveler",
}
# A PASS that ends is prepared weeks ahead; a hire is cancelled the day before at the latest.
REMIND_DAYS = {
    DueKind.PASS_ENDS: 60,
    DueKind.PAUSE_ENDS: 7,
    DueKind.DIAGNOSIS_ENDS: 14,
    DueKind.CANCELLATION_ENDS: 1,
    DueKind.PROOF_ENDS: 14,
}


class Horizon(IntEnum):
    """How many days ahead the list looks."""

    MONTH = 30
    QUARTER = 90
    YEAR = 365
    ALL = 100_000


class Span(IntEnum):
    """What a group of the list holds."""

    WEEK = 7
    MONTH = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class DueGroup:
    """The heading over the days of a week or a month."""

    key: str
    title: str
    count: int


DueLine = Due | DueGroup


def due_key(row: object) -> str:
    """What names a line of the list."""
    return row.key if isinstance(row, Due | DueGroup) else ""


class DeadlinesController(Reader):
    """Emits `saved(path)` when the calendar file was written."""

    saved = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, TABLES)
        self.rows: tuple[Due, ...] = ()
        self._papers: tuple[Due, ...] = ()
        self.kinds: frozenset[DueKind] = frozenset()
        self.horizon = Horizon.QUARTER
        self.span = Span.WEEK
        self.model = RowsModel(due_key, self)
        self._save = Lane(desk.store, latest=False, parent=self)
        self._save.done.connect(self._on_saved)
        self._save.failed.connect(self.failed)
        self._cabinet = Lane(desk.store, parent=self)
        self._cabinet.done.connect(self._on_files)

    @override
    def request(self) -> Work | None:
        return self.desk.look(deadlines.read)

    @override
    def take(self, answer: object) -> None:
        self.rows = answer if isinstance(answer, tuple) else ()
        self._fill()
        self._cabinet.ask(person_files(self.desk))

    def toggle_kind(self, kind: DueKind, *, on: bool) -> None:
        """Show a kind, or no longer; none chosen shows all."""
        self.kinds = self.kinds | {kind} if on else self.kinds - {kind}
        self._show()

    def set_horizon(self, horizon: Horizon) -> None:
        """Look further, or less far."""
        self.horizon = horizon
        self._show()

    def set_span(self, span: Span) -> None:
        """Group by week or by month."""
        self.span = span
        self._show()

    def clear(self) -> None:
        """Every kind, as far as the list goes."""
        self.kinds = frozenset()
        self.horizon = Horizon.ALL
        self._show()

    @property
    def shown(self) -> tuple[Due, ...]:
        """What the filters leave, soonest first."""
        return tuple(due for due in self._within() if not self.kinds or due.kind in self.kinds)

    def count(self, kind: DueKind) -> int:
        """How many of a kind fall due within the horizon."""
        return sum(due.kind is kind for due in self._within())

    @property
    def summary(self) -> str:
        """« 6 échéances dans les 90 jours, la prochaine demain »."""
        shown = self.shown
        if not shown:
            return "Aucune échéance avec ces filtres."
        ahead = "" if self.horizon is Horizon.ALL else f" dans les {texts.count(self.horizon, 'jour')}"
        return f"{texts.count(len(shown), 'échéance')}{ahead}. La prochaine{texts.NBSP}: {self.left(shown[0])}."

    def left(self, due: Due) -> str:
        """« aujourd’hui », « demain », « dans 12 jours »."""
        days = (due.on - self.desk.today).days
        return {0: "aujourd’hui", 1: "demain"}.get(days, f"dans {texts.count(days, 'jour')}")

    def detail(self, due: Due) -> str:
        """What the day is counted from."""
        since = texts.day(due.since)
        return {
            DueKind.PASS_ENDS: f"PASS délivré à partir du {since}",
            DueKind.PAUSE_ENDS: f"En pause depuis le {since}, reprise le {texts.day(add_days(due.on, 1))}",
            DueKind.DIAGNOSIS_ENDS: f"Diagnostic du {since}, candidature en attente de réponse",
            DueKind.CANCELLATION_ENDS: f"Embauche du {since}, annulable ce jour inclus",
            DueKind.PROOF_ENDS: f"{due.label}, document du {since}",
        }[due.kind]

    def export(self, folder: Path) -> None:
        """Write what the filters leave as a calendar file."""
        days, now = [self._deadline(due) for due in self.shown], self.desk.now
        name = f"echeancier_{self.desk.today.isoformat()}.ics"
        self._save.ask(lambda _: str(write_new(folder, name, calendar_file(days, now))))

    def _deadline(self, due: Due) -> Deadline:
        return Deadline(
            uid=due.key,
            on=due.on,
            title=f"{TITLES[due.kind]}{texts.NBSP}: {texts.person(due.last_name, due.first_name)}",
            detail=self.detail(due),
            remind_days=REMIND_DAYS[due.kind],
        )

    def _within(self) -> tuple[Due, ...]:
        until = add_days(self.desk.today, min(self.horizon, Horizon.ALL))
        return tuple(due for due in in_order((*self.rows, *self._papers)) if due.on <= until)

    def _show(self) -> None:
        self._fill()
        self.changed.emit()

    def _fill(self) -> None:
        lines: list[DueLine] = []
        groups: dict[str, list[Due]] = {}
        for due in self.shown:
            groups.setdefault(self._group(due.on), []).append(due)
        for title, dues in groups.items():
            lines += [DueGroup(key=f"group-{title}", title=title, count=len(dues)), *dues]
        self.model.set_rows(lines)

    def _group(self, on: date) -> str:
        today = self.desk.today
        if self.span is Span.MONTH:
            return f"{texts.MONTHS[on.month - 1].capitalize()} {on.year}"
        monday = on - timedelta(days=on.weekday())
        weeks = (monday - (today - timedelta(days=today.weekday()))).days // 7
        near = {0: "Cette semaine", 1: "La semaine prochaine"}
        return near.get(weeks, f"Semaine du {texts.long_day(monday)}")

    @Slot(object)
    def _on_files(self, files: object) -> None:
        """The papers are read after the page stands: each person's list is a file of its own."""
        self._papers = dues_of(files if isinstance(files, tuple) else (), self.desk.today)
        self._show()

    @Slot(object)
    def _on_saved(self, path: str) -> None:
        self.saved.emit(path)
