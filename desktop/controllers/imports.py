"""An Excel file of applications: read, tried out line by line, then recorded only when the person confirms."""

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from desktop import texts
from desktop.controllers.acts import Acts
from desktop.controllers.batch_run import last_act
from desktop.controllers.desk import Desk
from desktop.controllers.import_run import NOTE, RecordedLines, Unfinished, counting, record_lines
from desktop.controllers.import_trial import Fate, Judged, judge
from desktop.documents.imports import ImportLine, read_lines
from desktop.models.rows import RowsModel
from desktop.queries import imports
from desktop.queries.imports import Surroundings
from desktop.runtime.errand import Errand
from desktop.runtime.store_worker import Lane
from sync.domain.errors import EnvironmentFault
from sync.replica.changes import ChangeSet, joined
from sync.replica.workstation import Workstation

# Small enough that other screens read in between, and « Arrêter » is heard at once.
JUDGED_AT_ONCE, RECORDED_AT_ONCE = 100, 40


@dataclass(slots=True)
class _Run:
    """A file being tried out, then recorded."""

    name: str
    file: str
    lines: list[ImportLine] = field(default_factory=list)
    around: Surroundings | None = None
    judged: list[Judged] = field(default_factory=list)
    done: int = 0
    changes: list[ChangeSet] = field(default_factory=list)


def judged_key(row: object) -> str:
    """What names a line."""
    return str(row.line.number) if isinstance(row, Judged) else ""


class ImportController(QObject):
    """Emits `progressed(done, total, what)`, `changed`, `ended(sentence)`, `failed(EnvironmentFault)`.

    `judged` holds every line with its fate once the dry run is over (`is_ready`).
    """

    progressed = Signal(int, int, str)
    changed = Signal()
    ended = Signal(str)
    failed = Signal(object)

    def __init__(self, desk: Desk, acts: Acts) -> None:
        super().__init__()
        self.desk, self._acts = desk, acts
        self.judged: list[Judged] = []
        self.shown = Fate.WRONG
        self.is_ready = self.is_working = False
        self.unfinished: Unfinished | None = None
        self.model = RowsModel(judged_key, self)
        self._run: _Run | None = None
        self._stops = False
        self._errand = Errand(self)
        self._errand.done.connect(self._on_lines)
        self._index, self._chunks, self._acting, self._past = (Lane(desk.store, parent=self) for _ in range(4))
        self._index.done.connect(self._on_surroundings)
        self._chunks.done.connect(self._on_judged)
        self._acting.done.connect(self._on_recorded)
        self._past.done.connect(self._on_unfinished)
        for source in (self._errand, self._index, self._chunks, self._acting):
            source.failed.connect(self._on_failed)

    # --- the dry run -----------------------------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Read a file and try it out; nothing is recorded."""
        if self.is_working:
            return
        self._run = _Run(name=self.desk.new_id(), file=path.name)
        self.is_working, self.is_ready, self._stops, self.judged = True, False, False, []
        self.progressed.emit(0, 1, "Lecture")
        self.changed.emit()
        self._errand.run(lambda: read_lines(path, self._on_read))

    def stop(self) -> None:
        """« Arrêter »: a dry run is forgotten; of a recording, what is recorded stays."""
        self._stops = True

    def give_up(self) -> None:
        """Forget the file."""
        if not self.is_working:
            self._run, self.judged, self.is_ready = None, [], False
            self._show()

    @property
    def file(self) -> str:
        """The name of the file on screen."""
        return self._run.file if self._run else ""

    def count(self, fate: Fate) -> int:
        """How many lines have a fate."""
        return sum(each.fate is fate for each in self.judged)

    def show_fate(self, fate: Fate) -> None:
        """List the lines of a fate."""
        self.shown = fate
        self._show()

    def words(self, judged: Judged) -> str:
        """Why a line is left out, or what a ready one will be."""
        if judged.told is not None:
            return self.desk.sentence(judged.told)
        person = "Personne déjà connue" if judged.person_id else "Nouvelle personne"
        state = judged.line.text("state")
        return f"{person}. {state}." if state else f"{person}."

    # --- recording -------------------------------------------------------------------------------------------

    def confirm(self) -> None:
        """Record the lines that are ready, one after the other."""
        run = self._run
        if run is None or not self.is_ready or self.is_working:
            return
        run.judged = [each for each in self.judged if each.fate is Fate.READY]
        run.done, self.is_working, self._stops = 0, True, False
        note = {"file": run.file, "total": len(run.judged)}
        notes, name = self.desk.notes, run.name

        def begin(workstation: Workstation) -> object:
            notes.put(NOTE, name, note | {"after": last_act(workstation)})
            return RecordedLines(0, 0, ChangeSet())

        self.progressed.emit(0, len(run.judged), "Enregistrement")
        self.changed.emit()
        self._acting.ask(begin)

    # --- after a crash ---------------------------------------------------------------------------------------

    def look_back(self) -> None:
        """Find an import that was cut short."""
        for name, note in self.desk.notes.all(NOTE).items():
            if isinstance(note, dict) and (self._run is None or name != self._run.name):
                self._past.ask(counting(name, note))

    def forget_unfinished(self) -> None:
        """The person has read it."""
        if self.unfinished is not None:
            notes, name = self.desk.notes, self.unfinished.name
            self.desk.later(lambda: notes.drop(NOTE, name))
            self.unfinished = None
            self.changed.emit()

    def close(self) -> None:
        """Wait for the file under way."""
        self._stops = True
        self._errand.wait()

    # --- answers ---------------------------------------------------------------------------------------------

    def _on_read(self, done: int, total: int) -> bool:
        """Called in the errand's thread: a signal carries it over."""
        self.progressed.emit(done, total, "Lecture")
        return not self._stops

    @Slot(object)
    def _on_lines(self, lines: list[ImportLine]) -> None:
        run, desk = self._run, self.desk
        if run is None or self._stops:
            self._end("Lecture arrêtée. Rien n’est enregistré.")
            return
        run.lines = lines
        structures, chosen = desk.structures, desk.chosen or (desk.employer_ids or ("",))[0]
        self._index.ask(desk.look(lambda lens: imports.surroundings(lens, structures, chosen)))

    @Slot(object)
    def _on_surroundings(self, around: Surroundings) -> None:
        if self._run is not None:
            self._run.around = around
            self._judge_some(self._run)

    def _judge_some(self, run: _Run) -> None:
        some, around = run.lines[run.done : run.done + JUDGED_AT_ONCE], run.around
        if around is not None:
            self._chunks.ask(self.desk.look(lambda lens: judge(lens, some, around)))

    @Slot(object)
    def _on_judged(self, some: list[Judged]) -> None:
        run = self._run
        if run is None or self._stops:
            self._end("Essai arrêté. Rien n’est enregistré.")
            return
        run.judged += some
        run.done += len(some)
        self.progressed.emit(run.done, len(run.lines), "Essai")
        if some and run.done < len(run.lines):
            self._judge_some(run)
            return
        self.judged, self.is_working, self.is_ready = run.judged, False, True
        self.shown = Fate.WRONG if self.count(Fate.WRONG) else Fate.READY
        self._show()

    @Slot(object)
    def _on_recorded(self, made: RecordedLines) -> None:
        run = self._run
        if run is None:
            return
        run.done += made.lines + made.refused
        run.changes.append(made.changes)
        total = len(run.judged)
        self.progressed.emit(run.done, total, "Enregistrement")
        if made.fault is None and not self._stops and run.done < total:
            some = run.judged[run.done : run.done + RECORDED_AT_ONCE]
            new_id = self.desk.new_id
            self._acting.ask(lambda workstation: record_lines(workstation, some, new_id))
            return
        self._finish(run, made.fault)

    def _finish(self, run: _Run, fault: EnvironmentFault | None) -> None:
        done, total = run.done, len(run.judged)
        strong = f"{texts.count(done, 'candidature enregistrée', 'candidatures enregistrées')}."
        if done < total:
            strong += f" {texts.count(total - done, 'ligne laissée', 'lignes laissées')}, rien n’a changé pour elles."
        if fault is not None:
            strong = f"{self.desk.sentence(fault)} {strong}"
        notes, name = self.desk.notes, run.name
        self.desk.later(lambda: notes.drop(NOTE, name))
        self._acts.publish(joined(run.changes))
        self._end(strong)

    def _end(self, sentence: str) -> None:
        self.is_working = self.is_ready = False
        self._run, self.judged = None, []
        self._show()
        self.ended.emit(sentence)

    @Slot(object)
    def _on_failed(self, fault: EnvironmentFault) -> None:
        self.is_working = self.is_ready = False
        self._run, self.judged = None, []
        self._show()
        self.failed.emit(fault)

    @Slot(object)
    def _on_unfinished(self, found: Unfinished) -> None:
        self.unfinished = found
        self.changed.emit()

    def _show(self) -> None:
        self.model.set_rows([each for each in self.judged if each.fate is self.shown])
        self.changed.emit()
