"""To whom letters may go: applications in the state a letter speaks of, with what it says of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from desktop.queries.filters import APPLICATIONS, PEOPLE
from desktop.queries.lens import Lens
from desktop.queries.marks import among, by_name, unsent_ids
from desktop.queries.record import job_of
from sync.domain.calendar import paris_date
from sync.domain.employers import Employer
from sync.domain.job_applications import JobApplication, SenderKind
from sync.domain.job_seekers import JobSeeker
from sync.domain.prescribers import PrescriberOrganization


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """An application a letter may be about. `since` is the day its state began."""

    application_id: str
    last_name: str
    first_name: str
    state: str
    since: date
    has_sender: bool
    is_unsent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """An application with all that a letter says of it."""

    application: JobApplication
    person: JobSeeker
    employer: Employer
    organization: str
    jobs: tuple[str, ...]


def rows(lens: Lens, states: Sequence[str]) -> tuple[LetterRow, ...]:
    """The applications in one of the states, by name."""
    query = (
        select(
            *(APPLICATIONS.c[name] for name in ("id", "state", "state_changed_at", "sender_kind")),
            PEOPLE.c.last_name,
            PEOPLE.c.first_name,
        )
        .select_from(APPLICATIONS.join(PEOPLE, PEOPLE.c.id == APPLICATIONS.c.job_seeker_id))
        .where(
            among(APPLICATIONS.c.employer_id, lens.employer_ids, "employers"),
            among(APPLICATIONS.c.state, states, "states"),
        )
        .order_by(*by_name(PEOPLE), APPLICATIONS.c.id)
    )
    here = unsent_ids(lens.connection, "job_applications")
    found: list[Any] = list(lens.connection.execute(query))
    return tuple(
        LetterRow(
            application_id=row.id,
            last_name=row.last_name,
            first_name=row.first_name,
            state=str(row.state),
            since=paris_date(row.state_changed_at),
            has_sender=row.sender_kind != SenderKind.JOB_SEEKER,
            is_unsent=row.id in here,
        )
        for row in found
    )


def read(lens: Lens, application_id: str) -> LetterFacts | None:
    """One application; None when it is not visible here."""
    world = lens.world
    application = world.get(JobApplication, application_id)
    person = world.get(JobSeeker, application.job_seeker_id) if application else None
    employer = world.get(Employer, application.employer_id) if application else None
    if application is None or person is None or employer is None:
        return None
    jobs = (job_of(world, key) for key in application.job_description_ids)
    return LetterFacts(
        application=application,
        person=person,
        employer=employer,
        organization=_organization(lens, application),
        jobs=tuple(job.name for job in jobs if job),
    )


def _organization(lens: Lens, application: JobApplication) -> str:
    if application.sender_organization_id:
        organization = lens.world.get(PrescriberOrganization, application.sender_organization_id)
        return organization.name if organization else ""
    employer = lens.world.get(Employer, application.sender_employer_id) if application.sender_employer_id else None
    return employer.display_name if employer else ""
