"""What becomes of an entry: the shared rules, run on the central rows at the instant the act counts for."""

from collections.abc import Callable
from dataclasses import dataclass

import sync.domain.all_commands  # noqa: F401 - fills the registry that `command_type` looks in
from sync.domain.actor import Actor
from sync.domain.commands import (
    Context,
    Grade,
    Issuance,
    Outcome,
    Status,
    command_type,
    decide,
)
from sync.domain.errors import RuleViolation
from sync.domain.rulebook import Editions
from sync.domain.settling import Settle
from sync.server.confirming import confirm
from sync.server.entries import Received, Verdict
from sync.server.inbox import has_left
from sync.server.instants import Instant
from sync.server.unit_of_work import UnitOfWork
from sync.store.types import instant_text

_VOID = Outcome(Status.NOOP, "void")
_UNKNOWN_COMMAND = Outcome(Status.PARKED, "unknown_command")
_MALFORMED = Outcome(Status.REJECTED, "malformed_act")


class _Undone(Exception):  # noqa: N818 - carries an outcome out of a savepoint that is rolled back
    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.code)
        self.outcome = outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Judges the entries of one author in one transaction."""

    unit: UnitOfWork
    editions: Editions
    actor: Actor
    issuance: Issuance

    def judge(self, received: Received, instant: Instant) -> Verdict:
        """The entry's outcome, its effects written; an exception leaves none and is a bug or the machine's fault."""
        rules = self.editions.at(instant.effective_at)
        outcome = self._outcome(received, instant)
        return Verdict(outcome, rules.edition, instant.effective_at, instant.received_at, instant.grade)

    def _outcome(self, received: Received, instant: Instant) -> Outcome:
        entry = received.entry
        kind = command_type(entry.name, entry.version)
        if received.is_void:
            return _VOID
        if kind is None:
            return _UNKNOWN_COMMAND
        args = received.args(kind)
        if args is None:
            return _MALFORMED
        outcome = self._dated(received, args, instant, has_legal_effect=kind.has_legal_effect)
        if outcome.code == "not_entitled" and has_left(self.actor.user_id, kind, args, self.unit.world):
            return Outcome(Status.PARKED, outcome.code, outcome.facts)
        return outcome

    def _dated(self, received: Received, args: object, instant: Instant, *, has_legal_effect: bool) -> Outcome:
        """The outcome at the effective instant, unless its date needs a person's confirmation (SYNC.md §7)."""
        context = self.context(received, instant)
        claimed = instant.grade is Grade.CLAIMED
        on_receipt = self._at_receipt(received, args, instant) if claimed else None
        is_late = instant.is_late and has_legal_effect

        def stands(outcome: Outcome) -> bool:
            differs = on_receipt is not None and _verdict(outcome) != _verdict(on_receipt)
            return not differs and not (is_late and outcome.status is not Status.REJECTED)

        outcome = self.attempt(args, context, stands)
        if stands(outcome):
            return outcome
        facts = {
            "why": "offline_window" if is_late else "claimed_date",
            "effective_at": instant_text(instant.effective_at),
            "received_at": instant_text(instant.received_at),
        }
        return Outcome(Status.PARKED, "needs_confirmation", facts)

    def _at_receipt(self, received: Received, args: object, instant: Instant) -> Outcome:
        present = Instant(instant.received_at, instant.received_at, Grade.ONLINE)
        return self.attempt(args, self.context(received, present), lambda _: False)

    def context(self, received: Received, instant: Instant) -> Context:
        """What surrounds the decision at an instant."""
        return Context(
            actor=self.actor,
            now=instant.effective_at,
            rules=self.editions.at(instant.effective_at),
            command_id=received.entry.id,
            grade=instant.grade,
            received_at=instant.received_at,
            expect=received.entry.expect,
            issuance=self.issuance,
        )

    def attempt(self, args: object, context: Context, stands: Callable[[Outcome], bool]) -> Outcome:
        """Decide in a savepoint; its effects stay only if the outcome `stands`."""
        try:
            with self.unit.savepoint():
                outcome = decide(args, context, self.unit.world)
                if isinstance(args, Settle) and outcome.status is Status.APPLIED:
                    confirm(args, context, self.unit, self.editions)
                _undo_unless(outcome, stands)
                return outcome
        except RuleViolation as violation:
            return Outcome(Status.REJECTED, violation.code, violation.facts)
        except _Undone as undone:
            return undone.outcome


def _undo_unless(outcome: Outcome, stands: Callable[[Outcome], bool]) -> None:
    if not stands(outcome):
        raise _Undone(outcome)


def _verdict(outcome: Outcome) -> tuple[str, str]:
    return outcome.status, outcome.code
