"""The user's structures, and what the switcher shows of them."""

from dataclasses import dataclass

from desktop.queries.lens import Lens
from sync.domain.employers import Employer, Membership


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """An employer the user is an active member of."""

    employer: Employer
    is_admin: bool
    accepts_applications: bool


def mine(lens: Lens) -> tuple[Structure, ...]:
    """The structures of the user who looks, by name."""
    world = lens.world
    found = []
    for membership in world.find(Membership, user_id=lens.user_id, is_active=True):
        employer = world.get(Employer, membership.employer_id)
        if employer is not None:
            found.append(_structure(employer, membership))
    return tuple(sorted(found, key=lambda each: each.employer.display_name.casefold()))


def _structure(employer: Employer, membership: Membership) -> Structure:
    return Structure(
        employer=employer,
        is_admin=membership.is_admin,
        accepts_applications=employer.applications_blocked_at is None,
    )
