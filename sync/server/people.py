"""Who a user is to the service: their name, their rights, the scopes they may follow."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from sync.domain.actor import Actor
from sync.domain.audience import DIRECTORY, REFERENCE, employer_scope, user_scope
from sync.domain.employers import Membership, User
from sync.domain.world import World
from sync.protocol.problems import NOT_SIGNED_IN, Refused
from sync.server.clients import COLUMNS, Caller, Client
from sync.server.tables import ACCOUNTS, CLIENTS, SCOPE_HEADS
from sync.store.rows import column_names, entity_of
from sync.store.tables import TABLES


@dataclass(frozen=True, slots=True)
class Author:
    """Who brings acts: their client as it stands, and the head of `reference`, which moves with the published rules."""

    client: Client
    actor: Actor
    rules_head: int


def user_name(world: World, user_id: str) -> str:
    """« Prénom NOM »; the id of a user whose row is gone."""
    user = world.get(User, user_id)
    return user.display_name if user else user_id


def actor_of(connection: Connection, world: World, user_id: str) -> Actor:
    """The user as the author of acts."""
    is_staff = connection.scalar(select(ACCOUNTS.c.is_staff).where(ACCOUNTS.c.user_id == user_id))
    return Actor(user_id=user_id, name=user_name(world, user_id), is_staff=bool(is_staff))


def author_of(connection: Connection, caller: Caller) -> Author:
    """Who calls, their client nobody else's to move until the transaction ends; Refused when not admitted any more.

    All that has to be known of an author in one statement: most pushes bring a single act.
    """
    row = connection.execute(_AUTHOR, {"client": caller.id}).first()
    if row is None:
        raise Refused(NOT_SIGNED_IN)
    client = Client(*row[: len(COLUMNS)]).admitted()
    is_staff, rules_head, *user = row[len(COLUMNS) :]
    name = entity_of(User, user).display_name if user[0] else client.user_id
    return Author(client, Actor(user_id=client.user_id, name=name, is_staff=bool(is_staff)), rules_head or 0)


def admitted_scopes(connection: Connection, caller: Caller) -> list[str]:
    """As `scopes_of` the caller; Refused when not admitted any more."""
    rows = connection.execute(_ADMITTED, {"client": caller.id}).all()
    if not rows:
        raise Refused(NOT_SIGNED_IN)
    Client(*rows[0][: len(COLUMNS)]).admitted()
    return _scopes(caller.user_id, [row[-1] for row in rows if row[-1]])


def scopes_of(connection: Connection, user_id: str) -> list[str]:
    """The scopes a user has a right to, in the order in which they travel; `directory` last."""
    return _scopes(user_id, connection.scalars(_EMPLOYERS, {"user": user_id}))


def _scopes(user_id: str, employer_ids: Iterable[str]) -> list[str]:
    return [REFERENCE, user_scope(user_id), *map(employer_scope, sorted(employer_ids)), DIRECTORY]


_MEMBERSHIPS = TABLES[Membership].c
_EMPLOYERS = select(_MEMBERSHIPS.employer_id).where(_MEMBERSHIPS.user_id == bindparam("user"), _MEMBERSHIPS.is_active)
_ADMITTED = (
    select(*COLUMNS, _MEMBERSHIPS.employer_id)
    .outerjoin(TABLES[Membership], (_MEMBERSHIPS.user_id == CLIENTS.c.user_id) & _MEMBERSHIPS.is_active)
    .where(CLIENTS.c.id == bindparam("client"))
)
_USERS = TABLES[User]
_RULES_HEAD = select(SCOPE_HEADS.c.head).where(SCOPE_HEADS.c.scope == REFERENCE).scalar_subquery()
_AUTHOR = (
    select(*COLUMNS, ACCOUNTS.c.is_staff, _RULES_HEAD, *(_USERS.c[name] for name in column_names(_USERS)))
    .outerjoin(ACCOUNTS, ACCOUNTS.c.user_id == CLIENTS.c.user_id)
    .outerjoin(_USERS, _USERS.c.id == CLIENTS.c.user_id)
    .where(CLIENTS.c.id == bindparam("client"))
    .with_for_update(of=CLIENTS)
)
