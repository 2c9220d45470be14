"""The directory: every structure and its open jobs, as far as this workstation has fetched them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from desktop.queries.lens import Lens
from desktop.queries.marks import among, job_name
from sync.domain.employers import Employer
from sync.domain.job_applications import SentApplication
from sync.domain.job_descriptions import Appellation, JobDescription
from sync.replica.connection import sort_key
from sync.store.tables import TABLES

_EMPLOYERS = TABLES[Employer]
_JOBS = TABLES[JobDescription]
_APPELLATIONS = TABLES[Appellation]
MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenJob:
    """A job one can apply for."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A structure of the directory with its open jobs; `is_blocked` while it takes no application."""

    id: str
    name: str
    kind: str
    city: str
    department: str
    is_blocked: bool
    jobs: tuple[OpenJob, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """What a search found, of how many structures in all besides one's own, and where the person was sent before."""

    found: tuple[Found, ...]
    total: int
    sent: tuple[tuple[str, str], ...]


def search(lens: Lens, typed: str, own: str, job_seeker_id: str) -> Directory:
    """Structures whose name, town, kind or open job holds every word typed; one's own left out; MOST at most."""
    others = _EMPLOYERS.c.id != own
    query = select(_EMPLOYERS).where(others, *_holding(typed)).order_by(_name(), _EMPLOYERS.c.id).limit(MOST)
    rows = lens.connection.execute(query).all()
    jobs = _open_jobs(lens, [row.id for row in rows])
    total = lens.connection.execute(select(func.count()).select_from(_EMPLOYERS).where(others)).scalar_one()
    found = tuple(_found(row, jobs.get(row.id, ())) for row in rows)
    return Directory(found=found, total=total, sent=_sent(lens, own, job_seeker_id))


def jobs_of(lens: Lens, employer_id: str) -> tuple[OpenJob, ...]:
    """The open jobs of one structure, published or not."""
    query = _jobs().where(_JOBS.c.is_open, _JOBS.c.employer_id == employer_id).order_by(job_name())
    return tuple(OpenJob(id=row.id, name=row.name) for row in lens.connection.execute(query))


def _jobs() -> Select[Any]:
    joined = _JOBS.outerjoin(_APPELLATIONS, _APPELLATIONS.c.id == _JOBS.c.appellation_id)
    return select(_JOBS.c.id, _JOBS.c.employer_id, job_name().label("name")).select_from(joined)


def _name() -> ColumnElement[str]:
    return func.coalesce(func.nullif(_EMPLOYERS.c.brand, ""), _EMPLOYERS.c.name)


def _holding(typed: str) -> list[ColumnElement[bool]]:
    job = _jobs().where(_JOBS.c.employer_id == _EMPLOYERS.c.id, _JOBS.c.is_open)
    fields = _name() + " " + _EMPLOYERS.c.name + " " + _EMPLOYERS.c.city + " " + _EMPLOYERS.c.kind
    fields = fields + " " + _EMPLOYERS.c.department
    return [or_(_holds(fields, word), job.where(_holds(job_name(), word)).exists()) for word in typed.split()]


def _holds(field: ColumnElement[str], word: str) -> ColumnElement[bool]:
    """Whether a text holds a word, whatever its accents and capitals."""
    return func.instr(func.lower(func.sort_key(field)), sort_key(word).lower()) > 0


def _open_jobs(lens: Lens, wanted: list[str]) -> dict[str, tuple[OpenJob, ...]]:
    listed = and_(_JOBS.c.is_open, _JOBS.c.is_published)
    query = _jobs().where(listed, among(_JOBS.c.employer_id, wanted, "employers")).order_by(job_name())
    found: dict[str, tuple[OpenJob, ...]] = {}
    for row in lens.connection.execute(query):
        found[row.employer_id] = (*found.get(row.employer_id, ()), OpenJob(id=row.id, name=row.name))
    return found


def _found(row: Any, jobs: tuple[OpenJob, ...]) -> Found:  # noqa: ANN401 - a row of employers
    return Found(
        id=row.id,
        name=row.brand or row.name,
        kind=str(row.kind),
        city=row.city,
        department=row.department,
        is_blocked=row.applications_blocked_at is not None,
        jobs=jobs,
    )


def _sent(lens: Lens, own: str, job_seeker_id: str) -> tuple[tuple[str, str], ...]:
    """Where this structure sent the person already, and what became of it, newest first."""
    sent = lens.world.find(SentApplication, job_seeker_id=job_seeker_id, sender_employer_id=own)
    sent.sort(key=lambda each: each.created_at, reverse=True)
    names = {each.id: each.display_name for each in lens.world.find(Employer, id=tuple(e.employer_id for e in sent))}
    return tuple((names.get(each.employer_id, ""), str(each.state)) for each in sent if each.employer_id != own)
