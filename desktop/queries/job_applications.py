"""The list of Candidatures: ids in order, pages of rows, and how many each filter would show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, bindparam, func, select, text

from desktop.queries import standing, words
from desktop.queries.filters import (
    APPLICATIONS,
    PEOPLE,
    SPONTANEOUS,
    Filters,
    conditions,
    department,
    pass_suspended,
)
from desktop.queries.lens import Lens
from desktop.queries.marks import among, by_name, first_job_id, has_issue, is_unsent, job_name
from sync.domain.employers import Employer
from sync.domain.job_descriptions import Appellation, JobDescription
from sync.domain.prescribers import PrescriberOrganization
from sync.store.tables import TABLES

_JOBS = TABLES[JobDescription]
_APPELLATIONS = TABLES[Appellation]
_ORGANIZATIONS = TABLES[PrescriberOrganization]
_SENDERS = TABLES[Employer].alias("senders")

# Some fields of Facets by name.
Part = dict[str, Any]


class Sort(StrEnum):
    """Orders of the list; each ends with the id, so that equal rows never swap."""

    NEWEST = "newest"
    OLDEST = "oldest"
    NAME = "name"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRow:
    """One row of the list. `sender` is "" for a spontaneous application; `jobs` how many jobs it asks for."""

    id: str
    last_name: str
    first_name: str
    state: str
    job: str
    jobs: int
    sender: str
    created_at: datetime
    is_unsent: bool
    has_issue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value a filter may take, and how many applications it would leave."""

    id: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """How many applications each choice would show; pending ones only for eligibility and suspension."""

    states: dict[str, int] = field(default_factory=dict)
    eligibility: dict[standing.Verdict, int] = field(default_factory=dict)
    suspended: int = 0
    jobs: tuple[Choice, ...] = ()
    senders: tuple[Choice, ...] = ()
    departments: tuple[Choice, ...] = ()


def ids(lens: Lens, filters: Filters, sort: Sort = Sort.NEWEST, most: int | None = None) -> list[str]:
    """The ids of all applications that pass the filters, in order; no more than the first `most`, if given."""
    if most and sort is Sort.NEWEST and filters.text.strip() and filters == Filters(text=filters.text):
        return words.newest_saying(lens.connection, filters.text, lens.employer_ids, most)
    by_person = sort is Sort.NAME or filters.department
    found = select(APPLICATIONS.c.id.label("id"))
    found = (_joined(found) if by_person else found).where(*conditions(lens, filters)).order_by(*_order(sort))
    # One JSON text instead of a row each: SQLite keeps the order, and Python touches 20,000 ids in a millisecond.
    listed = lens.connection.execute(select(func.json_group_array(found.limit(most).subquery().c.id))).scalar_one()
    return msgspec.json.decode(listed, type=list[str])


def is_searchable(lens: Lens) -> bool:
    """Whether every row can be found by its words: not yet while the index of a bootstrap is being made."""
    query = text("SELECT value FROM meta WHERE name = 'search'")
    return lens.connection.execute(query).scalar() != "building"


def page(lens: Lens, wanted: Sequence[str]) -> dict[str, ApplicationRow]:
    """The rows of some ids; an id that is no longer here is left out."""
    values = {"wanted": msgspec.json.encode(wanted).decode()}
    listed = lens.connection.execute(_page_query(), values).scalar_one()
    # SQLite knows no booleans: 0 and 1 are read as such.
    rows = msgspec.json.decode(listed, type=list[ApplicationRow], strict=False)
    return {row.id: row for row in rows}


def state_facets(lens: Lens) -> Part:
    """Counts of states and of paused PASS, over all applications of these employers."""
    mine = _mine(lens)
    return {"states": _counts(lens, APPLICATIONS.c.state, mine), "suspended": _count(lens, mine, pass_suspended(lens))}


def choice_facets(lens: Lens) -> Part:
    """Jobs, senders and departments with their counts."""
    mine = _mine(lens)
    return {"jobs": _jobs(lens, mine), "senders": _senders(lens, mine), "departments": _departments(lens, mine)}


def eligibility_facets(lens: Lens) -> Part:
    """How many pending candidates are of either verdict."""
    return {"eligibility": standing.verdict_counts(lens)}


# Three short reads rather than one long one: what a person types meanwhile waits for one of them at most.
FACET_PARTS: tuple[Callable[[Lens], Part], ...] = (state_facets, choice_facets, eligibility_facets)


def facets(lens: Lens) -> Facets:
    """All counts at once."""
    whole: Part = {}
    for part in FACET_PARTS:
        whole |= part(lens)
    return Facets(**whole)


def _mine(lens: Lens) -> ColumnElement[bool]:
    return among(APPLICATIONS.c.employer_id, lens.employer_ids, "employers")


def _joined(query: Any) -> Any:  # noqa: ANN401 - a select of whatever columns
    return query.select_from(
        APPLICATIONS.join(PEOPLE, PEOPLE.c.id == APPLICATIONS.c.job_seeker_id),
    )


def _order(sort: Sort) -> tuple[ColumnElement[Any], ...]:
    received, last = APPLICATIONS.c.created_at, APPLICATIONS.c.id
    if sort is Sort.OLDEST:
        return (received, last)
    if sort is Sort.NAME:
        return (*by_name(PEOPLE), last)
    if sort is Sort.CHANGED:
        return (APPLICATIONS.c.state_changed_at.desc(), last.desc())
    return (received.desc(), last.desc())


@cache
def _page_query() -> Select[Any]:
    """The rows of the ids bound as `wanted`, both as one JSON text; to build it takes as long as to run it."""
    sender = func.coalesce(_ORGANIZATIONS.c.name, func.nullif(_SENDERS.c.brand, ""), _SENDERS.c.name, "")
    query = select(
        APPLICATIONS.c.id,
        PEOPLE.c.last_name,
        PEOPLE.c.first_name,
        APPLICATIONS.c.state,
        job_name().label("job"),
        func.json_array_length(APPLICATIONS.c.job_description_ids).label("jobs"),
        sender.label("sender"),
        APPLICATIONS.c.created_at,
        is_unsent("job_applications", APPLICATIONS.c.id).label("is_unsent"),
        has_issue(APPLICATIONS.c.id, APPLICATIONS.c.job_seeker_id).label("has_issue"),
    ).select_from(
        APPLICATIONS.join(PEOPLE, PEOPLE.c.id == APPLICATIONS.c.job_seeker_id)
        .outerjoin(_JOBS, _JOBS.c.id == first_job_id())
        .outerjoin(_APPELLATIONS, _APPELLATIONS.c.id == _JOBS.c.appellation_id)
        .outerjoin(_ORGANIZATIONS, _ORGANIZATIONS.c.id == APPLICATIONS.c.sender_organization_id)
        .outerjoin(_SENDERS, _SENDERS.c.id == APPLICATIONS.c.sender_employer_id),
    )
    asked = func.json_each(bindparam("wanted")).table_valued("value", name="asked")
    rows = query.where(APPLICATIONS.c.id.in_(select(asked.c.value))).subquery("rows")
    return select(func.json_group_array(func.json_object(*(part for each in rows.c for part in (each.name, each)))))


def _counts(lens: Lens, key: ColumnElement[str], *where: ColumnElement[bool]) -> dict[str, int]:
    query = select(key, func.count()).where(*where).group_by(key)
    return {str(value): count for value, count in lens.connection.execute(query)}


def _count(lens: Lens, *where: ColumnElement[bool]) -> int:
    return lens.connection.execute(select(func.count()).select_from(APPLICATIONS).where(*where)).scalar_one()


def _jobs(lens: Lens, mine: ColumnElement[bool]) -> tuple[Choice, ...]:
    each = func.json_each(APPLICATIONS.c.job_description_ids).table_valued("value", name="asked")
    query = (
        select(_JOBS.c.id, job_name().label("label"), func.count().label("count"))
        .select_from(APPLICATIONS.join(each, mine).join(_JOBS, _JOBS.c.id == each.c.value))
        .outerjoin(_APPELLATIONS, _APPELLATIONS.c.id == _JOBS.c.appellation_id)
        .group_by(_JOBS.c.id)
        .order_by(func.count().desc())
    )
    return tuple(Choice(**row) for row in lens.connection.execute(query).mappings())


def _senders(lens: Lens, mine: ColumnElement[bool]) -> tuple[Choice, ...]:
    counted = _counts(lens, func.coalesce(APPLICATIONS.c.sender_organization_id, SPONTANEOUS), mine)
    query = select(_ORGANIZATIONS.c.id, _ORGANIZATIONS.c.name).where(
        among(_ORGANIZATIONS.c.id, sorted(counted), "senders")
    )
    names = {row.id: row.name for row in lens.connection.execute(query)}
    found = [Choice(id=key, label=names[key], count=counted[key]) for key in counted if key in names]
    alone = [Choice(id=SPONTANEOUS, label="", count=counted[SPONTANEOUS])] if SPONTANEOUS in counted else []
    return (*alone, *sorted(found, key=lambda choice: -choice.count))


def _departments(lens: Lens, mine: ColumnElement[bool]) -> tuple[Choice, ...]:
    query = _joined(select(department().label("id"), func.count().label("count"))).where(mine)
    rows = lens.connection.execute(query.group_by(department()).order_by(func.count().desc())).mappings()
    return tuple(Choice(id=row["id"], label=row["id"], count=row["count"]) for row in rows if row["id"])
