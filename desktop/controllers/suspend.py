"""« Suspendre le PASS »: dates and reason, the new end while typing, then « je certifie »."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from typing_extensions import override

from desktop.controllers.acts import Acts
from desktop.controllers.desk import Desk
from desktop.controllers.draft import Draft
from desktop.queries.lens import Lens
from desktop.queries.passes import PassRecord
from desktop.queries.rehearsal import OverlayWorld
from desktop.queries.verbs import reasons_for
from sync.domain.passes import Pass
from sync.domain.rulebook import ReasonRule
from sync.domain.suspending import Suspend
from sync.domain.suspension_rules import longest_end
from sync.domain.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEnd:
    """The end of the PASS before and after the pause, and by how many days it moves."""

    before: date
    after: date

    @property
    def days(self) -> int:
        """How many days later the PASS ends."""
        return (self.after - self.before).days


class SuspendController(Draft):
    """`new_end` is None while the pause would be refused; `is_certified` must be set before confirming."""

    FORM: ClassVar[str] = "suspend"
    FIELDS: ClassVar[tuple[str, ...]] = ("starts_on", "ends_on", "reason", "explanation")

    def __init__(self, desk: Desk, acts: Acts) -> None:
        super().__init__(desk, acts)
        self.record: PassRecord | None = None
        self.starts_on: date | None = None
        self.ends_on: date | None = None
        self.reason = ""
        self.explanation = ""
        self.is_certified = False
        self.new_end: NewEnd | None = None
        self._suspension_id = ""

    def open(self, record: PassRecord) -> None:
        """Begin with today, or take up the draft again if it is about the same PASS."""
        if self.record is None or self.record.card.iae_pass.id != record.card.iae_pass.id:
            self.starts_on, self.ends_on = self.desk.today, None
            self.reason = self.explanation = ""
            self.is_certified = False
            self._suspension_id = self.desk.new_id()
        self.record = record
        self.take_up()
        self.judge(now=True)

    @property
    @override
    def subject(self) -> str:
        return self.record.card.iae_pass.id if self.record else ""

    @property
    def reasons(self) -> tuple[ReasonRule, ...]:
        """The reasons this employer may choose from."""
        kind = str(self.record.employer.kind) if self.record else ""
        return reasons_for(self.desk.rules.suspensions.reasons, kind)

    @property
    def latest_end(self) -> date | None:
        """The last day the pause may have, None while its first is not known."""
        return longest_end(self.starts_on, self.desk.rules.suspensions) if self.starts_on else None

    @property
    def needs_explanation(self) -> bool:
        """Whether the chosen reason asks for a text."""
        return any(rule.needs_explanation for rule in self.reasons if rule.code == self.reason)

    def set_dates(self, starts_on: date | None, ends_on: date | None) -> None:
        """First and last day of the pause, both inclusive; None while a field is empty or no date."""
        self.starts_on, self.ends_on = starts_on, ends_on
        self.judge()

    def set_reason(self, code: str) -> None:
        """Choose a reason."""
        self.reason = code
        self.judge(now=True)

    def set_explanation(self, text: str) -> None:
        """The text that some reasons ask for."""
        self.explanation = text
        self.judge()

    def set_certified(self, *, on: bool) -> None:
        """« Je certifie l’exactitude »."""
        self.is_certified = on
        self.changed.emit()

    @property
    @override
    def can_confirm(self) -> bool:
        return super().can_confirm and self.is_certified

    @override
    def args(self) -> object | None:
        if self.record is None or self.starts_on is None or self.ends_on is None:
            return None
        # Before a reason is chosen the dates are judged with one that asks for nothing: the new end shows at once.
        simple = next((rule.code for rule in self.reasons if not rule.needs_explanation), "")
        return Suspend(
            suspension_id=self._suspension_id,
            pass_id=self.record.card.iae_pass.id,
            employer_id=self.record.employer.id,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            reason=self.reason or simple,
            explanation=self.explanation,
        )

    @override
    def confirm(self) -> None:
        if self.reason and self.is_certified:
            super().confirm()

    @override
    def preview(self, before: World, after: OverlayWorld, lens: Lens) -> object:
        changed = after.written(Pass)[0]
        held = before.get(Pass, changed.id)
        return NewEnd(before=held.ends_on if held else changed.ends_on, after=changed.ends_on)

    @override
    def take(self, preview: object) -> None:
        self.new_end = preview if isinstance(preview, NewEnd) else None

    @override
    def banner(self) -> str:
        return "Pause enregistrée. La fin du PASS recule d’autant."
