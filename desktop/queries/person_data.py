"""Everything this workstation holds about one person, for the right of access; whom one may look for."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from desktop.queries import job_applications
from desktop.queries.filters import APPLICATIONS, PEOPLE, Filters
from desktop.queries.lens import Lens
from desktop.queries.marks import among, by_name, unsent_ids
from sync.domain.eligibility import EligibilityDiagnosis
from sync.domain.employers import Employer
from sync.domain.job_applications import Comment, JobApplication, Transition
from sync.domain.job_seekers import JobSeeker
from sync.domain.passes import Pass
from sync.domain.suspensions import Suspension, SuspensionDetail

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """Somebody who applied to these employers."""

    job_seeker_id: str
    last_name: str
    first_name: str
    born_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationData:
    """One application with its comments and history; `is_unsent` while an act on it waits here."""

    application: JobApplication
    comments: tuple[Comment, ...]
    moves: tuple[Transition, ...]
    is_unsent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """The rows about a person that these employers see."""

    person: JobSeeker
    employer: Employer
    applications: tuple[ApplicationData, ...]
    diagnoses: tuple[EligibilityDiagnosis, ...]
    passes: tuple[Pass, ...]
    suspensions: tuple[tuple[Suspension, SuspensionDetail | None], ...]


def people(lens: Lens, text: str) -> tuple[PersonRow, ...]:
    """The first MOST_SHOWN people whose applications a search finds, by name."""
    found = job_applications.ids(lens, Filters(text=text), most=MOST_SHOWN * 4)
    query = (
        select(PEOPLE.c.id, PEOPLE.c.last_name, PEOPLE.c.first_name, PEOPLE.c.born_on)
        .select_from(APPLICATIONS.join(PEOPLE, PEOPLE.c.id == APPLICATIONS.c.job_seeker_id))
        .where(among(APPLICATIONS.c.id, found, "found"))
        .group_by(PEOPLE.c.id)
        .order_by(*by_name(PEOPLE), PEOPLE.c.id)
        .limit(MOST_SHOWN)
    )
    rows = lens.connection.execute(query)
    return tuple(
        PersonRow(job_seeker_id=row.id, last_name=row.last_name, first_name=row.first_name, born_on=row.born_on)
        for row in rows
    )


def read(lens: Lens, job_seeker_id: str) -> PersonFacts | None:
    """All of it; None when the person is not visible here."""
    world = lens.world
    person = world.get(JobSeeker, job_seeker_id)
    own = world.find(JobApplication, job_seeker_id=job_seeker_id, employer_id=lens.employer_ids)
    employer = world.get(Employer, own[0].employer_id) if own else None
    if person is None or employer is None:
        return None
    here = unsent_ids(lens.connection, "job_applications")
    pauses = world.find(Suspension, job_seeker_id=job_seeker_id)
    return PersonFacts(
        person=person,
        employer=employer,
        applications=tuple(
            ApplicationData(
                application=one,
                comments=tuple(world.find(Comment, job_application_id=one.id)),
                moves=tuple(sorted(world.find(Transition, job_application_id=one.id), key=lambda move: move.at)),
                is_unsent=one.id in here,
            )
            for one in sorted(own, key=lambda one: one.created_at)
        ),
        diagnoses=tuple(world.find(EligibilityDiagnosis, job_seeker_id=job_seeker_id)),
        passes=tuple(world.find(Pass, job_seeker_id=job_seeker_id)),
        suspensions=tuple((pause, world.get(SuspensionDetail, pause.id)) for pause in pauses),
    )
