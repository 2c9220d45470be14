"""Managing a structure: the total block of applications, its page, sister structures (DOMAIN.md §4)."""

from dataclasses import dataclass, replace
from functools import partial

from sync.domain.commands import Context, Outcome, Policy, Status, command
from sync.domain.employers import Employer
from sync.domain.permissions import permit
from sync.domain.world import World, fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockApplications:
    """« Ne plus recevoir de candidatures »."""

    employer_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnblockApplications:
    """« Recevoir à nouveau des candidatures »."""

    employer_id: str


_switch = partial(
    command,
    policy=Policy.STRICT,
    subject=Employer,
    subject_field="employer_id",
    is_undoable=True,
)


@_switch("employer.block_applications", BlockApplications)
def block_applications(args: BlockApplications, context: Context, world: World) -> Outcome | None:
    """« Postuler » becomes inactive for others; applications already received go on (DOMAIN.md §4)."""
    permit("block_applications", context, world, employer_id=args.employer_id)
    employer = fetch(world, Employer, args.employer_id)
    if employer.applications_blocked_at is not None:
        return Outcome(Status.NOOP, "already_done")
    world.put(replace(employer, applications_blocked_at=context.now))
    return None


@_switch("employer.unblock_applications", UnblockApplications)
def unblock_applications(args: UnblockApplications, context: Context, world: World) -> Outcome | None:
    """« Postuler » becomes active again (DOMAIN.md §4)."""
    permit("block_applications", context, world, employer_id=args.employer_id)
    employer = fetch(world, Employer, args.employer_id)
    if employer.applications_blocked_at is None:
        return Outcome(Status.NOOP, "already_done")
    world.put(replace(employer, applications_blocked_at=None))
    return None
