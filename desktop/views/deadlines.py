"""Échéancier: what falls due, sorted and grouped, filters as chips, a file for one's calendar."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QModelIndex, QStandardPaths, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from desktop import texts
from desktop.controllers.deadlines import TITLES, DeadlinesController, DueGroup, Horizon, Span
from desktop.queries.deadlines import Due, DueKind
from desktop.views.cells import CellsModel, CellTable
from desktop.views.filling import clear
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button
from desktop.views.parts.chips import Chip, ChipRow
from desktop.views.parts.empty import EmptyState
from desktop.views.parts.page_header import PageHeader
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.table import Cell
from desktop.views.theme.current import current
from desktop.views.theme.roles import space

HEADS = ("Jour", "Échéance", "Personne", "Reste")
ICONS = {
    DueKind.PASS_ENDS: "calendar-clock",
    DueKind.PAUSE_ENDS: "circle-pause",
    DueKind.DIAGNOSIS_ENDS: "shield-check",
    DueKind.CANCELLATION_ENDS: "undo-2",
    DueKind.PROOF_ENDS: "folder-check",
}
_KINDS = {
    DueKind.PASS_ENDS: "Fins de PASS",
    DueKind.PAUSE_ENDS: "Pauses",
    DueKind.DIAGNOSIS_ENDS: "Diagnostics",
    DueKind.CANCELLATION_ENDS: "Annulations d’embauche",
    DueKind.PROOF_ENDS: "Justificatifs",
}
_HORIZONS = {
    Horizon.MONTH: f"30{texts.NBSP}jours",
    Horizon.QUARTER: f"90{texts.NBSP}jours",
    Horizon.YEAR: "Un an",
    Horizon.ALL: "Tout",
}
_SPANS = {Span.WEEK: "Par semaine", Span.MONTH: "Par mois"}
_WARNED_DAYS = 7
# A table narrower than this, in pixels at 100 %, tells in two columns what has four where there is room.
_NARROW = 640
_FOLDED = (2, 3)
# So much of the list stays in sight where the text is large; the page scrolls then.
_LIST_HEIGHT = 360


_HINT = "Un fichier plus récent déplace les dates déjà importées dans votre agenda, sans les doubler."


class DueTable(CellTable):
    """The lines of the page; emits `folded_changed` where it begins or ceases to be too narrow for four columns."""

    folded_changed = Signal()

    def __init__(self, model: CellsModel) -> None:
        super().__init__(model, "Échéancier", stretched=1, two_lines=True)
        self.is_folded = False
        current().changed.connect(self._fold)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Folds or unfolds."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        if self.is_folded is (self.width() < current().px(_NARROW)):
            return
        self.is_folded = not self.is_folded
        for column in _FOLDED:
            self.setColumnHidden(column, self.is_folded)
        self.folded_changed.emit()


class DeadlinesPage(ScrollColumn):
    """An opened line emits `pass_requested(id)`, `application_requested(id)` or `proofs_requested(person's id)`."""

    pass_requested = Signal(str)
    application_requested = Signal(str)
    proofs_requested = Signal(str)

    def __init__(self, controller: DeadlinesController) -> None:
        super().__init__()
        self._controller = controller
        self._export = Button("Exporter vers l’agenda (.ics)…", "calendar")
        self._export.clicked.connect(self._choose_folder)
        self._header = PageHeader("Échéancier", "", (self._export,))
        self._kinds, self._horizons, self._spans = ChipRow(), ChipRow(), ChipRow()
        self._cells = CellsModel(controller.model, HEADS, self.cells)
        self._cells.modelReset.connect(self._span_groups)
        self._told, self._table = QVBoxLayout(), DueTable(self._cells)
        self._table.folded_changed.connect(self._fold)
        self._table.activated.connect(self._open)
        self._hint = RunsLabel(_HINT, "caption", "ink-2")
        show_all = Button("Tout afficher", small=True)
        show_all.clicked.connect(controller.clear)
        self._nothing = EmptyState(
            "Aucune échéance ne correspond.", "Retirez un filtre ou regardez plus loin.", show_all, "calendar-clock"
        )
        self._lay_out()
        controller.changed.connect(self.refresh)
        controller.saved.connect(self._tell_saved)
        controller.failed.connect(self._tell_failed)
        self.refresh()

    def refresh(self) -> None:
        """Show what was read."""
        controller = self._controller
        self._header.sentence.set_words(controller.summary)
        for kind, words in _KINDS.items():
            chip = self._kinds.chip(kind)
            chip.setText(f"{words} {controller.count(kind)}")
            chip.setChecked(kind in controller.kinds)
        for horizon in _HORIZONS:
            self._horizons.chip(str(int(horizon))).setChecked(horizon is controller.horizon)
        for span in _SPANS:
            self._spans.chip(str(int(span))).setChecked(span is controller.span)
        any_shown = bool(controller.shown)
        self._table.setVisible(any_shown)
        self._nothing.setVisible(not any_shown)
        self._export.set_blocked("" if any_shown else "Aucune échéance à exporter avec ces filtres.")
        self._span_groups()

    def cells(self, row: object) -> tuple[Cell, ...]:
        """One line of the table, or the heading of a group."""
        if isinstance(row, DueGroup):
            return (Cell(f"{row.title}, {texts.count(row.count, 'échéance')}", bold=True, ink="accent"),)
        if not isinstance(row, Due):
            return ()
        near = (row.on - self._controller.desk.today).days <= _WARNED_DAYS
        ink, icon = ("danger", "clock-alert") if near else ("ink-2", "")
        left, person = self._controller.left(row), texts.person(row.last_name, row.first_name)
        day = Cell(texts.day(row.on), texts.weekday(row.on), bold=True, mark="local" if row.is_unsent else "")
        what = Cell(TITLES[row.kind], self._controller.detail(row), icon=ICONS[row.kind])
        if self._table.is_folded:
            day = replace(day, under=left, under_icon=icon, under_ink=ink)
            what = replace(what, under=f"{person} · {what.under}")
        return day, what, Cell(person), Cell(left, icon=icon, ink=ink)

    def _lay_out(self) -> None:
        for kind, words in _KINDS.items():
            self._kinds.add(kind, Chip(words))
        for horizon, words in _HORIZONS.items():
            self._horizons.add(str(int(horizon)), Chip(words))
        for span, words in _SPANS.items():
            self._spans.add(str(int(span)), Chip(words))
        self._kinds.chip_pressed.connect(self._toggle_kind)
        self._horizons.chip_pressed.connect(self._choose_horizon)
        self._spans.chip_pressed.connect(self._choose_span)
        down = self.column
        down.addWidget(self._header)
        down.addWidget(self._kinds)
        line = QHBoxLayout()
        space(line, 24)
        line.addWidget(self._horizons, 1)
        line.addWidget(self._spans, 1)
        down.addLayout(line)
        down.addLayout(self._told)
        self._table.setMinimumHeight(_LIST_HEIGHT)
        down.addWidget(self._table, 1)
        down.addWidget(self._nothing)
        down.addWidget(self._hint)
        down.addStretch(0)

    def _fold(self) -> None:
        self._hint.setVisible(not self._table.is_folded)
        self._cells.tell_again()

    def _span_groups(self) -> None:
        self._table.clearSpans()
        model = self._controller.model
        for row in range(model.rowCount()):
            if model.key_at(row).startswith("group-"):
                self._table.setSpan(row, 0, 1, len(HEADS))

    def _open(self, index: QModelIndex) -> None:
        due = self._controller.model.row(self._controller.model.key_at(index.row()))
        if not isinstance(due, Due):
            return
        if due.kind in (DueKind.PASS_ENDS, DueKind.PAUSE_ENDS):
            self.pass_requested.emit(due.subject_id)
        elif due.kind is DueKind.PROOF_ENDS:
            self.proofs_requested.emit(due.subject_id)
        else:
            self.application_requested.emit(due.subject_id)

    def _toggle_kind(self, key: str) -> None:
        kind = DueKind(key)
        self._controller.toggle_kind(kind, on=kind not in self._controller.kinds)

    def _choose_horizon(self, key: str) -> None:
        self._controller.set_horizon(Horizon(int(key)))

    def _choose_span(self, key: str) -> None:
        self._controller.set_span(Span(int(key)))

    def _choose_folder(self) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = QFileDialog.getExistingDirectory(self, "Où garder le fichier d’agenda", start)
        if folder:
            self._controller.export(Path(folder))

    def _tell_saved(self, path: str) -> None:
        clear(self._told)
        self._told.addWidget(Banner("ok", (bold("Agenda enregistré. "), path)))

    def _tell_failed(self, fault: object) -> None:
        clear(self._told)
        self._told.addWidget(Banner("bad", self._controller.desk.sentence(fault)))
