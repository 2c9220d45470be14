"""PASS IAE: the list with its chips, one PASS, and what may be done with it."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Signal, Slot

from desktop import texts
from desktop.controllers.acts import Acts
from desktop.controllers.desk import Desk
from desktop.models.rows import RowsModel
from desktop.queries import passes
from desktop.queries.lens import Lens
from desktop.queries.passes import PassFilter, PassRecord, PassRow, Pause
from desktop.queries.rehearsal import rehearse
from desktop.runtime.change_bus import Watch
from desktop.runtime.store_worker import Lane
from sync.domain.contract import can_print, first_printing_day, last_cancellation_day
from sync.domain.errors import RuleViolation
from sync.domain.hiring import CancelHire
from sync.domain.passes import end_after
from sync.domain.suspending import DeleteSuspension, LiftSuspension, Suspend

TABLES = (
    "passes",
    "pass_standings",
    "suspensions",
    "suspension_details",
    "job_applications",
    "job_seekers",
    "editions",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassActs:
    """Why an act is closed now; None where it is open."""

    suspend: RuleViolation | None
    cancel: RuleViolation | None


def pass_key(row: object) -> str:
    """The id of a PASS's row."""
    return row.card.iae_pass.id if isinstance(row, PassRow) else ""


class PassesController(QObject):
    """Emits `list_changed`, and `record_changed` when the PASS on screen came or changed."""

    list_changed = Signal()
    record_changed = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, acts: Acts) -> None:
        super().__init__()
        self._desk = desk
        self._acts = acts
        self.rows: tuple[PassRow, ...] = ()
        self.chip = PassFilter.CURRENT
        self.text = ""
        self.current_id = ""
        self.record: PassRecord | None = None
        self.closed = PassActs(suspend=None, cancel=None)
        self.model = RowsModel(pass_key, self)
        self._list, self._record = Lane(desk.store, parent=self), Lane(desk.store, parent=self)
        self._list.done.connect(self._on_list)
        self._record.done.connect(self._on_record)
        for lane in (self._list, self._record):
            lane.failed.connect(self.failed)
        self._watch = Watch(desk.bus, TABLES, self)
        self._watch.due.connect(self._read)
        desk.structure_changed.connect(self._watch.read_again)

    def show(self) -> None:
        """The screen comes to the front."""
        self._watch.show()

    def hide(self) -> None:
        """The screen leaves the front."""
        self._watch.hide()

    def set_chip(self, chip: PassFilter) -> None:
        """Show the PASS of a chip."""
        self.chip = chip
        self._fill()

    def set_text(self, text: str) -> None:
        """Search names and numbers."""
        self.text = text
        self._fill()

    def count(self, chip: PassFilter) -> int:
        """How many PASS a chip shows."""
        return sum(row.is_in(chip) for row in self.rows)

    def select(self, pass_id: str) -> None:
        """Show a PASS, whatever the chip."""
        if pass_id != self.current_id:
            self.current_id = pass_id
            self._read_record()

    @property
    def today(self) -> date:
        """The day it is in Paris."""
        return self._desk.today

    @property
    def title(self) -> str:
        """« NOM Prénom » of the holder."""
        person = self.record.person if self.record else None
        return texts.person(person.last_name, person.first_name) if person else ""

    @property
    def why_not_suspend(self) -> str:
        """Why « Suspendre » is closed, "" when it is open."""
        return self._desk.sentence(self.closed.suspend) if self.closed.suspend else ""

    @property
    def why_not_cancel(self) -> str:
        """Why « Annuler l’embauche » is closed, "" when it is open."""
        return self._desk.sentence(self.closed.cancel) if self.closed.cancel else ""

    @property
    def why_not_print(self) -> str:
        """From which day the attestation can be printed, "" when it can be now."""
        starts_on = self.record.hires[0].hiring_starts_on if self.record else None
        if starts_on is None or can_print(starts_on, self._desk.today, self._desk.rules):
            return ""
        first = first_printing_day(starts_on, self._desk.rules)
        return f"L’attestation pourra être imprimée dès le {texts.day(first)}." if first else ""

    @property
    def last_cancellation_day(self) -> str:
        """Until when the last hire can be cancelled, "" without limit."""
        starts_on = self.record.hires[0].hiring_starts_on if self.record else None
        last = last_cancellation_day(starts_on, self._desk.rules) if starts_on else None
        return texts.day(last) if last else ""

    def end_without(self, pause: Pause) -> date:
        """The end of the PASS on screen if that pause had never been."""
        record = self.record
        if record is None:
            return pause.suspension.ends_on
        others = [each.suspension for each in record.pauses if each.suspension.id != pause.suspension.id]
        return end_after(record.card.iae_pass.initial_ends_on, others, [])

    def reason_label(self, code: str) -> str:
        """The label of a reason to suspend."""
        found = (reason.label for reason in self._desk.rules.suspensions.reasons if reason.code == code)
        return next(found, code)

    def cancel_hire(self) -> None:
        """« Annuler l’embauche », after the person confirmed."""
        if self.record is not None:
            self._acts.record(CancelHire(job_application_id=self.record.hires[0].id), "Embauche annulée.")

    def delete_suspension(self, suspension_id: str) -> None:
        """« Supprimer » the pause: as if it had never been."""
        self._acts.record(DeleteSuspension(suspension_id=suspension_id), "Pause supprimée.")

    def lift_suspension(self, suspension_id: str) -> None:
        """« Lever » the pause: the person is back today."""
        args = LiftSuspension(suspension_id=suspension_id, back_on=self._desk.today)
        self._acts.record(args, "Pause levée.")

    def _read(self) -> None:
        self._list.ask(self._desk.look(passes.rows))
        self._read_record()

    def _read_record(self) -> None:
        pass_id = self.current_id
        if pass_id:
            self._record.ask(self._desk.look(lambda lens: _read_pass(lens, pass_id)))

    def _fill(self) -> None:
        words = _plain(self.text).split()
        shown = [row for row in self.rows if row.is_in(self.chip) and _has_words(row, words)]
        self.model.set_rows(shown)
        if shown and (not self.current_id or self.text) and self.model.row_of(self.current_id) < 0:
            self.select(pass_key(shown[0]))
        self.list_changed.emit()

    @Slot(object)
    def _on_list(self, rows: tuple[PassRow, ...]) -> None:
        self.rows = rows
        self._fill()

    @Slot(object)
    def _on_record(self, answer: tuple[PassRecord, PassActs] | None) -> None:
        self.record, self.closed = answer or (None, PassActs(suspend=None, cancel=None))
        self.record_changed.emit()


def _read_pass(lens: Lens, pass_id: str) -> tuple[PassRecord, PassActs] | None:
    found = passes.read(lens, pass_id)
    if found is None:
        return None
    reasons = [
        reason for reason in lens.rules.suspensions.reasons if reason.is_offered and not reason.needs_explanation
    ]
    suspend = Suspend(
        suspension_id="rehearsal",
        pass_id=pass_id,
        employer_id=found.employer.id,
        starts_on=lens.today,
        ends_on=lens.today,
        reason=reasons[0].code,
    )
    cancel = CancelHire(job_application_id=found.hires[0].id)
    return found, PassActs(suspend=rehearse(lens, suspend).refusal, cancel=rehearse(lens, cancel).refusal)


def _has_words(row: PassRow, words: list[str]) -> bool:
    text = _plain(f"{row.last_name} {row.first_name} {row.card.iae_pass.number or ''}")
    grouped = texts.pass_number(row.card.iae_pass.number or "").split(texts.NBSP)
    return all(word in text or word in grouped for word in words)


def _plain(text: str) -> str:
    """Without accents or case, as the full-text search compares."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in spread if not unicodedata.combining(letter))
