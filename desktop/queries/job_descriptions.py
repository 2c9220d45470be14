"""Fiches de poste: the list, and why a job is not visible to prescribers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from desktop.queries.lens import Lens
from desktop.queries.marks import among, is_unsent, job_name
from sync.domain.employers import Employer
from sync.domain.job_applications import JobApplication
from sync.domain.job_descriptions import Appellation, JobDescription
from sync.store.tables import TABLES

_JOBS = TABLES[JobDescription]
_APPELLATIONS = TABLES[Appellation]
_APPLICATIONS = TABLES[JobApplication]
_EMPLOYERS = TABLES[Employer]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRow:
    """A job of the structure; `applications` counts those still waiting for a decision."""

    id: str
    employer_id: str
    name: str
    rome_code: str
    rome_label: str
    contract_type: str
    hours_per_week: int | None
    description: str
    is_open: bool
    is_published: bool
    blocked_at: datetime | None
    applications: int
    updated_at: datetime
    is_unsent: bool

    @property
    def reasons(self) -> tuple[tuple[str, bool], ...]:
        """What visibility needs, each with whether it is fulfilled, in the order in which to look."""
        return (
            ("accepts_applications", self.blocked_at is None),
            ("is_open", self.is_open),
            ("is_published", self.is_published),
            ("is_complete", bool(self.name and self.description)),
        )

    @property
    def is_visible(self) -> bool:
        """Whether prescribers see it: an incomplete job is visible all the same."""
        return self.blocked_at is None and self.is_open and self.is_published


def read(lens: Lens) -> tuple[JobRow, ...]:
    """The jobs of these employers, lately changed first."""
    query = (
        select(
            _JOBS.c.id,
            _JOBS.c.employer_id,
            job_name().label("name"),
            func.coalesce(_APPELLATIONS.c.rome_code, "").label("rome_code"),
            func.coalesce(_APPELLATIONS.c.rome_label, "").label("rome_label"),
            _JOBS.c.contract_type,
            _JOBS.c.hours_per_week,
            _JOBS.c.description,
            _JOBS.c.is_open,
            _JOBS.c.is_published,
            _EMPLOYERS.c.applications_blocked_at.label("blocked_at"),
            _JOBS.c.updated_at,
            is_unsent("job_descriptions", _JOBS.c.id).label("is_unsent"),
        )
        .select_from(
            _JOBS.outerjoin(_APPELLATIONS, _APPELLATIONS.c.id == _JOBS.c.appellation_id).join(
                _EMPLOYERS, _EMPLOYERS.c.id == _JOBS.c.employer_id
            )
        )
        .where(among(_JOBS.c.employer_id, lens.employer_ids, "employers"))
        .order_by(_JOBS.c.updated_at.desc(), _JOBS.c.id)
    )
    waiting = _waiting(lens)
    found = lens.connection.execute(query).mappings()
    return tuple(JobRow(**row, applications=waiting.get(row["id"], 0)) for row in found)


def _waiting(lens: Lens) -> dict[str, int]:
    each = func.json_each(_APPLICATIONS.c.job_description_ids).table_valued("value", name="asked")
    mine = among(_APPLICATIONS.c.employer_id, lens.employer_ids, "employers")
    pending = among(_APPLICATIONS.c.state, lens.rules.pending_states(), "pending")
    query = select(each.c.value, func.count()).select_from(_APPLICATIONS.join(each, mine)).where(pending)
    rows = lens.connection.execute(query.group_by(each.c.value)).all()
    return {row[0]: row[1] for row in rows}
