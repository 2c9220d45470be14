"""The dialogue de gestion: what a period's hires, contracts and pauses add up to, beside the figures of Tableaux."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median_low
from typing import Any

from sqlalchemy import or_, select

from desktop.queries import figures
from desktop.queries.figures import Period
from desktop.queries.filters import APPLICATIONS, PEOPLE
from desktop.queries.lens import Lens
from desktop.queries.marks import among
from sync.domain.calendar import paris_date
from sync.domain.employers import Employer
from sync.domain.job_applications import ApplicationState, Transition
from sync.domain.suspensions import Suspension, SuspensionDetail
from sync.replica.workstation import Workstation
from sync.store.tables import TABLES

_SUSPENSIONS, _DETAILS = TABLES[Suspension], TABLES[SuspensionDetail]
_TRANSITIONS = TABLES[Transition]

DURATION_CLASSES = (4, 12, 24)
"""Months; the last class is without limit."""
YOUNG, OLD = 26, 50
"""Ages of the national publics: under 26, and from 50 on."""
_DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueFacts:
    """`months` are « 2021-02 » in order; `durations` counts by class of DURATION_CLASSES, the last one beyond.

    `publics` counts entries by `women`, `men`, `young` and `old`; `suspensions` by reason, "" where another employer
    wrote it. Medians are in days, None without a case.
    """

    figures: figures.Figures
    employer: Employer | None
    present: int
    entries_by_month: dict[str, int]
    exits_by_month: dict[str, int]
    publics: dict[str, int]
    durations: tuple[int, ...]
    suspensions: dict[str, int]
    median_delay_days: int | None
    median_waiting_days: int | None


def read(lens: Lens, workstation: Workstation, period: Period) -> DialogueFacts:
    """Everything in one snapshot; the waiting list is the one of today whatever the period."""
    hires = _hires(lens, period)
    entered = [row for row in hires if _within(row.hiring_starts_on, period)]
    left = [row for row in hires if _within(row.hiring_ends_on, period)]
    delays = _delays(lens, period)
    return DialogueFacts(
        figures=figures.read(lens, workstation, period),
        employer=lens.world.get(Employer, lens.employer_ids[0]) if lens.employer_ids else None,
        present=sum(_is_present(row, period.until) for row in hires),
        entries_by_month=_by_month(row.hiring_starts_on for row in entered),
        exits_by_month=_by_month(row.hiring_ends_on for row in left),
        publics=_publics(entered),
        durations=_durations(left),
        suspensions=_suspensions(lens, period),
        median_delay_days=median_low(delays) if delays else None,
        median_waiting_days=_median_wait(lens),
    )


def _hires(lens: Lens, period: Period) -> list[Any]:
    """Hires that touch the period, with what is counted of the person."""
    query = (
        select(
            APPLICATIONS.c.id,
            APPLICATIONS.c.hiring_starts_on,
            APPLICATIONS.c.hiring_ends_on,
            PEOPLE.c.title,
            PEOPLE.c.born_on,
        )
        .select_from(APPLICATIONS.join(PEOPLE, PEOPLE.c.id == APPLICATIONS.c.job_seeker_id))
        .where(
            among(APPLICATIONS.c.employer_id, lens.employer_ids, "employers"),
            APPLICATIONS.c.state == ApplicationState.ACCEPTED,
            APPLICATIONS.c.hiring_starts_on <= period.until,
            or_(APPLICATIONS.c.hiring_ends_on.is_(None), APPLICATIONS.c.hiring_ends_on >= period.since),
        )
    )
    return list(lens.connection.execute(query))


def _within(day: date | None, period: Period) -> bool:
    return day is not None and period.since <= day <= period.until


def _is_present(row: Any, day: date) -> bool:  # noqa: ANN401 - a row of _hires
    return bool(row.hiring_starts_on <= day and (row.hiring_ends_on is None or row.hiring_ends_on >= day))


def _by_month(days: Iterable[date]) -> dict[str, int]:
    return dict(sorted(Counter(f"{day:%Y-%m}" for day in days).items()))


def _publics(entered: list[Any]) -> dict[str, int]:
    ages = [
        row.hiring_starts_on.year
        - row.born_on.year
        - ((row.hiring_starts_on.month, row.hiring_starts_on.day) < (row.born_on.month, row.born_on.day))
        for row in entered
        if row.born_on
    ]
    return {
        "women": sum(row.title == "Mme" for row in entered),
        "men": sum(row.title == "M." for row in entered),
        "young": sum(age < YOUNG for age in ages),
        "old": sum(age >= OLD for age in ages),
    }


def _durations(left: list[Any]) -> tuple[int, ...]:
    """By class of months, of the contracts that ended in the period."""
    counts = [0] * (len(DURATION_CLASSES) + 1)
    for row in left:
        months = ((row.hiring_ends_on - row.hiring_starts_on).days + 1) / _DAYS_A_MONTH
        place = next((at for at, limit in enumerate(DURATION_CLASSES) if months <= limit), len(DURATION_CLASSES))
        counts[place] += 1
    return tuple(counts)


def _suspensions(lens: Lens, period: Period) -> dict[str, int]:
    """Pauses by this employer that began in the period."""
    query = (
        select(_DETAILS.c.reason)
        .select_from(_SUSPENSIONS.outerjoin(_DETAILS, _DETAILS.c.id == _SUSPENSIONS.c.id))
        .where(
            among(_SUSPENSIONS.c.employer_id, lens.employer_ids, "employers"),
            _SUSPENSIONS.c.starts_on.between(period.since, period.until),
        )
    )
    return dict(Counter(reason or "" for reason in lens.connection.execute(query).scalars()).most_common())


def _delays(lens: Lens, period: Period) -> list[int]:
    """Days from reception to the first answer, of the applications received in the period."""
    query = (
        select(APPLICATIONS.c.id, APPLICATIONS.c.created_at, _TRANSITIONS.c.at)
        .select_from(APPLICATIONS.join(_TRANSITIONS, _TRANSITIONS.c.job_application_id == APPLICATIONS.c.id))
        .where(among(APPLICATIONS.c.employer_id, lens.employer_ids, "employers"))
        .order_by(_TRANSITIONS.c.at.desc())
    )
    first = {row.id: (paris_date(row.created_at), paris_date(row.at)) for row in lens.connection.execute(query)}
    return [(answered - received).days for received, answered in first.values() if _within(received, period)]


def _median_wait(lens: Lens) -> int | None:
    query = select(APPLICATIONS.c.state_changed_at).where(
        among(APPLICATIONS.c.employer_id, lens.employer_ids, "employers"),
        APPLICATIONS.c.state == ApplicationState.POSTPONED,
    )
    days = [(lens.today - paris_date(since)).days for since in lens.connection.execute(query).scalars()]
    return median_low(days) if days else None
