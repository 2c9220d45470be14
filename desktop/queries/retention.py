"""Conservation des données: of everybody these employers dealt with, the facts that decide how long data are kept."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from desktop.queries.filters import APPLICATIONS, PEOPLE
from desktop.queries.lens import Lens
from desktop.queries.marks import among, by_name
from sync.domain.calendar import paris_date
from sync.domain.passes import Pass
from sync.store.tables import TABLES

_PASSES = TABLES[Pass]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPerson:
    """A person and the days that count: the last act about them here, and the last day of their last PASS."""

    job_seeker_id: str
    last_name: str
    first_name: str
    last_contact_on: date
    pass_ends_on: date | None
    is_pending: bool


def read(lens: Lens) -> tuple[KeptPerson, ...]:
    """Everybody, as a French directory sorts them."""
    moved, ends = APPLICATIONS.c.state_changed_at, _PASSES.c.ends_on
    pending = among(APPLICATIONS.c.state, lens.rules.pending_states(), "pending")
    query = (
        select(
            PEOPLE.c.id,
            PEOPLE.c.last_name,
            PEOPLE.c.first_name,
            func.max(moved, type_=moved.type).label("moved_at"),
            func.max(ends, type_=ends.type).label("ends_on"),
            func.max(pending).label("is_pending"),
        )
        .select_from(
            APPLICATIONS.join(PEOPLE, PEOPLE.c.id == APPLICATIONS.c.job_seeker_id).outerjoin(
                _PASSES, _PASSES.c.id == APPLICATIONS.c.pass_id
            )
        )
        .where(among(APPLICATIONS.c.employer_id, lens.employer_ids, "employers"))
        .group_by(PEOPLE.c.id)
        .order_by(*by_name(PEOPLE), PEOPLE.c.id)
    )
    return tuple(
        KeptPerson(
            job_seeker_id=row.id,
            last_name=row.last_name,
            first_name=row.first_name,
            last_contact_on=paris_date(row.moved_at),
            pass_ends_on=row.ends_on,
            is_pending=bool(row.is_pending),
        )
        for row in lens.connection.execute(query)
    )
