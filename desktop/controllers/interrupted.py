"""What a run that was cut short had done: read from the note it left and from the journal, which never lies."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from desktop.controllers.acts import UNDO_NOTE
from desktop.controllers.applications import ApplicationsController
from desktop.controllers.batch_run import NOTE
from desktop.controllers.desk import Desk
from desktop.queries import batch
from desktop.queries.job_applications import ApplicationRow
from desktop.queries.lens import Lens
from desktop.runtime.store_worker import Lane
from sync.replica.journal import JournalEntry
from sync.replica.workstation import Workstation


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted:
    """A run of several acts that did not end: `done` are recorded (or taken back), `left` are as they were.

    `kind` and `name` are those of its note; `code` is the decision, "" for a taking back.
    """

    kind: str
    name: str
    code: str
    verb: str
    done: tuple[ApplicationRow, ...]
    left: tuple[ApplicationRow, ...]


class InterruptedController(QObject):
    """Emits `found(Interrupted)` for each run that was cut short, `check_wanted` when the rest is to be ticked."""

    found = Signal(object)
    check_wanted = Signal()

    def __init__(self, desk: Desk, applications: ApplicationsController) -> None:
        super().__init__()
        self._desk, self._applications = desk, applications
        self._lane = Lane(desk.store, parent=self)
        self._lane.done.connect(self._on_found)

    def look(self) -> None:
        """Find what the last run of this program left; to be asked once, when a window is there to tell it."""
        notes = self._desk.notes
        runs = {(kind, name): note for kind in (NOTE, UNDO_NOTE) for name, note in notes.all(kind).items()}
        if runs:
            look = self._desk.look
            self._lane.ask(
                lambda workstation: [
                    look(_reading(key, note, _entries(workstation)))(workstation) for key, note in runs.items()
                ]
            )

    def forget(self, run: Interrupted) -> None:
        """The person has read it."""
        notes = self._desk.notes
        self._desk.later(lambda: notes.drop(run.kind, run.name))

    def check_left(self, run: Interrupted) -> None:
        """Tick those that were left, to be decided again."""
        self.forget(run)
        self._applications.check({row.id for row in run.left})
        self.check_wanted.emit()

    @Slot(object)
    def _on_found(self, runs: list[Interrupted]) -> None:
        for run in runs:
            self.found.emit(run)


def _entries(workstation: Workstation) -> list[JournalEntry]:
    return workstation.recent(workstation.outbox.last_mid())


def _reading(key: tuple[str, str], note: Any, entries: list[JournalEntry]) -> Any:  # noqa: ANN401 - what notes hold
    """A query for one note."""
    read = _of_undo if key[0] == UNDO_NOTE else _of_batch

    def query(lens: Lens) -> Interrupted:
        return read(key, note, entries, lens)

    return query


def _of_batch(key: tuple[str, str], note: Mapping[str, Any], entries: list[JournalEntry], lens: Lens) -> Interrupted:
    kept = batch.recorded_behind(entries, str(note["after"]))
    rows = batch.rows_of(lens, tuple(note["ids"]))
    rule = lens.rules.transition(note["code"])
    return Interrupted(
        kind=key[0],
        name=key[1],
        code=note["code"],
        verb=rule.verb if rule else "",
        done=tuple(row for row in rows if row.id in kept),
        left=tuple(row for row in rows if row.id not in kept),
    )


def _of_undo(key: tuple[str, str], note: Mapping[str, Any], entries: list[JournalEntry], lens: Lens) -> Interrupted:
    """Those taken back are void; the others stand."""
    ids = set(note["acts"])
    acts = {
        str(item.entry.args.get("job_application_id", "")): item.is_void for item in entries if item.entry.id in ids
    }
    rows = batch.rows_of(lens, tuple(acts))
    standing = tuple(row for row in rows if not acts[row.id])
    void = tuple(row for row in rows if acts[row.id])
    return Interrupted(kind=key[0], name=key[1], code="", verb="Annuler les décisions", done=standing, left=void)
