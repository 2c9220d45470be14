"""Accueil: what there is to do today, this week, and the figures of the year."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from desktop.queries import members, passes
from desktop.queries.filters import APPLICATIONS, PEOPLE, cancellable, long_wait, unanswered
from desktop.queries.lens import Lens
from desktop.queries.marks import among
from sync.domain.calendar import add_days, paris_date, start_of_paris_day
from sync.domain.inbox import WAITS_FOR_OTHERS, InboxIssue
from sync.domain.job_applications import ApplicationState, Transition
from sync.domain.news import NewsItem, NewsKind
from sync.domain.passes import PassState
from sync.store.tables import TABLES

_TRANSITIONS = TABLES[Transition]
_ISSUES = TABLES[InboxIssue]
NEWS_SHOWN = 4
NAMES_SHOWN = 2
WEEK_DAYS = 7
PAUSE_ENDS_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """A person named in a line; `when` is the date that the line tells about them."""

    last_name: str
    first_name: str
    when: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One line of « À faire »: how many, the first of them; `total` is the wider number, if any."""

    code: str
    count: int
    first: tuple[Someone, ...]
    total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekEvent:
    """Something that falls due within a week."""

    code: str
    on: date
    last_name: str
    first_name: str
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What Accueil shows. `answer_days` is the mean delay to the first answer this year, None before any."""

    tasks: tuple[Task, ...]
    week: tuple[WeekEvent, ...]
    figures: dict[str, int]
    answer_days: float | None
    issues: int
    news: tuple[NewsItem, ...]
    asked: tuple[members.Asked, ...]


def read(lens: Lens) -> Home:
    """Everything on Accueil, in one snapshot."""
    pass_rows = passes.rows(lens)
    return Home(
        tasks=tuple(task for task in _tasks(lens, pass_rows) if task.count),
        week=_week(lens, pass_rows),
        figures=_figures(lens),
        answer_days=_answer_days(lens),
        issues=open_issues(lens),
        news=news(lens),
        asked=members.asked(lens),
    )


def news(lens: Lens) -> tuple[NewsItem, ...]:
    """What the network tells today: webinars to come, soonest first, then the latest news."""
    told = [item for item in lens.world.find(NewsItem) if item.ends_on >= lens.today]
    webinars = [item for item in told if item.starts_at is not None and item.starts_at >= lens.now]
    texts = [item for item in told if item.kind is NewsKind.NEWS]
    webinars.sort(key=lambda item: item.starts_at or item.published_at)
    texts.sort(key=lambda item: item.published_at, reverse=True)
    return (*webinars, *texts)[:NEWS_SHOWN]


def open_issues(lens: Lens) -> int:
    """How many issues wait for the user; those that wait for somebody else's act settle themselves."""
    to_settle = (_ISSUES.c.closed_at.is_(None), _ISSUES.c.code != WAITS_FOR_OTHERS)
    query = select(func.count()).select_from(_ISSUES).where(*to_settle)
    return lens.connection.execute(query).scalar_one()


def _tasks(lens: Lens, pass_rows: tuple[passes.PassRow, ...]) -> tuple[Task, ...]:
    waiting = _count(lens, [APPLICATIONS.c.state == ApplicationState.POSTPONED])
    ending = sorted((row for row in pass_rows if row.card.ends_soon), key=lambda row: row.card.iae_pass.ends_on)
    until = add_days(lens.today, PAUSE_ENDS_DAYS)
    back = [row for row in pass_rows if row.card.paused_until and row.card.paused_until <= until]
    return (
        _people(lens, "new", [APPLICATIONS.c.state == ApplicationState.NEW], APPLICATIONS.c.created_at),
        _people(lens, "unanswered", unanswered(lens), APPLICATIONS.c.created_at),
        _people(lens, "long_wait", long_wait(lens), APPLICATIONS.c.state_changed_at, total=waiting),
        _people(lens, "cancellable", _hires(lens), APPLICATIONS.c.hiring_starts_on),
        Task(code="ends_soon", count=len(ending), first=tuple(_holder(row) for row in ending[:NAMES_SHOWN])),
        Task(code="pause_ends", count=len(back), first=tuple(_returning(row) for row in back[:NAMES_SHOWN])),
    )


def _hires(lens: Lens) -> list[ColumnElement[bool]]:
    """Where hires can be cancelled without limit, the line would never empty: it is not shown."""
    limited = lens.rules.cancellation.days_after_start >= 0
    return cancellable(lens) if limited else [APPLICATIONS.c.id.is_(None)]


def _people(lens: Lens, code: str, where: list[ColumnElement[bool]], when: ColumnElement[Any], total: int = 0) -> Task:
    rows = lens.connection.execute(
        select(PEOPLE.c.last_name, PEOPLE.c.first_name, when.label("moment"))
        .select_from(APPLICATIONS.join(PEOPLE, PEOPLE.c.id == APPLICATIONS.c.job_seeker_id))
        .where(among(APPLICATIONS.c.employer_id, lens.employer_ids, "employers"), *where)
        .order_by(when, APPLICATIONS.c.id)
        .limit(NAMES_SHOWN)
    )
    first = tuple(Someone(last_name=r.last_name, first_name=r.first_name, when=_day(r.moment)) for r in rows)
    return Task(code=code, count=_count(lens, where), first=first, total=total)


def _day(moment: date | datetime) -> date:
    return paris_date(moment) if isinstance(moment, datetime) else moment


def _count(lens: Lens, where: list[ColumnElement[bool]]) -> int:
    mine = among(APPLICATIONS.c.employer_id, lens.employer_ids, "employers")
    return lens.connection.execute(select(func.count()).select_from(APPLICATIONS).where(mine, *where)).scalar_one()


def _holder(row: passes.PassRow) -> Someone:
    return Someone(last_name=row.last_name, first_name=row.first_name, when=row.card.iae_pass.ends_on)


def _returning(row: passes.PassRow) -> Someone:
    paused_until = row.card.paused_until or row.card.iae_pass.ends_on
    return Someone(last_name=row.last_name, first_name=row.first_name, when=add_days(paused_until, 1))


def _week(lens: Lens, pass_rows: tuple[passes.PassRow, ...]) -> tuple[WeekEvent, ...]:
    until = add_days(lens.today, WEEK_DAYS)
    events = [*_hire_events(lens, until)]
    for row in pass_rows:
        back = _returning(row)
        if row.card.paused_until and back.when <= until:
            events.append(_event("back_from_pause", back.when, row))
        if row.card.state is not PassState.EXPIRED and row.card.iae_pass.ends_on <= until:
            events.append(_event("pass_ends", row.card.iae_pass.ends_on, row))
    return tuple(sorted(events, key=lambda event: (event.on, event.last_name))[:8])


def _event(code: str, on: date, row: passes.PassRow) -> WeekEvent:
    return WeekEvent(code=code, on=on, last_name=row.last_name, first_name=row.first_name)


def _hire_events(lens: Lens, until: date) -> list[WeekEvent]:
    """First days of contracts, and last days on which a hire can be cancelled."""
    days = lens.rules.cancellation.days_after_start
    since = add_days(lens.today, -max(days, 0))
    rows = lens.connection.execute(
        select(PEOPLE.c.last_name, PEOPLE.c.first_name, APPLICATIONS.c.hiring_starts_on)
        .select_from(APPLICATIONS.join(PEOPLE, PEOPLE.c.id == APPLICATIONS.c.job_seeker_id))
        .where(
            among(APPLICATIONS.c.employer_id, lens.employer_ids, "employers"),
            APPLICATIONS.c.state == ApplicationState.ACCEPTED,
            APPLICATIONS.c.hiring_starts_on.between(since, until),
        )
    )
    events = []
    for last_name, first_name, starts_on in rows:
        if starts_on > lens.today:
            events.append(WeekEvent(code="first_day", on=starts_on, last_name=last_name, first_name=first_name))
        last = add_days(starts_on, days)
        if days >= 0 and last <= until:
            event = WeekEvent(
                code="last_cancel_day", on=last, last_name=last_name, first_name=first_name, since=starts_on
            )
            events.append(event)
    return events


def _figures(lens: Lens) -> dict[str, int]:
    """This year's applications by state, and all that still wait whatever their year."""
    new_year = start_of_paris_day(lens.today.replace(month=1, day=1))
    pending = among(APPLICATIONS.c.state, lens.rules.pending_states(), "pending")
    query = (
        select(APPLICATIONS.c.state, func.count())
        .where(
            among(APPLICATIONS.c.employer_id, lens.employer_ids, "employers"),
            (APPLICATIONS.c.created_at >= new_year) | pending,
        )
        .group_by(APPLICATIONS.c.state)
    )
    return {str(state): count for state, count in lens.connection.execute(query)}


def _answer_days(lens: Lens) -> float | None:
    """Mean days from reception to the first decision, over this year's applications."""
    new_year = start_of_paris_day(lens.today.replace(month=1, day=1))
    first = (
        select(_TRANSITIONS.c.job_application_id, func.min(_TRANSITIONS.c.at).label("at"))
        .group_by(_TRANSITIONS.c.job_application_id)
        .subquery()
    )
    delay = func.julianday(first.c.at) - func.julianday(APPLICATIONS.c.created_at)
    query = (
        select(func.avg(delay))
        .select_from(APPLICATIONS.join(first, first.c.job_application_id == APPLICATIONS.c.id))
        .where(
            among(APPLICATIONS.c.employer_id, lens.employer_ids, "employers"),
            APPLICATIONS.c.created_at >= new_year,
        )
    )
    days: float | None = lens.connection.execute(query).scalar_one()
    return days
