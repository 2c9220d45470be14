"""Where a candidate stands on the way to a hire: eligible at once, or to be checked first."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from desktop.queries.lens import Lens
from desktop.queries.marks import among
from sync.domain.agreements import Agreement
from sync.domain.calendar import paris_date
from sync.domain.eligibility import EligibilityDiagnosis, expires_at, usable_diagnosis
from sync.domain.employers import Employer
from sync.domain.job_applications import JobApplication
from sync.domain.job_seekers import JobSeeker
from sync.domain.passes import Pass
from sync.domain.standing import Standing, agreements_of
from sync.store.rows import column_names, entity_of
from sync.store.tables import TABLES

_APPLICATIONS = TABLES[JobApplication]
_PEOPLE = TABLES[JobSeeker]


class Verdict(StrEnum):
    """What the list says of a pending candidate: a hire is possible at once, or eligibility must be checked."""

    VALID = "valid"
    TO_CHECK = "to_check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """What a hire may rest on.

    `last_day` is the last day on which the diagnosis holds by itself; `is_needed` is False for kinds of employer
    whose hires need no PASS; `iae_pass` is a valid one; `waiting_until` the last day of a waiting period.
    """

    is_needed: bool
    diagnosis: EligibilityDiagnosis | None
    last_day: date | None
    iae_pass: Pass | None
    agreement: Agreement | None
    waiting_until: date | None

    @property
    def verdict(self) -> Verdict:
        """Whether a hire is possible as far as eligibility goes."""
        has_ground = not self.is_needed or self.diagnosis or self.iae_pass or self.agreement
        return Verdict.VALID if has_ground else Verdict.TO_CHECK


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A person as seen by the employer that may hire them. `kind` is the employer's."""

    person: JobSeeker
    employer_id: str
    kind: str


def eligibility(lens: Lens, candidate: Candidate) -> Eligibility:
    """On what a hire of this person by this employer may rest now."""
    world = lens.world
    standing = standing_of(lens, candidate.person)
    diagnoses = world.find(EligibilityDiagnosis, job_seeker_id=candidate.person.id)
    return _judge(lens, candidate, standing, diagnoses)


def standing_of(lens: Lens, person: JobSeeker) -> Standing:
    """The person's PASSes, agreements and waiting period as this workstation knows them."""
    world = lens.world
    passes = tuple(world.find(Pass, job_seeker_id=person.id))
    return Standing(passes, agreements_of(person, lens.rules, world), lens.today, lens.rules)


def verdict_counts(lens: Lens) -> dict[Verdict, int]:
    """How many pending applications are of either verdict."""
    counts = dict.fromkeys(Verdict, 0)
    for _, verdict in _pending_verdicts(lens):
        counts[verdict] += 1
    return counts


def people_with(lens: Lens, verdicts: Collection[Verdict]) -> frozenset[str]:
    """The people with a pending application of one of the verdicts."""
    return frozenset(person for person, verdict in _pending_verdicts(lens) if verdict in verdicts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A pending application with what its hire may rest on."""

    application_id: str
    candidate: Candidate
    eligibility: Eligibility

    @property
    def made_on(self) -> date | None:
        """The day of the diagnosis, None without one."""
        diagnosis = self.eligibility.diagnosis
        return paris_date(diagnosis.created_at) if diagnosis else None


def pending(lens: Lens) -> Iterator[Pending]:
    """Every pending application of these employers, in no order."""
    passes = _by_person(lens, Pass)
    diagnoses = _by_person(lens, EligibilityDiagnosis)
    has_agreements = bool(lens.world.find(Agreement)) and lens.rules.agreements.are_converted
    for application_id, candidate in _pending_candidates(lens):
        person = candidate.person
        agreements = agreements_of(person, lens.rules, lens.world) if has_agreements else ()
        standing = Standing(tuple(passes.get(person.id, ())), agreements, lens.today, lens.rules)
        judged = _judge(lens, candidate, standing, diagnoses.get(person.id, []))
        yield Pending(application_id=application_id, candidate=candidate, eligibility=judged)


def _pending_verdicts(lens: Lens) -> Iterator[tuple[str, Verdict]]:
    for each in pending(lens):
        yield each.candidate.person.id, each.eligibility.verdict


def _pending_candidates(lens: Lens) -> Iterator[tuple[str, Candidate]]:
    """Pending applications as candidates, people read in the same query; one by one, since they may be all of them."""
    columns = [_PEOPLE.c[name] for name in column_names(_PEOPLE)]
    query = (
        select(*columns, _APPLICATIONS.c.employer_id, _APPLICATIONS.c.id.label("application_id"))
        .select_from(_APPLICATIONS.join(_PEOPLE, _PEOPLE.c.id == _APPLICATIONS.c.job_seeker_id))
        .where(
            among(_APPLICATIONS.c.employer_id, lens.employer_ids, "employers"),
            among(_APPLICATIONS.c.state, lens.rules.pending_states(), "pending"),
        )
    )
    employers = lens.world.find(Employer, id=lens.employer_ids)
    kinds = {employer.id: str(employer.kind) for employer in employers}
    for row in lens.connection.execute(query):
        person = entity_of(JobSeeker, row)
        kind = kinds.get(row.employer_id, "")
        yield row.application_id, Candidate(person=person, employer_id=row.employer_id, kind=kind)


def _judge(lens: Lens, candidate: Candidate, standing: Standing, diagnoses: list[EligibilityDiagnosis]) -> Eligibility:
    diagnosis = usable_diagnosis(
        diagnoses,
        candidate.employer_id,
        holds_pass=standing.valid_pass is not None,
        now=lens.now,
        rules=lens.rules,
    )
    return Eligibility(
        is_needed=lens.rules.needs_pass(candidate.kind),
        diagnosis=diagnosis,
        last_day=_last_day(lens, diagnosis),
        iae_pass=standing.valid_pass,
        agreement=standing.valid_agreement,
        waiting_until=standing.waiting_until,
    )


def _last_day(lens: Lens, diagnosis: EligibilityDiagnosis | None) -> date | None:
    if diagnosis is None:
        return None
    return paris_date(expires_at(diagnosis, lens.rules) - timedelta(microseconds=1))


def _by_person(lens: Lens, kind: type) -> dict[str, list[Any]]:
    """All rows of a kind, by person: reading all is faster than asking for thousands by id."""
    table = TABLES[kind]
    found = defaultdict(list)
    rows: list[Any] = list(lens.connection.execute(select(*(table.c[name] for name in column_names(table)))))
    for row in rows:
        found[row.job_seeker_id].append(entity_of(kind, row))
    return dict(found)
