"""Settling an inbox issue (SYNC.md §8)."""

from dataclasses import dataclass, replace
from enum import StrEnum

from sync.domain.commands import Context, Outcome, Policy, Status, command
from sync.domain.errors import RuleViolation
from sync.domain.inbox import REACHED, InboxIssue, IssueKind
from sync.domain.permissions import Role, roles_at_employer
from sync.domain.world import World, fetch


class Settlement(StrEnum):
    """The ways to close an issue: the inbox's actions, and those of administrators and of the rules themselves."""

    MINE = "mine"
    CURRENT = "current"
    ARBITRATION = "arbitration"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    REACHED = REACHED
    EXPIRED = "expired"


_BY_ITSELF = (Settlement.REACHED, Settlement.EXPIRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle:
    """Settle an issue; `how` is a `Settlement`. Retaking one's own version is an act of its own, recorded beside."""

    issue_id: str
    how: str


@command("inbox.settle", Settle, policy=Policy.LWW)
def settle(args: Settle, context: Context, world: World) -> Outcome | None:
    """Its author closes an issue; for a confirmation or an arbitration, the employer's administrators (SYNC.md §8).

    Asking for an arbitration closes nothing: the issue becomes one that others settle. Where no employer is concerned,
    its author confirms what a device of theirs left behind.
    """
    issue = fetch(world, InboxIssue, args.issue_id)
    actor = context.actor
    if not (actor.is_staff or actor.is_system or may_settle(issue, actor.user_id, world)):
        raise RuleViolation("not_entitled", {"act": "settle"})
    is_central = context.actor.is_staff or context.actor.is_system
    if args.how not in set(Settlement) or (args.how in _BY_ITSELF and not is_central):
        raise RuleViolation("settlement_unknown", {"how": args.how})
    if issue.closed_at is not None:
        return Outcome(Status.NOOP, "already_done")
    if args.how == Settlement.ARBITRATION:
        world.put(_put_to_arbitration(issue))
        return None
    world.put(replace(issue, closed_at=context.now, closed_how=args.how, closed_by=context.actor.user_id))
    return None


def _put_to_arbitration(issue: InboxIssue) -> InboxIssue:
    """Now the employer's administrators see it too, and they or the central service's staff close it (SYNC.md §8)."""
    if issue.kind not in (IssueKind.REJECTED, IssueKind.PARKED):
        raise RuleViolation("settlement_unknown", {"how": Settlement.ARBITRATION})
    return replace(issue, kind=IssueKind.ARBITRATION)


def may_settle(issue: InboxIssue, user_id: str, world: World) -> bool:
    """Whether a user who is not of the central service may close an issue, whichever way."""
    if issue.kind in (IssueKind.CONFIRMATION, IssueKind.ARBITRATION):
        is_admin = Role.ADMIN in roles_at_employer(user_id, issue.employer_id, world)
        return is_admin or (issue.employer_id is None and issue.user_id == user_id)
    return issue.user_id == user_id
