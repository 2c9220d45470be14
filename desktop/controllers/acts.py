"""Recording acts, telling what was kept, and taking the last one back within its 30 seconds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.controllers.desk import Desk
from desktop.runtime.store_worker import Lane, Work
from desktop.runtime.sync_worker import Sync
from sync.domain.errors import EnvironmentFault, RuleViolation
from sync.engine.cycle import CycleKind
from sync.replica.changes import ChangeSet, joined
from sync.replica.notes import Notes
from sync.replica.recording import Recorded
from sync.replica.workstation import Workstation

UNDO_NOTE = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A banner of the page: `kind` is ok, local (kept here), bad or info; `strong` its bold first words.

    `acts` are the ids of those that Ctrl+Z takes back together until `undo_until` (none and None: there is nothing to
    take back); `batch` names their note. `refusal` is the code of a rule that said no, for its line of the help.
    """

    kind: str
    strong: str
    words: str = ""
    acts: tuple[str, ...] = ()
    batch: str = ""
    undo_until: datetime | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the store thread answers: an act, and whether more acts followed it in the same request."""

    recorded: Recorded
    strong: str


@dataclass(frozen=True, slots=True)
class _Undone:
    changes: ChangeSet
    count: int


class Acts(QObject):
    """Emits `recorded(Recorded)`, `refused(RuleViolation)`, `failed(EnvironmentFault)`, `notice_changed`.

    `why_asked(code)`: a person wants to read the rule behind a refusal.
    """

    recorded = Signal(object)
    refused = Signal(object)
    failed = Signal(object)
    undone = Signal()
    notice_changed = Signal()
    why_asked = Signal(str)

    def __init__(self, desk: Desk, sync: Sync | None) -> None:
        super().__init__()
        self._desk = desk
        self._sync = sync
        self.notice: Notice | None = None
        self._lane = Lane(desk.store, latest=False, parent=self)
        self._lane.done.connect(self._on_done)
        self._lane.refused.connect(self._on_refused)
        self._lane.failed.connect(self._on_failed)
        desk.drafts.failed.connect(self._on_draft_lost)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._on_second)

    def record(self, args: object, strong: str, seen: dict[str, object] | None = None) -> None:
        """Record an act; `strong` is what the banner says of it (« Candidature mise en liste d’attente. »).

        `seen` are the values its author changed, as a form showed them when it was opened; by default those of now.
        """
        self._lane.ask(_recording((args,), strong, seen))

    def record_all(self, acts: Sequence[object], strong: str) -> None:
        """Record acts that belong together, in order; one that is refused ends them, those before it stay."""
        self._lane.ask(_recording(acts, strong))

    def keep_batch(self, recorded: Sequence[Recorded], strong: str, name: str) -> None:
        """Several acts were recorded elsewhere: say so once, and take them back as one while all are held."""
        changes = joined(each.changes for each in recorded)
        untils = [each.undo_until for each in recorded if each.undo_until is not None]
        until = min(untils) if untils and len(untils) == len(recorded) else None
        kind, words = ("local", self._desk.texts.sentence("act_kept_here")) if self.is_offline else ("ok", "")
        acts = tuple(each.entry_id for each in recorded) if until else ()
        self.tell(Notice(kind=kind, strong=strong, words=words, acts=acts, batch=name, undo_until=until))
        if until is not None:
            self._second.start()
        self._desk.bus.publish(changes)
        if self._sync is not None:
            self._sync.run_in(self.undo_seconds + 1)

    def record_by(self, recorder: Callable[[Workstation], Recorded], strong: str) -> None:
        """Record an act that brings more than its arguments; `recorder` does it in the store thread."""
        self._lane.ask(lambda workstation: _Kept(recorder(workstation), strong))

    @property
    def undo_seconds(self) -> int:
        """How long Ctrl+Z still takes the last act back, 0 when it no longer does."""
        if self.notice is None or self.notice.undo_until is None:
            return 0
        return max(0, int((self.notice.undo_until - self._desk.now).total_seconds()))

    @property
    def can_undo(self) -> bool:
        """Whether Ctrl+Z does something."""
        return self.undo_seconds > 0

    def undo(self) -> None:
        """Take the last act back; does nothing when there is none to take back."""
        if self.notice is not None and self.can_undo:
            undoing = _undoing_batch(self._desk.notes, self.notice) if self.notice.batch else _undoing(self.notice.acts)
            self._lane.ask(undoing)

    def refuse(self, refusal: RuleViolation) -> None:
        """Say why something cannot be done."""
        self._on_refused(refusal)

    def publish(self, changes: ChangeSet) -> None:
        """Acts were recorded elsewhere: let the screens read them and the server have them."""
        self._desk.bus.publish(changes)
        if self._sync is not None:
            self._sync.run_in(0)

    def warn(self, sentence: str) -> None:
        """Say why something is not done, where no rule of the book says it."""
        self.tell(Notice(kind="bad", strong=sentence))

    def tell(self, notice: Notice) -> None:
        """Show a banner."""
        self._second.stop()
        self.notice = notice
        self.notice_changed.emit()

    def leave_screen(self) -> None:
        """Another screen comes to the front: what cannot be taken back any more needs no banner there."""
        if self.notice is not None and not self.can_undo:
            self.dismiss()

    def dismiss(self) -> None:
        """Take the banner away; the act stays."""
        self._second.stop()
        self.notice = None
        self.notice_changed.emit()

    @property
    def is_offline(self) -> bool:
        """Whether the last exchange with the server failed, or none was made yet."""
        last = self._sync.last if self._sync else None
        return last is None or last.kind is CycleKind.OFFLINE

    @Slot(object)
    def _on_done(self, answer: object) -> None:
        if isinstance(answer, _Undone):
            self._on_undone(answer)
        elif isinstance(answer, _Kept):
            self._on_recorded(answer.recorded, answer.strong)

    def _on_recorded(self, recorded: Recorded, strong: str) -> None:
        self.notice = self._kept_notice(recorded, strong)
        if recorded.undo_until is not None:
            self._second.start()
        self._desk.bus.publish(recorded.changes)
        self.recorded.emit(recorded)
        self.notice_changed.emit()
        if self._sync is not None:
            self._sync.run_in(self.undo_seconds + 1 if recorded.undo_until else 0)

    def _kept_notice(self, recorded: Recorded, strong: str) -> Notice:
        """What was kept, and where; while it can be taken back the banner says so."""
        say = self._desk.texts.sentence
        kind, words = "ok", ""
        if not recorded.is_shown:
            kind, words = "local", say("act_kept_not_shown")
        elif self.is_offline:
            kind, strong, words = "local", say("no_connection"), say("act_kept_here")
        acts = (recorded.entry_id,) if recorded.undo_until else ()
        return Notice(kind=kind, strong=strong, words=words, acts=acts, undo_until=recorded.undo_until)

    def _on_undone(self, answer: _Undone) -> None:
        code = "act_undone" if answer.count == 1 else "acts_undone"
        self.tell(Notice(kind="info", strong=self._desk.texts.sentence(code, {"count": answer.count})))
        self._desk.bus.publish(answer.changes)
        self.undone.emit()
        if self._sync is not None:
            self._sync.run_in(1)

    @Slot(object)
    def _on_refused(self, refusal: RuleViolation) -> None:
        self.tell(Notice(kind="bad", strong=self._desk.sentence(refusal), refusal=refusal.code))
        self.refused.emit(refusal)

    @Slot(object)
    def _on_failed(self, fault: EnvironmentFault) -> None:
        self.tell(Notice(kind="bad", strong=self._desk.sentence(fault)))
        self.failed.emit(fault)

    @Slot(object)
    def _on_draft_lost(self, fault: EnvironmentFault) -> None:
        """What is being written is on screen only: no act failed."""
        self.warn(self._desk.sentence(fault))

    def _on_second(self) -> None:
        """The banner stays for as long as the act can be taken back; the row stays dashed as long as it is unsent."""
        if self.undo_seconds == 0 and self.notice is not None and self.notice.undo_until is not None:
            self.dismiss()
            return
        self.notice_changed.emit()


def _recording(acts: Sequence[object], strong: str, seen: dict[str, object] | None = None) -> Work:
    def work(workstation: Workstation) -> object:
        kept = [workstation.record(args, expect=seen) for args in acts]
        return _Kept(replace(kept[-1], changes=joined(each.changes for each in kept)), strong)

    return work


def _undoing(acts: tuple[str, ...]) -> Work:
    def work(workstation: Workstation) -> object:
        return _Undone(workstation.undo(*acts), len(acts))

    return work


def _undoing_batch(notes: Notes, notice: Notice) -> Work:
    """The note is there while acts are taken back one after the other: a crash between two of them can be told."""

    def work(workstation: Workstation) -> object:
        notes.put(UNDO_NOTE, notice.batch, {"acts": notice.acts})
        try:
            return _undoing(notice.acts)(workstation)
        finally:
            notes.drop(UNDO_NOTE, notice.batch)

    return work
