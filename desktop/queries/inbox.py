"""À régler: what is to settle, and what was settled lately."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from desktop.queries.lens import Lens
from desktop.queries.record import job_of
from sync.domain.inbox import InboxIssue, IssueKind
from sync.domain.job_applications import JobApplication, Transition
from sync.domain.job_seekers import JobSeeker
from sync.domain.passes import Pass
from sync.domain.settling import may_settle
from sync.domain.world import World

SETTLED_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChoice:
    """A field both sides changed: before, as I wanted it, as it stands."""

    name: str
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A line of « Ce qui s’est passé »."""

    name: str
    user_name: str
    at: datetime
    received_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """An issue as the screen needs it.

    `last_name` and `first_name` name the person it is about; both are "" when it is about a `job`.
    `application_id` is the record to open, "" when there is none. `may_settle` tells whether who looks may close it.
    """

    issue: InboxIssue
    last_name: str
    first_name: str
    job: str
    application_id: str
    facts: dict[str, Any]
    events: tuple[Event, ...]
    fields: tuple[FieldChoice, ...]
    may_settle: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """Open issues, oldest first, and those settled in the last days, newest first."""

    opened: tuple[Issue, ...]
    settled: tuple[Issue, ...]


def read(lens: Lens) -> Inbox:
    """All issues the user may see: their own, and for administrators those to confirm or arbitrate."""
    world = lens.world
    issues = world.find(InboxIssue)
    since = lens.now - timedelta(days=SETTLED_DAYS)
    opened = sorted((each for each in issues if each.closed_at is None), key=lambda each: each.created_at)
    closed = [each for each in issues if each.closed_at is not None and each.closed_at >= since]
    closed.sort(key=lambda each: each.closed_at or each.created_at, reverse=True)
    return Inbox(
        opened=tuple(_issue(world, each, lens.user_id) for each in opened),
        settled=tuple(_issue(world, each, lens.user_id) for each in closed),
    )


def _events(world: World, application: JobApplication | None) -> tuple[Event, ...]:
    """What happened to the application an issue is about, newest first."""
    moves = world.find(Transition, job_application_id=application.id) if application else []
    moves.sort(key=lambda move: move.at, reverse=True)
    return tuple(Event(name=m.name, user_name=m.user_name, at=m.at, received_at=m.received_at) for m in moves)


def _issue(world: World, issue: InboxIssue, user_id: str) -> Issue:
    application = _application(world, issue)
    person = _person(world, issue, application)
    job = job_of(world, issue.subject_id)
    return Issue(
        issue=issue,
        last_name=person.last_name if person else "",
        first_name=person.first_name if person else "",
        job=job.name if job else "",
        application_id=application.id if application else "",
        facts=json.loads(issue.facts),
        events=_events(world, application),
        fields=_fields(issue),
        may_settle=may_settle(issue, user_id, world),
    )


def _application(world: World, issue: InboxIssue) -> JobApplication | None:
    application = world.get(JobApplication, issue.subject_id)
    if application is not None:
        return application
    person_id = _person_id(world, issue)
    found = world.find(JobApplication, job_seeker_id=person_id) if person_id else []
    return max(found, key=lambda each: each.state_changed_at, default=None)


def _person_id(world: World, issue: InboxIssue) -> str:
    iae_pass = world.get(Pass, issue.subject_id)
    return iae_pass.job_seeker_id if iae_pass else issue.subject_id


def _person(world: World, issue: InboxIssue, application: JobApplication | None) -> JobSeeker | None:
    return world.get(JobSeeker, application.job_seeker_id if application else issue.subject_id)


def _fields(issue: InboxIssue) -> tuple[FieldChoice, ...]:
    """Of a form only: of any other act `mine` holds the arguments, which nobody chooses between."""
    if issue.kind is not IssueKind.CONFLICT:
        return ()
    base, mine, theirs = (json.loads(part) for part in (issue.base, issue.mine, issue.theirs))
    return tuple(FieldChoice(name=name, base=base.get(name), mine=mine[name], theirs=theirs.get(name)) for name in mine)
