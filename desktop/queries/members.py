"""Structure: its record, its members, the colleagues invited, and what the user may do with each."""

from dataclasses import dataclass

from desktop.queries.lens import Lens
from desktop.queries.marks import unsent_ids
from desktop.queries.rehearsal import rehearse
from sync.domain.employers import Employer, Invitation, Membership, User
from sync.domain.errors import RuleViolation
from sync.domain.joining import DeactivateMember, Invite, Join, NameAdmin, RemoveAdmin, TransferDirector
from sync.domain.managing import BlockApplications, CreateSister, EditEmployer, UnblockApplications

NAME_ADMIN, REMOVE_ADMIN, DIRECTOR, DEACTIVATE = "name_admin", "remove_admin", "transfer_director", "deactivate"
_ACTS = {NAME_ADMIN: NameAdmin, REMOVE_ADMIN: RemoveAdmin, DIRECTOR: TransferDirector, DEACTIVATE: DeactivateMember}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An active member; `refusals` says of each act why it is closed, None where it is open."""

    membership: Membership
    name: str
    email: str
    is_me: bool
    is_unsent: bool
    refusals: dict[str, RuleViolation | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureRecord:
    """One structure with its people; the refusals are None where the act is open."""

    employer: Employer
    members: tuple[Member, ...]
    invitations: tuple[Invitation, ...]
    is_unsent: bool
    edit: RuleViolation | None
    invite: RuleViolation | None
    block: RuleViolation | None
    sister: RuleViolation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An invitation that the user who looks can accept; `employer` is the name shown, "" where it is not known yet."""

    invitation: Invitation
    employer: str


def read(lens: Lens, employer_id: str) -> StructureRecord | None:
    """The record of a structure; None when it is not visible here."""
    employer = lens.world.get(Employer, employer_id)
    if employer is None:
        return None
    invitation = Invite(invitation_id="rehearsal", employer_id=employer_id, email="a@b", first_name="", last_name="")
    switch = UnblockApplications if employer.applications_blocked_at else BlockApplications
    return StructureRecord(
        employer=employer,
        members=_members(lens, employer_id),
        invitations=_invitations(lens, employer_id),
        is_unsent=employer_id in unsent_ids(lens.connection, "employers"),
        edit=rehearse(lens, EditEmployer(employer_id=employer_id, changes={})).refusal,
        invite=rehearse(lens, invitation).refusal,
        block=rehearse(lens, switch(employer_id=employer_id)).refusal,
        sister=rehearse(lens, _sister(employer_id)).refusal,
    )


def asked(lens: Lens) -> tuple[Asked, ...]:
    """The structures that ask the user to join, those that must be answered first on top."""
    me = lens.world.get(User, lens.user_id)
    if me is None:
        return ()
    received = lens.world.find(Invitation, email=me.email.lower(), accepted_at=None)
    open_ones = (each for each in received if rehearse(lens, _joining(each)).refusal is None)
    return tuple(_asked(lens, each) for each in sorted(open_ones, key=lambda each: (each.ends_on, each.id)))


def _joining(invitation: Invitation) -> Join:
    return Join(invitation_id=invitation.id, membership_id="rehearsal")


def _asked(lens: Lens, invitation: Invitation) -> Asked:
    employer = lens.world.get(Employer, invitation.employer_id)
    return Asked(invitation=invitation, employer=employer.display_name if employer else "")


def _sister(employer_id: str) -> CreateSister:
    """A sister that lacks nothing, so that only the rules can stand in the way."""
    return CreateSister(
        employer_id="rehearsal",
        parent_id=employer_id,
        membership_id="rehearsal",
        name="-",
        phone="0",
        post_code="38000",
    )


def _members(lens: Lens, employer_id: str) -> tuple[Member, ...]:
    here = unsent_ids(lens.connection, "memberships")
    found = []
    for membership in lens.world.find(Membership, employer_id=employer_id, is_active=True):
        user = lens.world.get(User, membership.user_id)
        found.append(
            Member(
                membership=membership,
                name=user.display_name if user else "",
                email=user.email if user else "",
                is_me=membership.user_id == lens.user_id,
                is_unsent=membership.id in here,
                refusals=_refusals(lens, membership),
            )
        )
    return tuple(sorted(found, key=lambda member: (not member.membership.is_admin, member.name)))


def _refusals(lens: Lens, membership: Membership) -> dict[str, RuleViolation | None]:
    return {code: rehearse(lens, args(membership_id=membership.id)).refusal for code, args in _ACTS.items()}


def _invitations(lens: Lens, employer_id: str) -> tuple[Invitation, ...]:
    """Those not used yet, the latest first."""
    pending = lens.world.find(Invitation, employer_id=employer_id, accepted_at=None)
    return tuple(sorted(pending, key=lambda invitation: invitation.created_at, reverse=True))
