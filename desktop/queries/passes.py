"""PASS IAE: the list with state and days left, and one PASS with its pauses and hires."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import exists, select

from desktop.queries.lens import Lens
from desktop.queries.marks import among, by_name, unsent_ids
from sync.domain.calendar import add_days
from sync.domain.employers import Employer
from sync.domain.job_applications import ApplicationState, JobApplication
from sync.domain.job_seekers import JobSeeker
from sync.domain.passes import (
    Pass,
    PassStanding,
    PassState,
    last_pass,
    remaining_days,
    state_at,
    suspended_by,
)
from sync.domain.suspensions import Suspension, SuspensionDetail
from sync.store.rows import column_names, entity_of
from sync.store.tables import TABLES

_PASSES = TABLES[Pass]
_PEOPLE = TABLES[JobSeeker]
_APPLICATIONS = TABLES[JobApplication]
_SUSPENSIONS = TABLES[Suspension]

# SCREENS.md: « PASS ending in 90 days ».
ENDS_SOON_DAYS = 90


class PassFilter(StrEnum):
    """The chips over the list."""

    CURRENT = "current"
    SUSPENDED = "suspended"
    ENDS_SOON = "ends_soon"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassCard:
    """A PASS on a day. `is_requested`: no number yet, its dates are predictions."""

    iae_pass: Pass
    state: PassState
    days_left: int
    ends_soon: bool
    paused_until: date | None
    suspensions: tuple[Suspension, ...]
    is_unsent: bool

    @property
    def is_requested(self) -> bool:
        """Whether the server has not given it a number yet."""
        return self.iae_pass.number is None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassRow:
    """One row of the list."""

    card: PassCard
    last_name: str
    first_name: str

    def is_in(self, chip: PassFilter) -> bool:
        """Whether a chip shows this row."""
        if chip is PassFilter.CURRENT:
            return self.card.state is not PassState.EXPIRED
        if chip is PassFilter.SUSPENDED:
            return self.card.state is PassState.SUSPENDED
        if chip is PassFilter.ENDS_SOON:
            return self.card.ends_soon
        return self.card.state is PassState.EXPIRED


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A suspension, with its reason where this employer wrote it."""

    suspension: Suspension
    detail: SuspensionDetail | None
    is_unsent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PassRecord:
    """Everything the screen shows of one PASS. `hires` are those of these employers, the last first."""

    card: PassCard
    person: JobSeeker
    employer: Employer
    hires: tuple[JobApplication, ...]
    pauses: tuple[Pause, ...]
    standing: PassStanding | None


def rows(lens: Lens) -> tuple[PassRow, ...]:
    """The PASS of the people these employers hired, by name."""
    hired = exists(
        select(_APPLICATIONS.c.id).where(
            _APPLICATIONS.c.pass_id == _PASSES.c.id,
            _APPLICATIONS.c.state == ApplicationState.ACCEPTED,
            among(_APPLICATIONS.c.employer_id, lens.employer_ids, "employers"),
        )
    )
    columns = [_PASSES.c[name] for name in column_names(_PASSES)]
    query = (
        select(*columns, _PEOPLE.c.last_name, _PEOPLE.c.first_name)
        .select_from(_PASSES.join(_PEOPLE, _PEOPLE.c.id == _PASSES.c.job_seeker_id))
        .where(hired)
        .order_by(*by_name(_PEOPLE), _PASSES.c.id)
    )
    pauses, here = _all_suspensions(lens), _unsent_passes(lens)
    found: list[Any] = list(lens.connection.execute(query))
    return tuple(
        PassRow(
            card=_card(lens, entity_of(Pass, row), pauses.get(row.id, []), is_unsent=row.id in here),
            last_name=row.last_name,
            first_name=row.first_name,
        )
        for row in found
    )


def card(lens: Lens, application: JobApplication) -> PassCard | None:
    """The PASS an application was accepted under, else the one that speaks for the person; None without any."""
    world = lens.world
    iae_pass = world.get(Pass, application.pass_id) if application.pass_id else None
    iae_pass = iae_pass or last_pass(world.find(Pass, job_seeker_id=application.job_seeker_id))
    if iae_pass is None:
        return None
    pauses = world.find(Suspension, pass_id=iae_pass.id)
    return _card(lens, iae_pass, pauses, is_unsent=iae_pass.id in _unsent_passes(lens))


def read(lens: Lens, pass_id: str) -> PassRecord | None:
    """One PASS; None when it is not visible here, or these employers hired nobody under it."""
    world = lens.world
    iae_pass = world.get(Pass, pass_id)
    person = world.get(JobSeeker, iae_pass.job_seeker_id) if iae_pass else None
    hires = world.find(JobApplication, pass_id=pass_id, employer_id=lens.employer_ids, state=ApplicationState.ACCEPTED)
    hires.sort(key=lambda hire: (hire.hiring_starts_on or date.min, hire.id), reverse=True)
    employer = world.get(Employer, hires[0].employer_id) if hires else None
    if iae_pass is None or person is None or employer is None:
        return None
    pauses = sorted(world.find(Suspension, pass_id=pass_id), key=lambda pause: pause.starts_on)
    standings = world.find(PassStanding, pass_id=pass_id, employer_id=employer.id)
    return PassRecord(
        card=_card(lens, iae_pass, pauses, is_unsent=pass_id in _unsent_passes(lens)),
        person=person,
        employer=employer,
        hires=tuple(hires),
        pauses=_pauses(lens, pauses),
        standing=standings[0] if standings else None,
    )


def _card(lens: Lens, iae_pass: Pass, pauses: list[Suspension], *, is_unsent: bool) -> PassCard:
    today = lens.today
    running = suspended_by(pauses, today)
    return PassCard(
        iae_pass=iae_pass,
        state=state_at(iae_pass, pauses, today),
        days_left=remaining_days(iae_pass, pauses, today),
        ends_soon=today <= iae_pass.ends_on <= add_days(today, ENDS_SOON_DAYS),
        paused_until=running.ends_on if running else None,
        suspensions=tuple(sorted(pauses, key=lambda pause: pause.starts_on)),
        is_unsent=is_unsent,
    )


def _all_suspensions(lens: Lens) -> dict[str, list[Suspension]]:
    found = defaultdict(list)
    columns = [_SUSPENSIONS.c[name] for name in column_names(_SUSPENSIONS)]
    for row in lens.connection.execute(select(*columns)):
        found[row.pass_id].append(entity_of(Suspension, row))
    return dict(found)


def _unsent_passes(lens: Lens) -> frozenset[str]:
    """A pause that is only here makes its PASS unsent too: its end is moved here alone."""
    return unsent_ids(lens.connection, "passes")


def _pauses(lens: Lens, suspensions: list[Suspension]) -> tuple[Pause, ...]:
    here = unsent_ids(lens.connection, "suspensions")
    return tuple(
        Pause(suspension=each, detail=lens.world.get(SuspensionDetail, each.id), is_unsent=each.id in here)
        for each in suspensions
    )
