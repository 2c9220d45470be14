"""What a suspension is held against: reasons, dates, the other suspensions of the PASS (platform-rules.md §3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sync.domain.calendar import add_days, add_months, overlaps
from sync.domain.errors import RuleViolation
from sync.domain.passes import Pass
from sync.domain.rule_lists import offered
from sync.domain.rulebook import SuspensionRules
from sync.domain.suspensions import Suspension


@dataclass(frozen=True, slots=True)
class Wish:
    """Why a suspension is asked for."""

    reason: str
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The PASS, its other suspensions, the start of the author's last hire (None: not known) and its kind, the day."""

    iae_pass: Pass
    others: tuple[Suspension, ...]
    hired_on: date | None
    employer_kind: str
    today: date
    rules: SuspensionRules


def longest_end(starts_on: date, rules: SuspensionRules) -> date:
    """The last day a suspension may have: 6 (2021) or 36 months (2026) after its start, less one day."""
    return add_days(add_months(starts_on, rules.max_months), -1)


def earliest_start(bounds: Bounds) -> date:
    """The first day a suspension may start.

    2021: the PASS's first day, nothing else is enforced. 2026: the day after the last finished suspension, else the
    last hire's first day; at most 365 days back.
    """
    rules = bounds.rules
    if not rules.start_after_last_one:
        return bounds.iae_pass.starts_on
    limits = [add_days(bounds.today, -rules.max_days_back)]
    finished = [one.ends_on for one in bounds.others if one.ends_on < bounds.today]
    if finished:
        limits.append(add_days(max(finished), 1))
    elif bounds.hired_on is not None:
        limits.append(bounds.hired_on)
    return max(limits)


def suspension_faults(suspension: Suspension, wish: Wish, bounds: Bounds) -> Iterator[RuleViolation]:
    """All that is wrong with a suspension; its overlap with another only once its own dates are right (§3)."""
    yield from _reason_faults(wish, bounds)
    alone = [*_start_faults(suspension, bounds), *_end_faults(suspension, bounds)]
    yield from alone
    shared = [one for one in bounds.others if _overlap(suspension, one)]
    if shared and not alone:
        facts = {"field": "starts_on", "starts_on": shared[0].starts_on, "ends_on": shared[0].ends_on}
        yield RuleViolation("suspension_overlaps", facts)


def _overlap(one: Suspension, other: Suspension) -> bool:
    """Suspensions of a PASS share no day, both ends inclusive."""
    return overlaps(one.starts_on, one.ends_on, other.starts_on, other.ends_on)


def _reason_faults(wish: Wish, bounds: Bounds) -> Iterator[RuleViolation]:
    """A reason of the edition, open to the employer's kind; « force majeure » is explained in 2021 (§3)."""
    rule = offered(wish.reason, bounds.rules.reasons, bounds.employer_kind)
    if rule is None:
        yield RuleViolation("suspension_reason_unknown", {"field": "reason", "reason": wish.reason})
    elif rule.needs_explanation and not wish.explanation:
        facts = {"field": "explanation", "reason_label": rule.label}
        yield RuleViolation("suspension_explanation_missing", facts)


def _start_faults(suspension: Suspension, bounds: Bounds) -> Iterator[RuleViolation]:
    """Not in the future, not before the earliest day, inside the PASS (platform-rules.md §3)."""
    starts_on, iae_pass = suspension.starts_on, bounds.iae_pass
    earliest = earliest_start(bounds)
    if starts_on > bounds.today:
        yield RuleViolation("suspension_in_future", {"field": "starts_on", "latest": bounds.today})
    elif bounds.rules.start_after_last_one and starts_on < earliest:
        yield RuleViolation("suspension_starts_too_early", {"field": "starts_on", "earliest": earliest})
    elif not iae_pass.starts_on <= starts_on <= iae_pass.ends_on:
        facts = {"field": "starts_on", "earliest": iae_pass.starts_on, "latest": iae_pass.ends_on}
        yield RuleViolation("suspension_outside_pass", facts)


def _end_faults(suspension: Suspension, bounds: Bounds) -> Iterator[RuleViolation]:
    """At least a day, at most the longest; it may go beyond the PASS's end (platform-rules.md §3)."""
    latest = longest_end(suspension.starts_on, bounds.rules)
    if suspension.ends_on < suspension.starts_on:
        facts = {"field": "ends_on", "starts_on": suspension.starts_on}
        yield RuleViolation("suspension_ends_before_start", facts)
    elif suspension.ends_on > latest:
        facts = {"field": "ends_on", "latest": latest, "months": bounds.rules.max_months}
        yield RuleViolation("suspension_too_long", facts)


def back_to_work_end(suspension: Suspension, back_on: date) -> date:
    """The new end when the person is back on a day after the start and before the end: the day before (§3)."""
    if not suspension.starts_on < back_on < suspension.ends_on:
        facts = {"field": "back_on", "earliest": add_days(suspension.starts_on, 1)}
        raise RuleViolation("back_to_work_outside", facts | {"latest": add_days(suspension.ends_on, -1)})
    return add_days(back_on, -1)
