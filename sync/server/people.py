"""Who a user is to the service: their name, their rights, the scopes they may follow."""

from sqlalchemy import Connection, bindparam, select

from sync.domain.actor import Actor
from sync.domain.audience import DIRECTORY, REFERENCE, employer_scope, user_scope
from sync.domain.employers import Membership, User
from sync.domain.world import World
from sync.server.tables import ACCOUNTS
from sync.store.tables import TABLES


def user_name(world: World, user_id: str) -> str:
    """« Prénom NOM »; the id of a user whose row is gone."""
    user = world.get(User, user_id)
    return user.display_name if user else user_id


def actor_of(connection: Connection, world: World, user_id: str) -> Actor:
    """The user as the author of acts."""
    is_staff = connection.scalar(select(ACCOUNTS.c.is_staff).where(ACCOUNTS.c.user_id == user_id))
    return Actor(user_id=user_id, name=user_name(world, user_id), is_staff=bool(is_staff))


def scopes_of(connection: Connection, user_id: str) -> list[str]:
    """The scopes a user has a right to, in the order in which they travel; `directory` last."""
    employers = sorted(connection.scalars(_EMPLOYERS, {"user": user_id}))
    return [REFERENCE, user_scope(user_id), *map(employer_scope, employers), DIRECTORY]


_MEMBERSHIPS = TABLES[Membership].c
_EMPLOYERS = select(_MEMBERSHIPS.employer_id).where(_MEMBERSHIPS.user_id == bindparam("user"), _MEMBERSHIPS.is_active)
