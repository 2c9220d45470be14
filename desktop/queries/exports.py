"""What the Excel files say: applications a page at a time, and PASS with their hires and pauses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from desktop.queries import job_applications, passes
from desktop.queries.filters import APPLICATIONS, PEOPLE, Filters, department
from desktop.queries.lens import Lens
from desktop.queries.marks import among, job_name
from desktop.queries.passes import PassFilter
from sync.domain.calendar import paris_date
from sync.domain.eligibility import AuthorKind, EligibilityDiagnosis, holds
from sync.domain.employers import Employer
from sync.domain.job_applications import ApplicationState, SenderKind
from sync.domain.job_descriptions import Appellation, JobDescription
from sync.domain.passes import Pass, PassState, state_at
from sync.domain.prescribers import PrescriberOrganization
from sync.domain.suspensions import Suspension
from sync.store.tables import TABLES

_EMPLOYERS = TABLES[Employer]
_ORGANIZATIONS = TABLES[PrescriberOrganization]
_PASSES = TABLES[Pass]
_JOBS = TABLES[JobDescription]
_APPELLATIONS = TABLES[Appellation]
_DIAGNOSES = TABLES[EligibilityDiagnosis]


class SentBy(StrEnum):
    """Where an application comes from."""

    OWN_EMPLOYER = "own_employer"
    EMPLOYER = "employer"
    ORIENTEUR = "orienteur"
    AUTHORIZED_PRESCRIBER = "authorized_prescriber"
    JOB_SEEKER = "job_seeker"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationFacts:
    """One application with all that its line says; states and reasons are codes.

    `is_open_to_control`: hired on a diagnosis of this employer. `pass_state` is None without a PASS.
    """

    title: str
    last_name: str
    first_name: str
    email: str
    phone: str
    born_on: date | None
    city: str
    department: str
    employer_name: str
    employer_kind: str
    jobs: str
    source: SentBy
    prescriber_organization: str
    prescriber_user: str
    applied_on: date
    state: str
    hiring_starts_on: date | None
    hiring_ends_on: date | None
    refusal_reason: str
    is_eligible: bool
    is_open_to_control: bool
    pass_number: str
    pass_starts_on: date | None
    pass_ends_on: date | None
    pass_state: PassState | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How many lines each file would have: applications of the filters, PASS by chip."""

    applications: int
    passes: dict[PassFilter, int]


def totals(lens: Lens, filters: Filters) -> Totals:
    """Both counts in one snapshot."""
    rows = passes.rows(lens)
    return Totals(
        applications=len(job_applications.ids(lens, filters)),
        passes={chip: sum(row.is_in(chip) for row in rows) for chip in PassFilter},
    )


def applications(lens: Lens, wanted: Sequence[str]) -> list[ApplicationFacts]:
    """The facts of some applications, in the order of their ids; one no longer here is left out."""
    jobs = _job_names(lens)
    suspended = _pauses(lens, wanted)
    found: list[Any] = list(lens.connection.execute(_query(wanted)))
    lines = {row.id: _facts(lens, row, jobs, suspended) for row in found}
    return [lines[key] for key in wanted if key in lines]


def _query(wanted: Sequence[str]) -> Any:  # noqa: ANN401 - a select of many columns
    columns = [APPLICATIONS.c[name] for name in ("id", "state", "job_description_ids", "sender_kind", "sender_name")]
    columns += [APPLICATIONS.c[name] for name in ("sender_employer_id", "employer_id", "created_at", "refusal_reason")]
    columns += [APPLICATIONS.c[name] for name in ("hiring_starts_on", "hiring_ends_on", "pass_id", "job_seeker_id")]
    people = [PEOPLE.c[name] for name in ("title", "last_name", "first_name", "email", "phone", "born_on", "city")]
    return (
        select(
            *columns,
            *people,
            department().label("department"),
            func.coalesce(func.nullif(_EMPLOYERS.c.brand, ""), _EMPLOYERS.c.name).label("employer_name"),
            _EMPLOYERS.c.kind.label("employer_kind"),
            func.coalesce(_ORGANIZATIONS.c.name, "").label("organization"),
            _ORGANIZATIONS.c.is_authorized,
            _PASSES.c.number,
            _PASSES.c.starts_on.label("pass_starts_on"),
            _PASSES.c.ends_on.label("pass_ends_on"),
            _DIAGNOSES.c.author_kind,
            _DIAGNOSES.c.author_employer_id,
        )
        .select_from(
            APPLICATIONS.join(PEOPLE, PEOPLE.c.id == APPLICATIONS.c.job_seeker_id)
            .join(_EMPLOYERS, _EMPLOYERS.c.id == APPLICATIONS.c.employer_id)
            .outerjoin(_ORGANIZATIONS, _ORGANIZATIONS.c.id == APPLICATIONS.c.sender_organization_id)
            .outerjoin(_PASSES, _PASSES.c.id == APPLICATIONS.c.pass_id)
            .outerjoin(_DIAGNOSES, _DIAGNOSES.c.id == APPLICATIONS.c.diagnosis_id)
        )
        .where(among(APPLICATIONS.c.id, wanted, "wanted"))
    )


def _facts(lens: Lens, row: Any, jobs: dict[str, str], pauses: dict[str, list[Suspension]]) -> ApplicationFacts:  # noqa: ANN401 - a row of _query
    is_own = row.author_kind == AuthorKind.EMPLOYER and row.author_employer_id == row.employer_id
    is_hired = row.state == ApplicationState.ACCEPTED
    return ApplicationFacts(
        title=row.title,
        last_name=row.last_name,
        first_name=row.first_name,
        email=row.email,
        phone=row.phone,
        born_on=row.born_on,
        city=row.city,
        department=row.department,
        employer_name=row.employer_name,
        employer_kind=str(row.employer_kind),
        jobs=", ".join(jobs[key] for key in row.job_description_ids if key in jobs),
        source=_source(row),
        prescriber_organization=row.organization,
        prescriber_user=row.sender_name if row.organization else "",
        applied_on=paris_date(row.created_at),
        state=str(row.state),
        hiring_starts_on=row.hiring_starts_on,
        hiring_ends_on=row.hiring_ends_on,
        refusal_reason=row.refusal_reason,
        is_eligible=_is_eligible(lens, row),
        is_open_to_control=is_hired and is_own,
        pass_number=row.number or "",
        pass_starts_on=row.pass_starts_on,
        pass_ends_on=row.pass_ends_on,
        pass_state=_state(lens, row, pauses),
    )


def _source(row: Any) -> SentBy:  # noqa: ANN401 - a row of _query
    if row.sender_kind == SenderKind.JOB_SEEKER:
        return SentBy.JOB_SEEKER
    if row.sender_kind == SenderKind.EMPLOYER:
        return SentBy.OWN_EMPLOYER if row.sender_employer_id == row.employer_id else SentBy.EMPLOYER
    return SentBy.AUTHORIZED_PRESCRIBER if row.is_authorized else SentBy.ORIENTEUR


def _is_eligible(lens: Lens, row: Any) -> bool:  # noqa: ANN401 - a row of _query
    """A PASS that runs, or a diagnosis that holds by itself."""
    if row.pass_ends_on is not None and row.pass_ends_on >= lens.today:
        return True
    diagnoses = lens.world.find(EligibilityDiagnosis, job_seeker_id=row.job_seeker_id)
    return any(holds(diagnosis, lens.now, lens.rules) for diagnosis in diagnoses)


def _state(lens: Lens, row: Any, pauses: dict[str, list[Suspension]]) -> PassState | None:  # noqa: ANN401 - a row of _query
    iae_pass = lens.world.get(Pass, row.pass_id) if row.pass_id else None
    return state_at(iae_pass, pauses.get(iae_pass.id, []), lens.today) if iae_pass else None


def _pauses(lens: Lens, wanted: Sequence[str]) -> dict[str, list[Suspension]]:
    query = select(APPLICATIONS.c.pass_id).where(
        among(APPLICATIONS.c.id, wanted, "wanted"), APPLICATIONS.c.pass_id.is_not(None)
    )
    pass_ids = tuple(set(lens.connection.execute(query).scalars()))
    found: dict[str, list[Suspension]] = {}
    for pause in lens.world.find(Suspension, pass_id=pass_ids):
        found.setdefault(pause.pass_id, []).append(pause)
    return found


def _job_names(lens: Lens) -> dict[str, str]:
    query = select(_JOBS.c.id, job_name().label("name")).select_from(
        _JOBS.outerjoin(_APPELLATIONS, _APPELLATIONS.c.id == _JOBS.c.appellation_id)
    )
    return {row.id: row.name for row in lens.connection.execute(query)}


def pass_records(lens: Lens, chip: PassFilter) -> list[passes.PassRecord]:
    """The PASS of a chip by name, with their hires and pauses."""
    found = (passes.read(lens, row.card.iae_pass.id) for row in passes.rows(lens) if row.is_in(chip))
    return [record for record in found if record is not None]
