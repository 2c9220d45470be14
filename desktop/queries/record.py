"""One application with all that its record shows: person, jobs, eligibility, PASS, comments, history."""

from dataclasses import dataclass
from datetime import datetime

from desktop.queries import standing
from desktop.queries.lens import Lens
from desktop.queries.marks import unsent_ids
from desktop.queries.passes import PassCard, card
from sync.domain.employers import Employer
from sync.domain.inbox import InboxIssue
from sync.domain.job_applications import Comment, JobApplication, Transition
from sync.domain.job_descriptions import Appellation, JobDescription
from sync.domain.job_seekers import JobSeeker
from sync.domain.prescribers import PrescriberOrganization
from sync.domain.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job an application asks for; `is_open` while the structure recruits for it."""

    id: str
    name: str
    rome_code: str
    rome_label: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One event, newest first.

    `kind` is "transition" or "received"; `grade` and `received_at` say how sure `at` is and when the
    server had it, None while it is only on this workstation (`is_unsent`).
    """

    kind: str
    name: str
    to_state: str
    user_id: str | None
    user_name: str
    at: datetime
    received_at: datetime | None
    grade: str
    is_unsent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything about one application. `pass_card` is the person's PASS, requested ones included."""

    application: JobApplication
    person: JobSeeker
    employer: Employer
    jobs: tuple[Job, ...]
    hired_job: Job | None
    sender: str
    is_sender_authorized: bool
    eligibility: standing.Eligibility
    pass_card: PassCard | None
    comments: tuple[Comment, ...]
    history: tuple[HistoryLine, ...]
    issues: tuple[InboxIssue, ...]
    is_unsent: bool


def read(lens: Lens, application_id: str) -> Record | None:
    """The record of an application; None when it is not (or no longer) visible here."""
    world = lens.world
    application = world.get(JobApplication, application_id)
    person = world.get(JobSeeker, application.job_seeker_id) if application else None
    employer = world.get(Employer, application.employer_id) if application else None
    if application is None or person is None or employer is None:
        return None
    organization = _organization(world, application)
    return Record(
        application=application,
        person=person,
        employer=employer,
        jobs=tuple(job for job in (job_of(world, key) for key in application.job_description_ids) if job),
        hired_job=job_of(world, application.hired_job_description_id),
        sender=_sender(world, application, organization),
        is_sender_authorized=bool(organization and organization.is_authorized),
        eligibility=standing.eligibility(
            lens, standing.Candidate(person=person, employer_id=employer.id, kind=str(employer.kind))
        ),
        pass_card=card(lens, application),
        comments=tuple(_newest(world.find(Comment, job_application_id=application_id))),
        history=_history(lens, application),
        issues=_issues(world, application),
        is_unsent=application_id in unsent_ids(lens.connection, "job_applications"),
    )


def job_of(world: World, job_id: str | None) -> Job | None:
    """A job by id, None when it is not visible here."""
    job = world.get(JobDescription, job_id) if job_id else None
    if job is None:
        return None
    appellation = world.get(Appellation, job.appellation_id)
    return Job(
        id=job.id,
        name=job.custom_name or (appellation.label if appellation else ""),
        rome_code=appellation.rome_code if appellation else "",
        rome_label=appellation.rome_label if appellation else "",
        is_open=job.is_open,
    )


def _organization(world: World, application: JobApplication) -> PrescriberOrganization | None:
    sender = application.sender_organization_id
    return world.get(PrescriberOrganization, sender) if sender else None


def _sender(world: World, application: JobApplication, organization: PrescriberOrganization | None) -> str:
    if organization is not None:
        return organization.name
    sender = application.sender_employer_id
    employer = world.get(Employer, sender) if sender else None
    return employer.display_name if employer else ""


def _newest(comments: list[Comment]) -> list[Comment]:
    return sorted(comments, key=lambda comment: (comment.created_at, comment.id), reverse=True)


def _issues(world: World, application: JobApplication) -> tuple[InboxIssue, ...]:
    subjects = (application.id, application.job_seeker_id)
    return tuple(world.find(InboxIssue, subject_id=subjects, closed_at=None))


def _history(lens: Lens, application: JobApplication) -> tuple[HistoryLine, ...]:
    moves = lens.world.find(Transition, job_application_id=application.id)
    here = unsent_ids(lens.connection, "transitions")
    lines = [_line(move, is_unsent=move.id in here) for move in moves]
    lines.append(_reception(application, is_unsent=application.id in here))
    return tuple(sorted(lines, key=lambda line: line.at, reverse=True))


def _line(move: Transition, *, is_unsent: bool) -> HistoryLine:
    return HistoryLine(
        kind="transition",
        name=move.name,
        to_state=move.to_state,
        user_id=move.user_id,
        user_name=move.user_name,
        at=move.at,
        received_at=move.received_at,
        grade=move.grade,
        is_unsent=is_unsent,
    )


def _reception(application: JobApplication, *, is_unsent: bool) -> HistoryLine:
    return HistoryLine(
        kind="received",
        name="",
        to_state="new",
        user_id=application.sender_user_id,
        user_name=application.sender_name,
        at=application.created_at,
        received_at=application.created_at,
        grade="online",
        is_unsent=is_unsent,
    )
