"""Members of an employer: invitations, administrators, the director, notifications (DOMAIN.md §4 « Employers »)."""

from dataclasses import dataclass, replace

from sync.domain.calendar import add_days
from sync.domain.commands import Context, Policy, command
from sync.domain.employers import Employer, Invitation, Membership, User
from sync.domain.errors import RuleViolation
from sync.domain.permissions import permit
from sync.domain.world import World, fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """Ask a colleague to join; `valid_days` 0 stands for the edition's usual length.

    The invitation reaches whoever has an account under that address, capitals aside.
    """

    invitation_id: str
    employer_id: str
    email: str
    first_name: str
    last_name: str
    valid_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """The invited person joins; `membership_id` is a new id, used if they never were a member."""

    invitation_id: str
    membership_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeactivateMember:
    """End a membership; the user stays, without the structure."""

    membership_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameAdmin:
    """Make a member an administrator."""

    membership_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveAdmin:
    """Make an administrator a member again."""

    membership_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferDirector:
    """Make this member the structure's contact known to the ASP."""

    membership_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetNotifications:
    """Whether one wants the e-mails about new applications."""

    membership_id: str
    wants_notifications: bool


@command("membership.invite", Invite, policy=Policy.STRICT)
def invite(args: Invite, context: Context, world: World) -> None:
    """Any member invites; 14 days, 1 to 90 in 2026 (platform-rules.md §6.2)."""
    permit("invite", context, world, employer_id=args.employer_id)
    rules = context.rules.employers
    days = args.valid_days or rules.invitation_days
    shortest = rules.min_invitation_days or rules.invitation_days
    longest = rules.max_invitation_days or rules.invitation_days
    if not shortest <= days <= longest:
        raise RuleViolation(
            "invitation_days_outside", {"field": "valid_days", "shortest": shortest, "longest": longest}
        )
    if "@" not in args.email:
        raise RuleViolation("email_invalid", {"field": "email", "value": args.email})
    world.put(
        Invitation(
            id=args.invitation_id,
            employer_id=args.employer_id,
            email=args.email.strip().lower(),
            first_name=args.first_name.strip(),
            last_name=args.last_name.strip(),
            invited_by=context.actor.name,
            ends_on=add_days(context.today, days),
            created_at=context.now,
        )
    )


@command("membership.join", Join, policy=Policy.STRICT)
def join(args: Join, context: Context, world: World) -> None:
    """The first member of a structure is its administrator and director (platform-rules.md §6 « Sign-up »).

    That nobody was there before, the server alone can see.
    """
    invitation = fetch(world, Invitation, args.invitation_id)
    _check_invitation(invitation, context, world)
    members = world.find(Membership, employer_id=invitation.employer_id)
    is_first = context.issuance is not None and not any(member.is_active for member in members)
    known = next((member for member in members if member.user_id == context.actor.user_id), None)
    new = Membership(
        id=args.membership_id,
        employer_id=invitation.employer_id,
        user_id=context.actor.user_id,
        created_at=context.now,
    )
    world.put(
        replace(known or new, is_active=True, is_admin=is_first, is_director=is_first, wants_notifications=is_first)
    )
    world.put(replace(invitation, accepted_at=context.now))


def _check_invitation(invitation: Invitation, context: Context, world: World) -> None:
    """For the person invited, once, in time (platform-rules.md §6.2)."""
    user = fetch(world, User, context.actor.user_id)
    if user.email.casefold() != invitation.email.casefold():
        raise RuleViolation("invitation_not_yours", {"email": invitation.email})
    if invitation.accepted_at is not None:
        raise RuleViolation("invitation_used")
    if context.today > invitation.ends_on:
        raise RuleViolation("invitation_expired", {"ends_on": invitation.ends_on})


def _managed(membership_id: str, context: Context, world: World) -> Membership:
    member = fetch(world, Membership, membership_id)
    permit("manage_members", context, world, employer_id=member.employer_id)
    return member


def _check_not_last_admin(member: Membership, world: World) -> None:
    """Several administrators; the last one cannot leave (DOMAIN.md §4)."""
    admins = world.find(Membership, employer_id=member.employer_id, is_admin=True, is_active=True)
    if member.is_admin and all(admin.id == member.id for admin in admins):
        employer = fetch(world, Employer, member.employer_id)
        raise RuleViolation("last_admin", {"employer": employer.display_name})


@command("membership.deactivate", DeactivateMember, policy=Policy.STRICT)
def deactivate(args: DeactivateMember, context: Context, world: World) -> None:
    """Administrators only; the user stays, the logs are kept (platform-rules.md §6.2)."""
    member = _managed(args.membership_id, context, world)
    _check_not_last_admin(member, world)
    if member.is_director:
        raise RuleViolation("director_must_transfer")
    world.put(replace(member, is_active=False, is_admin=False))


@command("membership.name_admin", NameAdmin, policy=Policy.STRICT)
def name_admin(args: NameAdmin, context: Context, world: World) -> None:
    """Administrators only (DOMAIN.md §5)."""
    member = _managed(args.membership_id, context, world)
    if not member.is_active:
        raise RuleViolation("member_inactive")
    world.put(replace(member, is_admin=True))


@command("membership.remove_admin", RemoveAdmin, policy=Policy.STRICT)
def remove_admin(args: RemoveAdmin, context: Context, world: World) -> None:
    """Administrators only; never the last (DOMAIN.md §4)."""
    member = _managed(args.membership_id, context, world)
    _check_not_last_admin(member, world)
    world.put(replace(member, is_admin=False))


@command("membership.transfer_director", TransferDirector, policy=Policy.STRICT)
def transfer_director(args: TransferDirector, context: Context, world: World) -> None:
    """`is_director` is transferable; notifications go to the director by default (DOMAIN.md §4)."""
    member = _managed(args.membership_id, context, world)
    if not member.is_active:
        raise RuleViolation("member_inactive")
    for former in world.find(Membership, employer_id=member.employer_id, is_director=True):
        world.put(replace(former, is_director=False))
    world.put(replace(member, is_director=True, wants_notifications=True))


@command("membership.set_notifications", SetNotifications, policy=Policy.LWW)
def set_notifications(args: SetNotifications, context: Context, world: World) -> None:
    """One's own preference: the director's are on by default, others switch theirs on (DOMAIN.md §4)."""
    member = fetch(world, Membership, args.membership_id)
    if member.user_id != context.actor.user_id:
        raise RuleViolation("not_entitled", {"act": "set_notifications"})
    world.put(replace(member, wants_notifications=args.wants_notifications))
