"""The counts beside the pages of the rail."""

from dataclasses import dataclass

from sqlalchemy import func, select

from desktop.queries.filters import APPLICATIONS
from desktop.queries.home import open_issues
from desktop.queries.lens import Lens
from desktop.queries.marks import among
from sync.domain.job_applications import ApplicationState
from sync.domain.job_descriptions import JobDescription
from sync.domain.passes import Pass
from sync.store.tables import TABLES

_PASSES = TABLES[Pass]
_JOBS = TABLES[JobDescription]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """New and studied applications, running PASS of people hired here, open jobs, issues to settle."""

    applications: int
    passes: int
    jobs: int
    issues: int


def read(lens: Lens) -> Counts:
    """All counts in one snapshot."""
    mine = among(APPLICATIONS.c.employer_id, lens.employer_ids, "employers")
    active = APPLICATIONS.c.state.in_((ApplicationState.NEW, ApplicationState.PROCESSING))
    hired = select(APPLICATIONS.c.pass_id).where(mine, APPLICATIONS.c.state == ApplicationState.ACCEPTED)
    running = (_PASSES.c.id.in_(hired), _PASSES.c.ends_on >= lens.today)
    jobs = (among(_JOBS.c.employer_id, lens.employer_ids, "employers"), _JOBS.c.is_open.is_(True))
    scalar = lens.connection.execute
    return Counts(
        applications=scalar(select(func.count()).select_from(APPLICATIONS).where(mine, active)).scalar_one(),
        passes=scalar(select(func.count()).select_from(_PASSES).where(*running)).scalar_one(),
        jobs=scalar(select(func.count()).select_from(_JOBS).where(*jobs)).scalar_one(),
        issues=open_issues(lens),
    )
