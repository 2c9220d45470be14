"""The PASS IAE: its dates, its number, its state on a day. Everything here is derived from its events."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sync.domain.calendar import add_days, add_months
from sync.domain.prolongations import Prolongation
from sync.domain.rulebook import Rulebook
from sync.domain.suspensions import Suspension
from sync.domain.world import World


class PassOrigin(StrEnum):
    """Where a PASS comes from."""

    HIRE = "hire"
    AGREEMENT = "agreement"
    MANUAL = "manual"


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
    """The last day of a new PASS: 2 calendar years − 1 day in 2021, 730 days in 2026 (DOMAIN.md §3)."""
    if rules.passes.days:
        return add_days(starts_on, rules.passes.days - 1)
    return add_days(add_months(starts_on, rules.passes.months), -1)


def end_after(initial_ends_on: date, suspensions: list[Suspension], prolongations: list[Prolongation]) -> date:
    """The end of a PASS by replaying its events (DOMAIN.md §4).

    A suspension moves it by `end − start` days: one day moves nothing, 30 dates move 29. A prolongation starts on the
    day the PASS ended and moves it to its own end: `end − start` days as well.
    """
    moved = sum((event.ends_on - event.starts_on).days for event in [*suspensions, *prolongations])
    return add_days(initial_ends_on, moved)


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


def state_at(iae_pass: Pass, suspensions: list[Suspension], today: date) -> PassState:
    """What the PASS is on a day (platform-rules.md §2, « Status set »)."""
    if today > iae_pass.ends_on:
        return PassState.EXPIRED
    if today < iae_pass.starts_on:
        return PassState.FUTURE
    return PassState.SUSPENDED if suspended_by(suspensions, today) else PassState.VALID


def suspended_by(suspensions: list[Suspension], today: date) -> Suspension | None:
    """The suspension in progress on a day, both ends inclusive."""
    return next((pause for pause in suspensions if pause.starts_on <= today <= pause.ends_on), None)


def remaining_days(iae_pass: Pass, suspensions: list[Suspension], today: date) -> int:
    """Days left on a day: calendar days to the end, less the suspended days not yet elapsed, both inclusive.

    Each suspension costs one day more than it gives back, as on the national platform (platform-rules.md §3).
    """
    first = max(today, iae_pass.starts_on)
    left = (iae_pass.ends_on - first).days + 1
    paused = sum(max(0, (pause.ends_on - max(first, pause.starts_on)).days + 1) for pause in suspensions)
    return max(0, left - paused)


def last_pass(passes: list[Pass]) -> Pass | None:
    """The PASS that speaks for the person: the one ending last, then starting first (platform-rules.md §2.1)."""
    return min(passes, key=lambda one: (-one.ends_on.toordinal(), one.starts_on), default=None)


def display_number(number: str) -> str:
    """`99999 21 00001`: in groups of 5, 2 and 5 (DOMAIN.md §2)."""
    return f"{number[:5]} {number[5:7]} {number[7:]}"
