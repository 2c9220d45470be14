"""Critères et justificatifs: whose eligibility rests on which criteria, and who judged it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from desktop.queries.filters import APPLICATIONS, PEOPLE
from desktop.queries.lens import Lens
from desktop.queries.marks import among, by_name, unsent_ids
from desktop.queries.standing import Verdict, pending
from sync.domain.calendar import paris_date
from sync.domain.eligibility import AuthorKind, EligibilityDiagnosis, holds
from sync.domain.employers import Employer
from sync.domain.job_applications import ApplicationState
from sync.domain.passes import Pass
from sync.store.rows import column_names, entity_of
from sync.store.tables import TABLES

_DIAGNOSES = TABLES[EligibilityDiagnosis]
_PASSES = TABLES[Pass]
_EMPLOYERS = TABLES[Employer]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofPerson:
    """Somebody hired here, or whose application waits.

    `criteria` are those of the diagnosis the hire rests on, () without one; `is_own` says that it is this employer's,
    which then owes the proofs. `delivered_on` is the day the PASS was issued, None before; `must_check` that a pending
    hire has nothing to rest on yet.
    """

    job_seeker_id: str
    application_id: str
    employer_id: str
    employer_kind: str
    last_name: str
    first_name: str
    state: str
    criteria: tuple[str, ...] = ()
    is_own: bool = False
    diagnosed_by: str = ""
    diagnosed_on: date | None = None
    pass_id: str | None = None
    pass_number: str | None = None
    delivered_on: date | None = None
    must_check: bool = False
    is_unsent: bool = False


def people(lens: Lens) -> tuple[ProofPerson, ...]:
    """By name, once each: the hire where there is one, else the newest pending application."""
    diagnoses, unsent = _diagnoses(lens), unsent_ids(lens.connection, "eligibility_diagnoses")
    unchecked = {each.application_id for each in pending(lens) if each.eligibility.verdict is Verdict.TO_CHECK}
    found: dict[str, ProofPerson] = {}
    for row in _rows(lens):
        if row.job_seeker_id not in found:
            diagnosis = _diagnosis_of(lens, row, diagnoses.get(row.job_seeker_id, []))
            found[row.job_seeker_id] = _person(row, diagnosis, unsent, must_check=row.id in unchecked)
    return tuple(found.values())


def _rows(lens: Lens) -> list[Any]:
    """Hires before pending applications, newest first, within each person."""
    hired = APPLICATIONS.c.state == ApplicationState.ACCEPTED
    states = [ApplicationState.ACCEPTED, *lens.rules.pending_states()]
    query = (
        select(
            *(APPLICATIONS.c[name] for name in ("id", "job_seeker_id", "employer_id", "state", "diagnosis_id")),
            PEOPLE.c.last_name,
            PEOPLE.c.first_name,
            _EMPLOYERS.c.kind.label("employer_kind"),
            _PASSES.c.id.label("pass_id"),
            _PASSES.c.number,
            _PASSES.c.created_at.label("delivered_at"),
        )
        .select_from(
            APPLICATIONS.join(PEOPLE, PEOPLE.c.id == APPLICATIONS.c.job_seeker_id)
            .join(_EMPLOYERS, _EMPLOYERS.c.id == APPLICATIONS.c.employer_id)
            .outerjoin(_PASSES, _PASSES.c.id == APPLICATIONS.c.pass_id)
        )
        .where(
            among(APPLICATIONS.c.employer_id, lens.employer_ids, "employers"),
            among(APPLICATIONS.c.state, states, "states"),
        )
        .order_by(*by_name(PEOPLE), PEOPLE.c.id, hired.desc(), APPLICATIONS.c.created_at.desc())
    )
    return list(lens.connection.execute(query))


def _diagnoses(lens: Lens) -> dict[str, list[EligibilityDiagnosis]]:
    """All of them by person, the oldest first."""
    found = defaultdict(list)
    columns = [_DIAGNOSES.c[name] for name in column_names(_DIAGNOSES)]
    rows: list[Any] = list(lens.connection.execute(select(*columns).order_by(_DIAGNOSES.c.created_at)))
    for row in rows:
        found[row.job_seeker_id].append(entity_of(EligibilityDiagnosis, row))
    return dict(found)


def _diagnosis_of(lens: Lens, row: Any, known: list[EligibilityDiagnosis]) -> EligibilityDiagnosis | None:  # noqa: ANN401 - a row of _rows
    """The one the hire was accepted on; for who waits, the newest that still holds."""
    if row.diagnosis_id:
        return next((one for one in known if one.id == row.diagnosis_id), None)
    serving = [one for one in known if row.state == ApplicationState.ACCEPTED or holds(one, lens.now, lens.rules)]
    return serving[-1] if serving else None


def _person(
    row: Any,  # noqa: ANN401 - a row of _rows
    diagnosis: EligibilityDiagnosis | None,
    unsent: frozenset[str],
    *,
    must_check: bool,
) -> ProofPerson:
    own = diagnosis is not None and diagnosis.author_kind is AuthorKind.EMPLOYER
    return ProofPerson(
        job_seeker_id=row.job_seeker_id,
        application_id=row.id,
        employer_id=row.employer_id,
        employer_kind=str(row.employer_kind),
        last_name=row.last_name,
        first_name=row.first_name,
        state=str(row.state),
        criteria=diagnosis.criteria if diagnosis else (),
        is_own=own and diagnosis is not None and diagnosis.author_employer_id == row.employer_id,
        diagnosed_by=diagnosis.author_name if diagnosis else "",
        diagnosed_on=paris_date(diagnosis.created_at) if diagnosis else None,
        pass_id=row.pass_id,
        pass_number=row.number,
        delivered_on=paris_date(row.delivered_at) if row.delivered_at else None,
        must_check=must_check,
        is_unsent=diagnosis is not None and diagnosis.id in unsent,
    )
