"""The same decision on several applications: previewed, recorded one by one, taken back as one.

Accepting is never among them. A note written first and dropped last lets the next start tell, after a crash, which
decisions were recorded.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal, Slot

from desktop import texts
from desktop.controllers.acts import Acts
from desktop.controllers.batch_run import CODES, NOTE, Chunk, Note, act_of, begin, record_all
from desktop.controllers.desk import Desk
from desktop.controllers.drafts import DraftKey
from desktop.queries import batch
from desktop.queries.batch import PlanLine
from desktop.queries.lens import Lens
from desktop.queries.verbs import POOL, POSTPONE, REFUSE, STUDY, reasons_for
from desktop.runtime.store_worker import Lane
from sync.domain.errors import EnvironmentFault, RuleViolation
from sync.domain.rulebook import ReasonRule, TransitionRule
from sync.replica.recording import Recorded

# More would outlast the seconds in which the whole can be taken back.
MOST = 1000
CHUNK = 50
_DONE = {
    STUDY: ("passée à l’étude", "passées à l’étude"),
    POSTPONE: ("mise en liste d’attente", "mises en liste d’attente"),
    REFUSE: ("déclinée", "déclinées"),
    POOL: ("ajoutée au vivier", "ajoutées au vivier"),
}
_WITH_ANSWER = (POSTPONE, REFUSE, POOL)


@dataclass(slots=True)
class _Run:
    """A batch being recorded."""

    name: str
    wanted: list[str]
    recorded: list[Recorded] = field(default_factory=list)
    done: int = 0
    is_stopped: bool = False


class BatchController(QObject):
    """Emits `changed` when the preview was judged, `progressed(done, total)`, `ended(sentence)` to be announced."""

    changed = Signal()
    progressed = Signal(int, int)
    ended = Signal(str)

    def __init__(self, desk: Desk, acts: Acts) -> None:
        super().__init__()
        self._desk, self.acts = desk, acts
        self.code = ""
        self.ids: tuple[str, ...] = ()
        self.reason = self.answer = ""
        self.lines: tuple[PlanLine, ...] = ()
        self.is_judged = False
        self._run: _Run | None = None
        self._plan = Lane(desk.store, delay_ms=200, parent=self)
        self._plan.done.connect(self._on_plan)
        self._chunks = Lane(desk.store, latest=False, parent=self)
        self._chunks.done.connect(self._on_chunk)
        self._chunks.failed.connect(self._on_failed)

    # --- before ----------------------------------------------------------------------------------------------

    @property
    def rules(self) -> tuple[TransitionRule, ...]:
        """The decisions this edition lets one make on several applications."""
        found = (self._desk.rules.transition(code) for code in CODES)
        return tuple(rule for rule in found if rule is not None)

    @property
    def rule(self) -> TransitionRule | None:
        """The decision chosen."""
        return self._desk.rules.transition(self.code)

    def open(self, code: str, ids: Sequence[str]) -> None:
        """Prepare a decision on some applications, MOST at most; what was being written to them is there again."""
        self.code, self.ids = code, tuple(ids[:MOST])
        kept = self._desk.drafts.get(self._draft)
        self.reason, self.answer = str(kept.get("reason", "")), str(kept.get("answer", ""))
        self.lines, self.is_judged = (), False
        self._judge(now=True)

    @property
    def asks_answer(self) -> bool:
        """Whether a message goes to the candidates."""
        return self.code in _WITH_ANSWER

    @property
    def asks_reason(self) -> bool:
        """Whether a reason is to be chosen."""
        return self.code == REFUSE

    @property
    def reasons(self) -> tuple[ReasonRule, ...]:
        """The reasons open to every structure on screen."""
        kinds = {
            str(each.employer.kind) for each in self._desk.structures if each.employer.id in self._desk.employer_ids
        }
        offered = [reasons_for(self._desk.rules.refusal_reasons, kind) for kind in kinds or {""}]
        return tuple(reason for reason in offered[0] if all(reason in each for each in offered))

    def set_reason(self, code: str) -> None:
        """Choose a reason."""
        self.reason = code
        self._keep()
        self._judge(now=True)

    def set_answer(self, text: str) -> None:
        """The one message to all."""
        self.answer = text
        self._keep()
        self._judge()

    @property
    def decided(self) -> tuple[PlanLine, ...]:
        """Those that the rules let through."""
        return tuple(line for line in self.lines if line.refusal is None)

    @property
    def skipped(self) -> tuple[PlanLine, ...]:
        """Those that a rule skips."""
        return tuple(line for line in self.lines if line.refusal is not None)

    def why(self, line: PlanLine) -> str:
        """Why a line is skipped."""
        return self._desk.sentence(line.refusal) if line.refusal else ""

    @property
    def why_not(self) -> str:
        """What is missing before the whole can be confirmed, "" when nothing is."""
        if self._run is not None:
            return "Un traitement est en cours. Attendez sa fin ou arrêtez-le."
        if self.asks_reason and not self.reason:
            return "Choisissez un motif."
        if not self.is_judged:
            return "Un instant…"
        if not self.decided:
            return "Les règles écartent toutes ces candidatures. Voyez pourquoi à droite."
        return ""

    # --- recording -------------------------------------------------------------------------------------------

    def confirm(self) -> None:
        """Record the decisions one after the other; `ended` follows."""
        if self.why_not:
            return
        wanted = [line.row.id for line in self.decided]
        self._run = _Run(self._desk.new_id(), wanted)
        name, note = self._run.name, Note(self.code, tuple(wanted))
        self.progressed.emit(0, len(wanted))
        self._chunks.ask(lambda workstation: begin(workstation, self._desk.notes, name, note))

    def stop(self) -> None:
        """« Arrêter »: what is recorded stays and can be taken back; the rest is left as it was."""
        if self._run is not None:
            self._run.is_stopped = True

    @property
    def is_running(self) -> bool:
        """Whether decisions are being recorded."""
        return self._run is not None

    def strong(self, count: int) -> str:
        """« 3 candidatures déclinées. »."""
        one, several = _DONE[self.code]
        return f"{texts.count(count, f'candidature {one}', f'candidatures {several}')}."

    @Slot(object)
    def _on_chunk(self, chunk: Chunk) -> None:
        run = self._run
        if run is None:
            return
        run.recorded += chunk.recorded
        run.done += len(chunk.recorded) + chunk.refused
        self.progressed.emit(run.done, len(run.wanted))
        if chunk.fault is not None or run.is_stopped or run.done >= len(run.wanted):
            self._finish(run, chunk.fault)
            return
        acts = [self._act(key) for key in run.wanted[run.done : run.done + CHUNK]]
        self._chunks.ask(lambda workstation: record_all(workstation, acts))

    @Slot(object)
    def _on_failed(self, fault: EnvironmentFault) -> None:
        """The note could not be written: nothing was recorded."""
        if self._run is not None:
            self._finish(self._run, fault)

    def _finish(self, run: _Run, fault: EnvironmentFault | None) -> None:
        self._run = None
        count, total = len(run.recorded), len(run.wanted)
        strong = self.strong(count)
        if count < total:
            left = texts.count(total - count, "autre n’a pas changé", "autres n’ont pas changé")
            strong = f"{strong} {left}."
        if fault is not None:
            strong = f"{self._desk.sentence(fault)} {strong}"
        name = run.name
        self._desk.drafts.drop(self._draft)
        self._desk.later(lambda: self._desk.notes.drop(NOTE, name))
        self.acts.keep_batch(run.recorded, strong, run.name)
        self.progressed.emit(total, total)
        self.ended.emit(strong)

    # --- inside ----------------------------------------------------------------------------------------------

    @property
    def _draft(self) -> DraftKey:
        return DraftKey(f"batch_{self.code}", "")

    def _keep(self) -> None:
        self._desk.drafts.keep(self._draft, {"reason": self.reason, "answer": self.answer})

    def _judge(self, *, now: bool = False) -> None:
        """Missing words are said at their field, not line by line: they are taken as given here."""
        self.is_judged = False
        code, reason, answer, ids = self.code, self.reason or self._any_reason, self.answer or "…", self.ids

        def query(lens: Lens) -> object:
            return batch.plan(lens, ids, lambda key: act_of(code, key, reason, answer))

        self._plan.ask(self._desk.look(query), now=now)

    @property
    def _any_reason(self) -> str:
        offered = self.reasons
        return offered[0].code if offered else ""

    @property
    def answer_error(self) -> str:
        """What the message lacks, "" when nothing."""
        rule = self.rule
        if rule is None or not rule.needs_answer or self.answer.strip():
            return ""
        return self._desk.sentence(RuleViolation("answer_missing", {"verb": rule.verb}))

    def _act(self, key: str) -> object:
        return act_of(self.code, key, self.reason, self.answer)

    @Slot(object)
    def _on_plan(self, lines: tuple[PlanLine, ...]) -> None:
        self.lines, self.is_judged = lines, True
        self.changed.emit()
