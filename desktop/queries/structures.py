"""The user's structures, and what the switcher shows of them."""

from dataclasses import dataclass

from sqlalchemy import func, select

from desktop.queries.filters import APPLICATIONS
from desktop.queries.lens import Lens
from desktop.queries.marks import unsent_ids
from sync.domain.employers import Employer, Membership
from sync.domain.job_applications import ApplicationState


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """An employer the user is an active member of."""

    employer: Employer
    is_admin: bool
    accepts_applications: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One line of the combined view: new and studied applications, and members with access."""

    structure: Structure
    to_handle: int
    members: int
    is_unsent: bool


def overview(lens: Lens) -> tuple[Overview, ...]:
    """All structures of the user who looks, side by side."""
    active = APPLICATIONS.c.state.in_((ApplicationState.NEW, ApplicationState.PROCESSING))
    query = select(APPLICATIONS.c.employer_id, func.count()).where(active).group_by(APPLICATIONS.c.employer_id)
    counts = {row[0]: row[1] for row in lens.connection.execute(query)}
    here = unsent_ids(lens.connection, "employers")
    return tuple(
        Overview(
            structure=each,
            to_handle=counts.get(each.employer.id, 0),
            members=len(lens.world.find(Membership, employer_id=each.employer.id, is_active=True)),
            is_unsent=each.employer.id in here,
        )
        for each in mine(lens)
    )


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
