"""The PASS IAE: its dates, its number, its state on a day. Everything here is derived from its events."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sync.domain.calendar import add_days, add_months
from sync.domain.errors import RuleViolation
from sync.domain.prolongations import Prolongation
from sync.domain.rulebook import PassRules, Rulebook
from sync.domain.suspensions import Suspension
from sync.domain.world import World

_COUNTER_LENGTH = 7


class PassOrigin(StrEnum):
    """Where a PASS comes from. AI_STOCK: the import of 2021 for the AI (edition 2026)."""

    HIRE = "hire"
    AGREEMENT = "agreement"
    MANUAL = "manual"
    AI_STOCK = "ai_stock"


class PassState(StrEnum):
    """What a PASS is on a day."""

    FUTURE = "future"
    VALID = "valid"
    SUSPENDED = "suspended"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """A person's PASS. `number` is None while it is only requested: the server alone allocates.

    `ends_on` is derived: the initial end moved by suspensions and prolongations, rewritten by `replay` alone
    whenever one of them changes, never typed in. Both dates are inclusive.
    """

    id: str
    job_seeker_id: str
    number: str | None = None
    origin: PassOrigin = PassOrigin.HIRE
    starts_on: date
    initial_ends_on: date
    ends_on: date
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PassStanding:
    """What an employer may do with a PASS, computed by the server from facts it does not show (DOMAIN.md §6).

    Each employer that hired under a PASS has one. `hiring_starts_on` is the start of its last hire.
    """

    id: str
    pass_id: str
    employer_id: str
    is_last_hirer: bool
    hiring_starts_on: date | None = None


def default_end(starts_on: date, rules: Rulebook) -> date:
    """The last day of a new PASS: 2 calendar years - 1 day in 2021, 730 days in 2026 (DOMAIN.md §3)."""
    if rules.passes.days:
        return add_days(starts_on, rules.passes.days - 1)
    return add_days(add_months(starts_on, rules.passes.months), -1)


def end_after(initial_ends_on: date, suspensions: Iterable[Suspension], prolongations: Iterable[Prolongation]) -> date:
    """The end of a PASS by replaying its events (DOMAIN.md §4).

    A suspension moves it by `end - start` days: one day moves nothing, 30 dates move 29. A prolongation starts on the
    day the PASS ended and moves it to its own end: `end - start` days as well.
    """
    paused = sum((pause.ends_on - pause.starts_on).days for pause in suspensions)
    prolonged = sum((more.ends_on - more.starts_on).days for more in prolongations)
    return add_days(initial_ends_on, paused + prolonged)


def replay(iae_pass: Pass, world: World) -> Pass:
    """Write the PASS with the end its events give it: the only place that sets `ends_on`."""
    ends_on = end_after(
        iae_pass.initial_ends_on,
        world.find(Suspension, pass_id=iae_pass.id),
        world.find(Prolongation, pass_id=iae_pass.id),
    )
    replayed = replace(iae_pass, ends_on=ends_on)
    world.put(replayed)
    return replayed


def is_valid(iae_pass: Pass, today: date) -> bool:
    """A PASS holds until its last day, before its start too (platform-rules.md §2, both editions)."""
    return today <= iae_pass.ends_on


def is_in_progress(iae_pass: Pass, today: date) -> bool:
    """Started and not ended, both days inclusive."""
    return iae_pass.starts_on <= today <= iae_pass.ends_on


def waiting_period_ends_on(ended_on: date, rules: Rulebook) -> date:
    """The last day of the waiting period after a PASS: its end + 2 years, inclusive (DOMAIN.md §3)."""
    return add_months(ended_on, 12 * rules.passes.waiting_period_years)


def is_in_waiting_period(ended_on: date, today: date, rules: Rulebook) -> bool:
    """From the day after the end to the last day of the waiting period, inclusive (DOMAIN.md §3)."""
    return ended_on < today <= waiting_period_ends_on(ended_on, rules)


def state_at(iae_pass: Pass, suspensions: Iterable[Suspension], today: date) -> PassState:
    """What the PASS is on a day (platform-rules.md §2, « Status set »)."""
    if today > iae_pass.ends_on:
        return PassState.EXPIRED
    if today < iae_pass.starts_on:
        return PassState.FUTURE
    return PassState.SUSPENDED if suspended_by(suspensions, today) else PassState.VALID


def suspended_by(suspensions: Iterable[Suspension], today: date) -> Suspension | None:
    """The suspension in progress on a day, both ends inclusive."""
    return next((pause for pause in suspensions if pause.starts_on <= today <= pause.ends_on), None)


def remaining_days(iae_pass: Pass, suspensions: Iterable[Suspension], today: date) -> int:
    """Days left on a day: calendar days to the end, less the suspended days not yet elapsed, both inclusive.

    Each suspension costs one day more than it gives back, as on the national platform (platform-rules.md §3).
    """
    first = max(today, iae_pass.starts_on)
    paused = sum(max(0, (pause.ends_on - max(first, pause.starts_on)).days + 1) for pause in suspensions)
    return max(0, (iae_pass.ends_on - first).days + 1 - paused)


def remainder_ends_on(iae_pass: Pass, suspensions: Iterable[Suspension], today: date) -> date:
    """The day on which the days left would be used up, were no day suspended any more."""
    left = remaining_days(iae_pass, suspensions, today)
    first = max(today, iae_pass.starts_on)
    return add_days(first, left - 1) if left else iae_pass.ends_on


def last_pass(passes: Iterable[Pass]) -> Pass | None:
    """The PASS that speaks for the person: the one ending last, then starting first (platform-rules.md §2.1)."""
    return min(passes, key=lambda one: (-one.ends_on.toordinal(), one.starts_on), default=None)


@dataclass(frozen=True, slots=True)
class IssuedNumber:
    """A number once issued, that of a deleted PASS too, with the first day of its PASS."""

    number: str
    starts_on: date | None = None


def last_issued(issued: Iterable[IssuedNumber], hiring_starts_on: date, rules: PassRules) -> str | None:
    """The number that the next one follows, of those `issued` in order of creation (platform-rules.md §2).

    2021: the last created of the hire year; 2026: the highest. Numbers of another prefix do not count.
    """
    ours = [one for one in issued if one.number.startswith(rules.number_prefix)]
    if rules.number_has_year:
        ours = [one for one in ours if one.starts_on and one.starts_on.year == hiring_starts_on.year]
        return ours[-1].number if ours else None
    return max((one.number for one in ours), default=None)


def next_number(last: str | None, hiring_starts_on: date, rules: PassRules) -> str:
    """The number after `last` (see `last_issued`), or the first (DOMAIN.md §3): `pass_numbers_exhausted` at the end.

    Whether it was issued before is the allocator's to check: then it asks for the one after.
    """
    prefix = rules.number_prefix
    first = f"{hiring_starts_on:%y}00001" if rules.number_has_year else "0000001"
    counter = f"{int(last[len(prefix) :]) + 1:07d}" if last else first
    if len(counter) > _COUNTER_LENGTH:
        raise RuleViolation("pass_numbers_exhausted", {"last": last})
    return prefix + counter


def display_number(number: str) -> str:
    """`99999 21 00001`: in groups of 5, 2 and 5 (DOMAIN.md §2)."""
    return f"{number[:5]} {number[5:7]} {number[7:]}"
