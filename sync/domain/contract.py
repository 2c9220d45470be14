"""The dates of a contract: when a hire may start and end, until when it can be cancelled, when its paper prints."""

from datetime import date

from sync.domain.calendar import add_days, add_months
from sync.domain.errors import RuleViolation
from sync.domain.job_applications import JobApplication
from sync.domain.rulebook import Rulebook


def check_start(starts_on: date | None, kind: str, today: date, rules: Rulebook) -> date:
    """The first day of the contract: today or later; in 2026 at most 6 months ahead, GEIQ may backdate (§1.7)."""
    if starts_on is None:
        raise RuleViolation("hiring_date_missing")
    if starts_on < today and kind not in rules.hiring.may_backdate_kinds:
        raise RuleViolation("hiring_starts_in_past", {"starts_on": starts_on, "earliest": today})
    latest = add_months(today, rules.hiring.max_months_ahead)
    if rules.hiring.max_months_ahead and starts_on > latest:
        raise RuleViolation("hiring_starts_too_late", {"starts_on": starts_on, "latest": latest})
    return starts_on


def check_end(starts_on: date, ends_on: date | None, kind: str, rules: Rulebook) -> None:
    """The last day of the contract: in 2021 mandatory and, for PASS kinds, at most 2 years after the start (§1.7)."""
    if ends_on is None:
        if rules.hiring.end_is_mandatory:
            raise RuleViolation("hiring_end_missing")
        return
    if ends_on < starts_on:
        raise RuleViolation("hiring_ends_before_start", {"starts_on": starts_on, "ends_on": ends_on})
    latest = add_months(starts_on, rules.hiring.max_contract_months)
    if rules.hiring.max_contract_months and rules.needs_pass(kind) and ends_on > latest:
        raise RuleViolation("contract_too_long", {"ends_on": ends_on, "latest": latest})


def last_cancellation_day(starts_on: date, rules: Rulebook) -> date | None:
    """The last day on which a hire can be cancelled: start + 4 days in 2021 (« 96 h »), None without limit."""
    days = rules.cancellation.days_after_start
    return None if days < 0 else add_days(starts_on, days)


def first_printing_day(starts_on: date, rules: Rulebook) -> date | None:
    """The first day the attestation can be printed: the 5th after the hire's start in 2021, None at any time (§3)."""
    last_day = last_cancellation_day(starts_on, rules)
    if last_day is None or not rules.passes.prints_after_cancellation_window:
        return None
    return add_days(last_day, 1)


def earliest_suspension_by_hire(starts_on: date, rules: Rulebook) -> date:
    """The first day a hire allows a suspension: the 5th after its start in 2021, its start in 2026 (§3)."""
    last_day = last_cancellation_day(starts_on, rules)
    if last_day is None or not rules.suspensions.after_cancellation_window:
        return starts_on
    return add_days(last_day, 1)


def is_cancellable(application: JobApplication, today: date, rules: Rulebook) -> bool:
    """Whether the date still allows cancelling the hire; the employee record is another matter."""
    if application.hiring_starts_on is None:
        return True
    last_day = last_cancellation_day(application.hiring_starts_on, rules)
    return last_day is None or today <= last_day
