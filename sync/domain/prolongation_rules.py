"""What a prolongation is held against: reasons, caps, the window around the PASS's end (platform-rules.md §4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sync.domain.calendar import add_days, add_months
from sync.domain.errors import RuleViolation
from sync.domain.passes import Pass
from sync.domain.rule_lists import ProlongationReason
from sync.domain.rulebook import ProlongationRules


@dataclass(frozen=True, slots=True)
class ProlongationWish:
    """The days asked for, `starts_on` being the day the PASS ends, and why."""

    starts_on: date
    ends_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Used:
    """The days that earlier prolongations of the PASS took, whatever their reason."""

    days: int


def window(pass_ends_on: date, rules: ProlongationRules) -> tuple[date, date]:
    """The first and last day on which a PASS can be prolonged: 12 months before to 6 months after its end."""
    return add_months(pass_ends_on, -rules.months_before_end), add_months(pass_ends_on, rules.months_after_end)


def is_in_window(pass_ends_on: date, today: date, rules: ProlongationRules) -> bool:
    """Whether a PASS can be prolonged on a day; never where the edition has no prolongation."""
    first, last = window(pass_ends_on, rules)
    return bool(rules.reasons) and first <= today <= last


def latest_end(rule: ProlongationReason, starts_on: date, used: Used) -> date | None:
    """The last end the caps leave, for one prolongation and with all earlier ones; None without cap."""
    caps = [rule.max_days] if rule.max_days else []
    caps += [rule.max_total_days - used.days] if rule.max_total_days else []
    return add_days(starts_on, min(caps)) if caps else None


def offered_reasons(kind: str, used: Used, rules: ProlongationRules) -> list[ProlongationReason]:
    """The reasons an employer of that kind can choose: those whose cap is not used up."""
    return [rule for rule in rules.reasons if _is_offered(rule, kind, used)]


def _is_offered(rule: ProlongationReason, kind: str, used: Used) -> bool:
    is_for_kind = not rule.only_kinds or kind in rule.only_kinds
    return rule.is_offered and is_for_kind and not (rule.max_total_days and used.days >= rule.max_total_days)


def prolongation_faults(
    wish: ProlongationWish, used: Used, iae_pass: Pass, kind: str, rules: ProlongationRules
) -> Iterator[RuleViolation]:
    """All that is wrong with a prolongation (platform-rules.md §4)."""
    rule = next((one for one in rules.reasons if one.code == wish.reason), None)
    if rule is None or not _is_offered(rule, kind, used):
        yield RuleViolation("prolongation_reason_unknown", {"field": "reason", "reason": wish.reason})
    if wish.starts_on != iae_pass.ends_on:
        facts = {"field": "starts_on", "expected": iae_pass.ends_on}
        yield RuleViolation("prolongation_starts_elsewhere", facts)
    yield from _end_faults(wish, rule, used)


def _end_faults(wish: ProlongationWish, rule: ProlongationReason | None, used: Used) -> Iterator[RuleViolation]:
    """At least a day; within the caps (platform-rules.md §4)."""
    latest = latest_end(rule, wish.starts_on, used) if rule else None
    if wish.ends_on <= wish.starts_on:
        facts = {"field": "ends_on", "earliest": add_days(wish.starts_on, 1)}
        yield RuleViolation("prolongation_too_short", facts)
    elif latest is not None and wish.ends_on > latest:
        yield RuleViolation("prolongation_too_long", {"field": "ends_on", "latest": latest})
