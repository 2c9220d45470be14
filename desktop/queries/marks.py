"""Marks that every list shows: a row kept on this workstation only, a row with something to settle."""

from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    Text,
    and_,
    bindparam,
    case,
    column,
    exists,
    func,
    literal_column,
    or_,
    select,
    table,
)

from sync.domain.inbox import InboxIssue
from sync.domain.job_applications import JobApplication
from sync.domain.job_descriptions import Appellation, JobDescription
from sync.store.tables import TABLES

PENDING = table("pending_rows", column("table_name"), column("row_id"), column("mid"))
_ISSUES = TABLES[InboxIssue]
_APPLICATIONS = TABLES[JobApplication]
_JOBS = TABLES[JobDescription]
_APPELLATIONS = TABLES[Appellation]


def is_unsent(table_name: str, row_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a row carries an act that the server does not have yet."""
    return exists().where(PENDING.c.table_name == table_name, PENDING.c.row_id == row_id)


def unsent_ids(connection: Connection, table_name: str) -> frozenset[str]:
    """The rows of a table that carry such an act: never more than the acts that wait."""
    query = select(PENDING.c.row_id).where(PENDING.c.table_name == table_name)
    return frozenset(connection.execute(query).scalars())


def by_name(people: Table) -> tuple[ColumnElement[str], ColumnElement[str]]:
    """The order of a list of people: accents and capitals do not count, as in a French directory."""
    return _without_accents(people.c.last_name), _without_accents(people.c.first_name)


def _without_accents(name: ColumnElement[str]) -> ColumnElement[str]:
    """The name as it is sorted; only names with other letters than ASCII pay for the replica's `sort_key`."""
    is_accented = name.op("GLOB")(literal_column("'*[^ -~]*'"))
    return case((is_accented, func.sort_key(name)), else_=name).collate("NOCASE")


def has_issue(*subjects: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether an open issue is about one of these rows."""
    about = or_(*(_ISSUES.c.subject_id == subject for subject in subjects))
    return exists().where(and_(_ISSUES.c.closed_at.is_(None), about))


def among(name: ColumnElement[str], values: Sequence[str], key: str) -> ColumnElement[bool]:
    """Whether a column is one of the values, as one cached statement for any number of them."""
    return name.in_(bindparam(key, list(values), expanding=True))


def job_name() -> ColumnElement[str]:
    """The name of a job description: its own, else its appellation's. For a select that joins both."""
    return func.coalesce(func.nullif(_JOBS.c.custom_name, ""), _APPELLATIONS.c.label, "")


def first_job_id() -> ColumnElement[str]:
    """The first job an application asks for."""
    return func.json_extract(_APPLICATIONS.c.job_description_ids, "$[0]", type_=Text)


def asks_for(job_id: str) -> ColumnElement[bool]:
    """Whether an application asks for a job."""
    jobs = func.json_each(_APPLICATIONS.c.job_description_ids).table_valued("value")
    return exists(select(jobs.c.value).where(jobs.c.value == job_id))
