"""People this workstation knows: who may be the one that is about to be registered again."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select

from desktop.queries.filters import APPLICATIONS, PEOPLE
from desktop.queries.lens import Lens

SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A person on this workstation; `application_id` is their latest application here, "" for none."""

    id: str
    last_name: str
    first_name: str
    born_on: date | None
    city: str
    application_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What tells whether two files are one person."""

    last_name: str
    first_name: str
    born_on: date | None
    nir: str
    pole_emploi_id: str


def same_as(lens: Lens, who: Identity) -> tuple[Known, ...]:
    """Those with the same number, or the same names (accents aside) and birth date."""
    same = _same(who)
    if not same:
        return ()
    latest = (
        select(APPLICATIONS.c.id)
        .where(APPLICATIONS.c.job_seeker_id == PEOPLE.c.id)
        .order_by(APPLICATIONS.c.created_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    columns = [PEOPLE.c[name] for name in ("id", "last_name", "first_name", "born_on", "city")]
    query = select(*columns, func.coalesce(latest, "").label("application_id")).where(or_(*same)).limit(SHOWN)
    return tuple(Known(**row) for row in lens.connection.execute(query).mappings())


def _same(who: Identity) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if who.nir:
        found.append(PEOPLE.c.nir == who.nir)
    if who.pole_emploi_id:
        found.append(PEOPLE.c.pole_emploi_id == who.pole_emploi_id)
    if who.last_name and who.first_name and who.born_on:
        names = (
            func.lower(func.sort_key(PEOPLE.c[name])) == func.lower(func.sort_key(value.strip()))
            for name, value in (("last_name", who.last_name), ("first_name", who.first_name))
        )
        found.append(and_(PEOPLE.c.born_on == who.born_on, *names))
    return found
