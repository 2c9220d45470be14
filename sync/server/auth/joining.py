"""New users: their row, their account, their place in a structure or an organisation."""

from dataclasses import dataclass
from datetime import datetime

from sync.domain.employers import Employer, Membership, User
from sync.domain.ids import derived_id
from sync.domain.prescribers import PrescriberMembership, PrescriberOrganization
from sync.server.auth.passwords import Account, create_account
from sync.server.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """A person to come: `employer_id` and `organization_id` are where they belong, at most one of each."""

    email: str
    first_name: str
    last_name: str
    password: str
    employer_id: str | None = None
    organization_id: str | None = None
    is_admin: bool = False
    is_staff: bool = False


def join(unit: UnitOfWork, person: NewUser, now: datetime) -> str:
    """Create the user, account and memberships; the user's id. ValueError when the address has an account already."""
    email = person.email.strip().lower()
    user_id = derived_id("user", email)
    if unit.world.get(User, user_id):
        raise ValueError(f"L’adresse {email} a déjà un compte.")
    unit.world.put(User(id=user_id, first_name=person.first_name, last_name=person.last_name, email=email))
    create_account(unit.connection, Account(user_id, email, person.is_staff), person.password, now)
    if person.employer_id:
        unit.world.put(_membership(user_id, person, person.employer_id, unit, now))
    if person.organization_id:
        unit.world.put(
            PrescriberMembership(
                id=derived_id("prescriber membership", person.organization_id, user_id),
                organization_id=person.organization_id,
                user_id=user_id,
                is_admin=person.is_admin,
                created_at=now,
            )
        )
    return user_id


def _membership(user_id: str, person: NewUser, employer_id: str, unit: UnitOfWork, now: datetime) -> Membership:
    """The first administrator of a structure is its director until the place is handed on."""
    is_first = not unit.world.find(Membership, employer_id=employer_id, is_director=True)
    return Membership(
        id=derived_id("membership", employer_id, user_id),
        employer_id=employer_id,
        user_id=user_id,
        is_admin=person.is_admin,
        is_director=person.is_admin and is_first,
        wants_notifications=person.is_admin and is_first,
        created_at=now,
    )


def employer_by_siret(unit: UnitOfWork, siret: str) -> Employer:
    """The structure of that SIRET; ValueError when there is none or, of several kinds, no single one."""
    found = unit.world.find(Employer, siret=siret)
    if len(found) != 1:
        raise ValueError(f"{len(found)} structures ont le SIRET {siret}.")
    return found[0]


def organization_by_siret(unit: UnitOfWork, siret: str) -> PrescriberOrganization:
    """The organisation of that SIRET; ValueError when there is none or several."""
    found = unit.world.find(PrescriberOrganization, siret=siret)
    if len(found) != 1:
        raise ValueError(f"{len(found)} organisations ont le SIRET {siret}.")
    return found[0]
