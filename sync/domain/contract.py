"""The dates of a contract: when a hire may start and end, until when it can be cancelled, when its paper prints."""

from collections.abc import Iterator
from datetime import date

from sync.domain.calendar import add_days, add_months
from sync.domain.errors import RuleViolation
from sync.domain.passes import Pass
from sync.domain.rulebook import Rulebook


def contract_faults(
    starts_on: date | None, ends_on: date | None, kind: str, today: date, rules: Rulebook
) -> Iterator[RuleViolation]:
    """What is wrong with the dates of a hire (DOMAIN.md §3 « hire date »); the two together only if each is right."""
    alone = [*_start_faults(starts_on, kind, today, rules), *_end_faults(ends_on, rules)]
    yield from alone
    if not alone and starts_on is not None and ends_on is not None:
        yield from _length_faults(starts_on, ends_on, kind, rules)


def _start_faults(starts_on: date | None, kind: str, today: date, rules: Rulebook) -> Iterator[RuleViolation]:
    """Today or later; in 2026 at most 6 months ahead, and GEIQ may backdate (platform-rules.md §1.7)."""
    if starts_on is None:
        yield RuleViolation("hiring_date_missing", {"field": "hiring_starts_on"})
        return
    if starts_on < today and kind not in rules.hiring.may_backdate_kinds:
        facts = {"field": "hiring_starts_on", "starts_on": starts_on, "earliest": today}
        yield RuleViolation("hiring_starts_in_past", facts)
    latest = add_months(today, rules.hiring.max_months_ahead)
    if rules.hiring.max_months_ahead and starts_on > latest:
        yield RuleViolation("hiring_starts_too_late", {"field": "hiring_starts_on", "latest": latest})


def _end_faults(ends_on: date | None, rules: Rulebook) -> Iterator[RuleViolation]:
    """Mandatory in 2021; in 2026 left empty for an open-ended contract (platform-rules.md §1.7)."""
    if ends_on is None and rules.hiring.end_is_mandatory:
        yield RuleViolation("hiring_end_missing", {"field": "hiring_ends_on"})


def _length_faults(starts_on: date, ends_on: date, kind: str, rules: Rulebook) -> Iterator[RuleViolation]:
    """Not before the start; in 2021, for PASS kinds, at most 2 years after it (platform-rules.md §1.7)."""
    if ends_on < starts_on:
        yield RuleViolation("hiring_ends_before_start", {"field": "hiring_ends_on", "starts_on": starts_on})
    latest = add_months(starts_on, rules.hiring.max_contract_months)
    if rules.hiring.max_contract_months and rules.needs_pass(kind) and ends_on > latest:
        yield RuleViolation("contract_too_long", {"field": "hiring_ends_on", "latest": latest})


def pass_end_faults(
    starts_on: date | None, iae_pass: Pass | None, kind: str, rules: Rulebook
) -> Iterator[RuleViolation]:
    """In 2026 a hire under a valid PASS starts on its last day at the latest (platform-rules.md §1.7)."""
    if iae_pass is None or not rules.hiring.must_start_within_pass or not rules.needs_pass(kind):
        return
    if starts_on is not None and starts_on > iae_pass.ends_on:
        yield RuleViolation("hiring_after_pass_end", {"field": "hiring_starts_on", "latest": iae_pass.ends_on})


def move_faults(
    starts_on: date, ends_on: date | None, iae_pass: Pass | None, today: date, rules: Rulebook
) -> Iterator[RuleViolation]:
    """What is wrong with new dates of an accepted hire: today to +30 days (platform-rules.md §1.7, 2026).

    A PASS that has begun does not move: the new start comes before its end.
    """
    latest = add_days(today, rules.hiring.move_within_days)
    alone = []
    if starts_on < today:
        facts = {"field": "hiring_starts_on", "starts_on": starts_on, "earliest": today}
        alone.append(RuleViolation("hiring_starts_in_past", facts))
    if starts_on > latest:
        alone.append(RuleViolation("hiring_moved_too_far", {"field": "hiring_starts_on", "latest": latest}))
    yield from alone
    if not alone:
        yield from _moved_length_faults(starts_on, ends_on, iae_pass, today)


def _moved_length_faults(
    starts_on: date, ends_on: date | None, iae_pass: Pass | None, today: date
) -> Iterator[RuleViolation]:
    """platform-rules.md §1.7, edition 2026."""
    if ends_on is not None and ends_on < starts_on:
        yield RuleViolation("hiring_ends_before_start", {"field": "hiring_ends_on", "starts_on": starts_on})
    if iae_pass is not None and iae_pass.starts_on <= today and starts_on >= iae_pass.ends_on:
        latest = add_days(iae_pass.ends_on, -1)
        yield RuleViolation("hiring_moved_past_pass", {"field": "hiring_starts_on", "latest": latest})


def last_cancellation_day(starts_on: date, rules: Rulebook) -> date | None:
    """The last day on which a hire can be cancelled: start + 4 days in 2021 (« 96 h »), None without limit (§3)."""
    days = rules.cancellation.days_after_start
    return None if days < 0 else add_days(starts_on, days)


def first_printing_day(starts_on: date, rules: Rulebook) -> date | None:
    """The first day the attestation can be printed: the 5th after the hire's start in 2021, None at any time (§3)."""
    last_day = last_cancellation_day(starts_on, rules)
    if last_day is None or not rules.passes.prints_after_cancellation_window:
        return None
    return add_days(last_day, 1)


def can_print(starts_on: date, today: date, rules: Rulebook) -> bool:
    """Whether the attestation of a hire can be printed on a day (DOMAIN.md §3)."""
    first_day = first_printing_day(starts_on, rules)
    return first_day is None or today >= first_day


def earliest_suspension_by_hire(starts_on: date, rules: Rulebook) -> date:
    """The first day a hire allows a suspension: the 5th after its start in 2021, its start in 2026 (§3)."""
    last_day = last_cancellation_day(starts_on, rules)
    if last_day is None or not rules.suspensions.after_cancellation_window:
        return starts_on
    return add_days(last_day, 1)


def is_cancellable(starts_on: date, today: date, rules: Rulebook) -> bool:
    """Whether the date still allows cancelling the hire; the employee record is another matter (§3)."""
    last_day = last_cancellation_day(starts_on, rules)
    return last_day is None or today <= last_day
