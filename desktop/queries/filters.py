"""Which applications a list shows: the filters, and the conditions that they are in SQL."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, exists, func, select

from desktop.queries import standing, words
from desktop.queries.lens import Lens
from desktop.queries.marks import among, asks_for
from sync.domain.calendar import add_days, start_of_paris_day
from sync.domain.job_applications import ApplicationState, JobApplication
from sync.domain.job_seekers import JobSeeker
from sync.domain.passes import Pass
from sync.domain.suspensions import Suspension
from sync.store.tables import TABLES

APPLICATIONS = TABLES[JobApplication]
PEOPLE = TABLES[JobSeeker]
_PASSES = TABLES[Pass]
_SUSPENSIONS = TABLES[Suspension]

# An answer within a week is a courtesy, not a rule: no rulebook has it.
UNANSWERED_AFTER_DAYS = 7
SPONTANEOUS = "spontaneous"


class View(StrEnum):
    """Ready-made views: what the numbers of Accueil open."""

    ALL = "all"
    UNANSWERED = "unanswered"
    LONG_WAIT = "long_wait"
    CANCELLABLE = "cancellable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Empty means all. `sender` is an organisation's id or SPONTANEOUS; dates are inclusive, of reception."""

    view: View = View.ALL
    text: str = ""
    states: frozenset[str] = field(default_factory=frozenset)
    eligibility: frozenset[standing.Verdict] = field(default_factory=frozenset)
    is_pass_suspended: bool = False
    job_description_id: str = ""
    sender: str = ""
    department: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def count(self) -> int:
        """How many filters are on, the text and the view not counted."""
        several = (self.states, self.eligibility, self.is_pass_suspended, self.job_description_id)
        return sum(map(bool, (*several, self.sender, self.department, self.since, self.until)))


def conditions(lens: Lens, filters: Filters) -> list[ColumnElement[bool]]:
    """What a row of applications joined to people must satisfy."""
    clauses = [among(APPLICATIONS.c.employer_id, lens.employer_ids, "employers")]
    clauses += _of_view(lens, filters.view)
    clauses += words.said(lens.connection, filters.text)
    clauses += _of_choices(filters)
    clauses += _of_dates(filters)
    if filters.is_pass_suspended:
        clauses.append(pass_suspended(lens))
    if filters.eligibility:
        wanted = standing.people_with(lens, filters.eligibility)
        clauses += [among(APPLICATIONS.c.state, lens.rules.pending_states(), "pending")]
        clauses += [among(APPLICATIONS.c.job_seeker_id, sorted(wanted), "eligible")]
    return clauses


def _of_choices(filters: Filters) -> list[ColumnElement[bool]]:
    clauses: list[ColumnElement[bool]] = []
    if filters.states:
        clauses.append(among(APPLICATIONS.c.state, sorted(filters.states), "states"))
    if filters.job_description_id:
        clauses.append(asks_for(filters.job_description_id))
    if filters.sender == SPONTANEOUS:
        clauses.append(APPLICATIONS.c.sender_organization_id.is_(None))
    elif filters.sender:
        clauses.append(APPLICATIONS.c.sender_organization_id == filters.sender)
    if filters.department:
        clauses.append(department() == filters.department)
    return clauses


def _of_dates(filters: Filters) -> list[ColumnElement[bool]]:
    clauses: list[ColumnElement[bool]] = []
    if filters.since:
        clauses.append(APPLICATIONS.c.created_at >= start_of_paris_day(filters.since))
    if filters.until:
        clauses.append(APPLICATIONS.c.created_at < start_of_paris_day(add_days(filters.until, 1)))
    return clauses


def _of_view(lens: Lens, view: View) -> list[ColumnElement[bool]]:
    if view is View.UNANSWERED:
        return unanswered(lens)
    if view is View.LONG_WAIT:
        return long_wait(lens)
    return cancellable(lens) if view is View.CANCELLABLE else []


def department() -> ColumnElement[str]:
    """The department of a person, as `sync.domain.places.department_of` reads it from the post code."""
    post_code = PEOPLE.c.post_code
    two = func.substr(post_code, 1, 2)
    return case(
        (two.in_(("97", "98")), func.substr(post_code, 1, 3)),
        (and_(two == "20", post_code < "20200"), "2A"),
        (two == "20", "2B"),
        else_=two,
    )


def unanswered(lens: Lens) -> list[ColumnElement[bool]]:
    """Received more than a week ago and neither put on the waiting list nor decided."""
    before = lens.now - timedelta(days=UNANSWERED_AFTER_DAYS)
    states = (ApplicationState.NEW, ApplicationState.PROCESSING)
    return [APPLICATIONS.c.state.in_(states), APPLICATIONS.c.created_at < before]


def long_wait(lens: Lens) -> list[ColumnElement[bool]]:
    """On the waiting list for longer than the rulebook finds acceptable."""
    before = lens.now - timedelta(days=lens.rules.applications.warn_waiting_list_days)
    return [APPLICATIONS.c.state == ApplicationState.POSTPONED, APPLICATIONS.c.state_changed_at < before]


def cancellable(lens: Lens) -> list[ColumnElement[bool]]:
    """Hires whose cancellation window, where this edition has one, is still open."""
    days = lens.rules.cancellation.days_after_start
    clauses: list[ColumnElement[bool]] = [APPLICATIONS.c.state == ApplicationState.ACCEPTED]
    if days < 0:
        return clauses
    return [*clauses, APPLICATIONS.c.hiring_starts_on >= add_days(lens.today, -days)]


def pass_suspended(lens: Lens) -> ColumnElement[bool]:
    """Whether a PASS of the person is paused today."""
    return exists(
        select(_SUSPENSIONS.c.id).where(
            _SUSPENSIONS.c.job_seeker_id == APPLICATIONS.c.job_seeker_id,
            _SUSPENSIONS.c.starts_on <= lens.today,
            _SUSPENSIONS.c.ends_on >= lens.today,
        )
    )
