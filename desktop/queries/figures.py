"""Tableaux: what happened between two days: entries, exits, sources, refusals, criteria, delays, the waiting list."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from desktop.queries.filters import APPLICATIONS
from desktop.queries.lens import Lens
from desktop.queries.marks import among
from sync.domain.calendar import add_days, paris_date, start_of_paris_day
from sync.domain.eligibility import EligibilityDiagnosis
from sync.domain.job_applications import ApplicationState, SenderKind, Transition
from sync.domain.prescribers import PrescriberOrganization
from sync.replica.workstation import Workstation
from sync.store.tables import TABLES
from sync.store.types import instant_from_text

_TRANSITIONS = TABLES[Transition]
_ORGANIZATIONS = TABLES[PrescriberOrganization]
_DIAGNOSES = TABLES[EligibilityDiagnosis]

# The last day of each class, in days; the last class is without limit.
DELAY_CLASSES = (1, 7, 30)
WAITING_CLASSES = (30, 60, 90)


@dataclass(frozen=True, slots=True)
class Period:
    """Two days, both inclusive."""

    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts of a period. `delays` and `waiting` count by class, the last one beyond the longest.

    `sources` is by organisation's name, « » for spontaneous applications, `refusals` and `criteria` by code; a person
    meets several criteria, so that those do not add up. `synced_at` is None before the first exchange.
    """

    received: int
    states: dict[str, int]
    entries: int
    exits: int
    sources: dict[str, int]
    refusals: dict[str, int]
    criteria: dict[str, int]
    delays: tuple[int, ...]
    unanswered: int
    waiting: tuple[int, ...]
    synced_at: datetime | None


def read(lens: Lens, workstation: Workstation, period: Period) -> Figures:
    """All counts in one snapshot; the waiting list is the one of today whatever the period."""
    rows = _received(lens, period)
    answers = [(paris_date(row.at) - paris_date(row.created_at)).days for row in rows if row.at is not None]
    synced_at = workstation.meta().get("synced_at", "")
    entries = _hires(lens, APPLICATIONS.c.hiring_starts_on, period)
    return Figures(
        received=len(rows),
        states=dict(Counter(str(row.state) for row in rows)),
        entries=len(entries),
        exits=len(_hires(lens, APPLICATIONS.c.hiring_ends_on, period)),
        sources=dict(Counter(_source(row) for row in rows).most_common()),
        refusals=_refusals(rows),
        criteria=_criteria(lens, entries),
        delays=_classes(answers, DELAY_CLASSES),
        unanswered=len(rows) - len(answers),
        waiting=_classes(_waiting_days(lens), WAITING_CLASSES),
        synced_at=instant_from_text(synced_at) if synced_at else None,
    )


def _mine(lens: Lens) -> ColumnElement[bool]:
    return among(APPLICATIONS.c.employer_id, lens.employer_ids, "employers")


def _received(lens: Lens, period: Period) -> list[Any]:
    """The applications of the period, with the instant of their first answer."""
    first = (
        select(
            _TRANSITIONS.c.job_application_id,
            func.min(_TRANSITIONS.c.at, type_=_TRANSITIONS.c.at.type).label("at"),
        )
        .group_by(_TRANSITIONS.c.job_application_id)
        .subquery()
    )
    query = (
        select(
            APPLICATIONS.c.state,
            APPLICATIONS.c.refusal_reason,
            APPLICATIONS.c.created_at,
            APPLICATIONS.c.sender_kind,
            _ORGANIZATIONS.c.name.label("organization"),
            first.c.at,
        )
        .select_from(
            APPLICATIONS.outerjoin(
                _ORGANIZATIONS, _ORGANIZATIONS.c.id == APPLICATIONS.c.sender_organization_id
            ).outerjoin(first, first.c.job_application_id == APPLICATIONS.c.id)
        )
        .where(
            _mine(lens),
            APPLICATIONS.c.created_at >= start_of_paris_day(period.since),
            APPLICATIONS.c.created_at < start_of_paris_day(add_days(period.until, 1)),
        )
    )
    return list(lens.connection.execute(query))


def _source(row: Any) -> str:  # noqa: ANN401 - a row of _received
    if row.organization:
        return str(row.organization)
    return "" if row.sender_kind == SenderKind.JOB_SEEKER else "other_employer"


def _refusals(rows: list[Any]) -> dict[str, int]:
    refused = (row.refusal_reason for row in rows if row.state == ApplicationState.REFUSED)
    return dict(Counter(refused).most_common())


def _hires(lens: Lens, day: ColumnElement[date | None], period: Period) -> list[str]:
    """The people whose hire begins, or ends, in the period."""
    query = select(APPLICATIONS.c.job_seeker_id).where(
        _mine(lens), APPLICATIONS.c.state == ApplicationState.ACCEPTED, day.between(period.since, period.until)
    )
    return list(lens.connection.execute(query).scalars())


def _criteria(lens: Lens, people: list[str]) -> dict[str, int]:
    """The criteria of each person's latest diagnosis."""
    query = (
        select(_DIAGNOSES.c.job_seeker_id, _DIAGNOSES.c.criteria)
        .where(among(_DIAGNOSES.c.job_seeker_id, people, "people"))
        .order_by(_DIAGNOSES.c.created_at)
    )
    latest = {row.job_seeker_id: row.criteria for row in lens.connection.execute(query)}
    return dict(Counter(code for codes in latest.values() for code in codes).most_common())


def _waiting_days(lens: Lens) -> list[int]:
    query = select(APPLICATIONS.c.state_changed_at).where(
        _mine(lens), APPLICATIONS.c.state == ApplicationState.POSTPONED
    )
    return [(lens.today - paris_date(since)).days for since in lens.connection.execute(query).scalars()]


def _classes(days: list[int], limits: tuple[int, ...]) -> tuple[int, ...]:
    counts = [0] * (len(limits) + 1)
    for one in days:
        counts[next((at for at, limit in enumerate(limits) if one <= limit), len(limits))] += 1
    return tuple(counts)
