"""A form that is a draft: kept on disk as it is filled, judged at each pause, sent as one act."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from PySide6.QtCore import QObject, Signal, Slot
from typing_extensions import override

from desktop.controllers.acts import Acts
from desktop.controllers.desk import Desk
from desktop.controllers.drafts import DraftKey
from desktop.queries.lens import Lens
from desktop.queries.record import Record
from desktop.queries.rehearsal import OverlayWorld, rehearse
from desktop.runtime.store_worker import Lane
from sync.domain.commands import plain
from sync.domain.errors import RuleViolation
from sync.domain.world import World

PAUSE_MS = 60


class Draft(QObject):
    """Subclasses make the act from their fields (`args`) and keep what its rehearsal showed (`take`).

    `FORM` names it among the drafts, `FIELDS` are the attributes that are kept (days end in `_on`), `subject` the row
    it is about. Emits `changed` after each judgement. `error` is None when the act would be allowed.
    """

    FORM: ClassVar[str] = ""
    FIELDS: ClassVar[tuple[str, ...]] = ()
    changed = Signal()
    done = Signal()

    def __init__(self, desk: Desk, acts: Acts) -> None:
        super().__init__()
        self.desk = desk
        self.acts = acts
        self.error: RuleViolation | None = None
        self.is_judged = False
        self._is_sending = False
        self._last: dict[str, object] = {}
        self._lane = Lane(desk.store, delay_ms=PAUSE_MS, parent=self)
        self._lane.done.connect(self._on_judged)
        acts.recorded.connect(self._on_recorded)
        acts.refused.connect(self._on_refused)
        acts.failed.connect(self._on_refused)

    def args(self) -> object | None:
        """The act as the fields stand, or a tuple of acts; None while too little is filled in to judge it."""
        return None

    def banner(self) -> str:
        """What the banner says once the act is kept."""
        return ""

    def seen(self) -> dict[str, object] | None:
        """The values the act changes, as the form showed them when it was opened; None: as they are now."""
        return None

    def preview(self, before: World, after: OverlayWorld, lens: Lens) -> object:
        """What to show of an act that would be allowed; runs in the store thread."""
        del before, after, lens
        return None

    def take(self, preview: object) -> None:
        """Keep the preview (None when the act would be refused)."""

    @property
    def subject(self) -> str:
        """The id of the row the form is about, "" while there is none."""
        return ""

    def take_up(self) -> None:
        """Fill the fields from the draft about this row, where there is one."""
        for name, value in self.desk.drafts.get(self._key).items():
            if name in self.FIELDS:
                is_day = name.endswith("_on") and isinstance(value, str)
                setattr(self, name, date.fromisoformat(str(value)) if is_day else value)
        self._last = self._values()

    def keep(self) -> None:
        """Keep the fields as they stand, if they changed since they were taken up."""
        values = self._values()
        if values != self._last and self.subject:
            self._last = values
            self.desk.drafts.keep(self._key, values)

    @property
    def _key(self) -> DraftKey:
        return DraftKey(self.FORM, self.subject)

    def _values(self) -> dict[str, object]:
        found = {name: getattr(self, name) for name in self.FIELDS}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}

    def judge(self, *, now: bool = False) -> None:
        """Judge the draft as it stands; `now` does not wait for a pause in typing."""
        self.keep()
        self.is_judged = False
        args = self.args()
        if args is None:
            self._lane.cancel()
            self.error = None
            self.take(None)
            self.changed.emit()
            return
        preview = self.preview

        def query(lens: Lens) -> object:
            rehearsal = rehearse(lens, *_acts(args))
            shown = None if rehearsal.refusal else preview(lens.world, rehearsal.after, lens)
            return rehearsal.refusal, shown

        self._lane.ask(self.desk.look(query), now=now)

    @property
    def sentence(self) -> str:
        """Why the act would be refused, "" when it would not."""
        return self.desk.sentence(self.error) if self.error else ""

    @property
    def refusal(self) -> str:
        """The code of the rule that stands in the way, "" when none does."""
        return self.error.code if isinstance(self.error, RuleViolation) else ""

    @property
    def field(self) -> str:
        """The field at fault, "" when none is."""
        return str(self.error.facts.get("field", "")) if self.error else ""

    @property
    def can_confirm(self) -> bool:
        """Whether the act can be made now."""
        return self.is_judged and self.error is None and self.args() is not None

    def confirm(self) -> None:
        """Make the act; `done` follows once it is kept. The rules judge it again."""
        args = self.args()
        if args is not None:
            self._is_sending = True
            acts = _acts(args)
            if len(acts) == 1:
                self.acts.record(acts[0], self.banner(), self.seen())
            else:
                self.acts.record_all(acts, self.banner())

    @Slot(object)
    def _on_judged(self, answer: tuple[RuleViolation | None, object]) -> None:
        self.error, preview = answer
        self.is_judged = True
        self.take(preview)
        self.changed.emit()

    def _on_recorded(self) -> None:
        if self._is_sending:
            self._is_sending = False
            self.desk.drafts.drop(self._key)
            self.done.emit()

    @Slot(object)
    def _on_refused(self, refusal: object) -> None:
        if self._is_sending:
            self._is_sending = False
            self.error = refusal if isinstance(refusal, RuleViolation) else self.error
            self.changed.emit()


class RecordDraft(Draft):
    """A draft about the application of `record`, None until it was opened."""

    def __init__(self, desk: Desk, acts: Acts) -> None:
        super().__init__(desk, acts)
        self.record: Record | None = None

    @property
    @override
    def subject(self) -> str:
        return self.record.application.id if self.record else ""

    def is_new(self, record: Record) -> bool:
        """Whether the form has to begin anew: it was about nothing, or about another application."""
        return self.subject != record.application.id


def seen_in(row: object, changes: Iterable[str]) -> dict[str, object]:
    """The values of the fields to change as `row` has them: what travels with an act that changes them."""
    return {name: plain(getattr(row, name)) for name in changes}


def _acts(args: object) -> tuple[object, ...]:
    return args if isinstance(args, tuple) else (args,)
