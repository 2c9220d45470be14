"""Who may do what: DOMAIN.md §5 as one table."""

from enum import StrEnum

from sync.domain.commands import Context
from sync.domain.employers import Membership
from sync.domain.errors import RuleViolation
from sync.domain.prescribers import PrescriberMembership, PrescriberOrganization
from sync.domain.world import World


class Role(StrEnum):
    """What a user is in an act: the columns of the table."""

    MEMBER = "member"
    ADMIN = "admin"
    AUTHORIZED_PRESCRIBER = "authorized_prescriber"
    ORIENTEUR = "orienteur"
    STAFF = "staff"


_MEMBERS = frozenset({Role.MEMBER, Role.ADMIN})
_ADMINS = frozenset({Role.ADMIN})
_PRESCRIBERS = frozenset({Role.AUTHORIZED_PRESCRIBER})
_STAFF = frozenset({Role.STAFF})

PERMISSIONS: dict[str, frozenset[Role]] = {
    # at one's own employer
    "decide": _MEMBERS,
    "suspend": _MEMBERS,
    "diagnose": _MEMBERS,
    "edit_job_descriptions": _MEMBERS,
    "block_applications": _MEMBERS,
    "edit_job_seeker": _MEMBERS,
    "invite": _MEMBERS,
    "declare_prolongation": _MEMBERS,
    "manage_members": _ADMINS,
    "create_sister": _ADMINS,
    "edit_employer": _ADMINS,
    # elsewhere
    "send_application": _MEMBERS | _PRESCRIBERS | frozenset({Role.ORIENTEUR}),
    "diagnose_when_sending": _PRESCRIBERS,
    "validate_prolongation": _PRESCRIBERS,
    # the central service
    "send_for_job_seeker": _STAFF,
    "reset_application": _STAFF,
    "issue_pass_manually": _STAFF,
    "import_agreements": _STAFF,
    "authorize_organization": _STAFF,
}


def roles_at_employer(user_id: str, employer_id: str | None, world: World) -> frozenset[Role]:
    """What a user is at an employer: nothing, a member, or a member and administrator."""
    if employer_id is None:
        return frozenset()
    active = world.find(Membership, employer_id=employer_id, user_id=user_id, is_active=True)
    return frozenset({Role.MEMBER if not place.is_admin else Role.ADMIN for place in active})


def roles_in_organization(user_id: str, organization_id: str | None, world: World) -> frozenset[Role]:
    """What a user is when acting for a prescriber organisation; an orienteur may belong to none."""
    organization = world.get(PrescriberOrganization, organization_id) if organization_id else None
    if organization is None:
        return frozenset()
    if not world.find(PrescriberMembership, organization_id=organization.id, user_id=user_id, is_active=True):
        return frozenset()
    return frozenset({Role.AUTHORIZED_PRESCRIBER if organization.is_authorized else Role.ORIENTEUR})


def permit(
    act: str, context: Context, world: World, *, employer_id: str | None = None, organization_id: str | None = None
) -> None:
    """Refuse the act (`not_entitled`) unless the actor has one of the roles that the table asks for (DOMAIN.md §5)."""
    actor = context.actor
    roles = roles_at_employer(actor.user_id, employer_id, world)
    roles |= roles_in_organization(actor.user_id, organization_id, world)
    roles |= frozenset({Role.STAFF}) if actor.is_staff else frozenset()
    if not actor.is_system and not roles & PERMISSIONS[act]:
        raise RuleViolation("not_entitled", {"act": act})
