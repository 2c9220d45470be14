"""Recording acts, telling what was kept, and taking the last one back within its 30 seconds."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.controllers.desk import Desk
from desktop.runtime.store_worker import Lane, Work
from desktop.runtime.sync_worker import Sync
from sync.domain.errors import EnvironmentFault, RuleViolation
from sync.engine.cycle import CycleKind
from sync.replica.changes import ChangeSet
from sync.replica.workstation import Recorded, Workstation


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A banner of the page: `kind` is ok, local (kept here), bad or info; `strong` its bold first words.

    `mid` is the act that Ctrl+Z takes back until `undo_until` (0 and None: there is none). `refusal` is the code of a
    rule that said no, for its line of the help.
    """

    kind: str
    strong: str
    words: str = ""
    mid: int = 0
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
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._on_second)

    def record(self, args: object, strong: str) -> None:
        """Record an act; `strong` is what the banner says of it (« Candidature mise en liste d’attente. »)."""
        self._lane.ask(_recording(args, strong))

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
            mid = self.notice.mid
            self._lane.ask(_undoing(mid))

    def refuse(self, refusal: RuleViolation) -> None:
        """Say why something cannot be done."""
        self._on_refused(refusal)

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
        mid = recorded.mid if recorded.undo_until else 0
        return Notice(kind=kind, strong=strong, words=words, mid=mid, undo_until=recorded.undo_until)

    def _on_undone(self, answer: _Undone) -> None:
        self.tell(Notice(kind="info", strong=self._desk.texts.sentence("act_undone")))
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

    def _on_second(self) -> None:
        """The banner stays for as long as the act can be taken back; the row stays dashed as long as it is unsent."""
        if self.undo_seconds == 0 and self.notice is not None and self.notice.undo_until is not None:
            self.dismiss()
            return
        self.notice_changed.emit()


def _recording(args: object, strong: str) -> Work:
    def work(workstation: Workstation) -> object:
        return _Kept(workstation.record(args), strong)

    return work


def _undoing(mid: int) -> Work:
    def work(workstation: Workstation) -> object:
        return _Undone(workstation.undo(mid))

    return work
