"""The rows of a scope as a snapshot reads them: canonical values, the index's hash, and whom each row is about."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Null, Select, Table, and_, bindparam, null, or_, select

from sync.domain.job_applications import ApplicationState, JobApplication
from sync.domain.job_seekers import JobSeeker
from sync.domain.passes import Pass
from sync.domain.prolongations import Prolongation, ProlongationDetail
from sync.domain.suspensions import Suspension, SuspensionDetail
from sync.server.feed_rows import canonical
from sync.server.tables import SYNC_INDEX
from sync.store.rows import column_names
from sync.store.tables import TABLES

RECENT = timedelta(days=30)
_AT_ONCE = 1_000
_CLOSED = (ApplicationState.ACCEPTED, ApplicationState.REFUSED, ApplicationState.CANCELLED, ApplicationState.OBSOLETE)
_PEOPLE = TABLES[JobSeeker]
_APPLICATIONS = TABLES[JobApplication]
# Rows about a person that name another row of theirs instead: by which column, and which row.
_THROUGH = (("job_application_id", _APPLICATIONS), ("pass_id", TABLES[Pass]))
_DETAILS = {TABLES[SuspensionDetail]: TABLES[Suspension], TABLES[ProlongationDetail]: TABLES[Prolongation]}


def rows_of(connection: Connection, scope: str, table: Table) -> Iterator[Sequence[Sequence[Any]]]:
    """All rows of a table in a scope, person by person, some at a time: the person (None: nobody), values, hash."""
    streamed = connection.execution_options(yield_per=_AT_ONCE)
    yield from streamed.execute(_rows(table, connection.dialect.name), {"scope": scope}).partitions()


def open_people(connection: Connection, scope: str, today: date) -> list[str]:
    """The persons a counsellor works with now, by id: an application awaits an answer, or a hire is recent."""
    values = {"scope": scope, "name": _APPLICATIONS.name, "recent": today - RECENT}
    return list(connection.scalars(_OPEN, values))


def people(connection: Connection, scope: str) -> Iterator[str]:
    """Every person of a scope, by id."""
    streamed = connection.execution_options(yield_per=_AT_ONCE)
    yield from streamed.scalars(_IDS, {"scope": scope, "name": _PEOPLE.name})


@cache
def _rows(table: Table, dialect: str) -> Select[Any]:
    index = SYNC_INDEX.c
    person, source = _person(table, SYNC_INDEX.join(table, table.c.id == index.row_id))
    columns = [canonical(table.c[name], dialect).label(name) for name in column_names(table)]
    here = and_(index.scope == bindparam("scope"), index.table_name == table.name, index.is_gone.is_(False))
    rows = select(person.label("_person"), *columns, index.hash).select_from(source).where(here)
    return rows.order_by(*(() if isinstance(person, Null) else (person,)), index.row_id)


def _person(table: Table, source: FromClause) -> tuple[ColumnElement[Any], FromClause]:
    """Whom a row is about, and what to join to know."""
    if table is _PEOPLE:
        return table.c.id, source
    if "job_seeker_id" in table.c:
        return table.c.job_seeker_id, source
    for column, parent in _THROUGH:
        if column in table.c:
            return parent.c.job_seeker_id, source.outerjoin(parent, parent.c.id == table.c[column])
    if table in _DETAILS:
        parent = _DETAILS[table]
        return parent.c.job_seeker_id, source.outerjoin(parent, parent.c.id == table.c.id)
    return null(), source


_HERE = and_(
    SYNC_INDEX.c.scope == bindparam("scope"),
    SYNC_INDEX.c.table_name == bindparam("name"),
    SYNC_INDEX.c.is_gone.is_(False),
)
_IDS = select(SYNC_INDEX.c.row_id).where(_HERE).order_by(SYNC_INDEX.c.row_id)
_RECENT_HIRE = and_(
    _APPLICATIONS.c.state == ApplicationState.ACCEPTED,
    _APPLICATIONS.c.hiring_starts_on >= bindparam("recent", type_=_APPLICATIONS.c.hiring_starts_on.type),
)
_OPEN = (
    select(_APPLICATIONS.c.job_seeker_id)
    .join(SYNC_INDEX, SYNC_INDEX.c.row_id == _APPLICATIONS.c.id)
    .where(_HERE, or_(_APPLICATIONS.c.state.not_in(_CLOSED), _RECENT_HIRE))
    .distinct()
    .order_by(_APPLICATIONS.c.job_seeker_id)
)
