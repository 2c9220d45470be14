"""Confirming: an administrator settles a parked act, and it is executed after all, for the instant it was made (§7)."""

import msgspec
from sqlalchemy import bindparam, select

from sync.domain.commands import Context, Grade, Status, command_type, decide
from sync.domain.errors import RuleViolation
from sync.domain.inbox import InboxIssue, IssueKind
from sync.domain.rulebook import Editions
from sync.domain.settling import Settle, Settlement
from sync.protocol.messages import PushedEntry
from sync.server.entries import receive
from sync.server.locks import lock_for
from sync.server.people import actor_of
from sync.server.quarantine import QUARANTINED, settle_deposit
from sync.server.tables import COMMAND_LOG
from sync.server.unit_of_work import UnitOfWork


def confirm(args: Settle, context: Context, unit: UnitOfWork, editions: Editions) -> None:
    """Execute the act behind a confirmed issue; RuleViolation when the rules refuse it, and then nothing is settled.

    Behind the issue of a revoked device there are all the acts it deposited: see `quarantine`.

    It counts for the instant found when it came in, with the grade « confirmed ». An act whose author has left the
    employer becomes the act of the administrator who confirms it; where that act was itself a confirmation, what it
    confirmed is executed too.
    """
    issue = unit.world.get(InboxIssue, args.issue_id)
    if issue is None or issue.kind is not IssueKind.CONFIRMATION:
        return
    if issue.code == QUARANTINED:
        settle_deposit(issue, args.how, context, unit)
    elif args.how == Settlement.CONFIRMED:
        _execute(issue, context, unit, editions)


def _execute(issue: InboxIssue, context: Context, unit: UnitOfWork, editions: Editions) -> None:
    logged = unit.connection.execute(_LOGGED, {"id": issue.command_id}).one()
    received = receive(PushedEntry(body=msgspec.Raw(logged.body.encode())))
    lock_for(unit, [received])
    entry = received.entry
    kind = command_type(entry.name, entry.version)
    act = received.args(kind) if kind else None
    if act is None:
        raise RuleViolation("unknown_command")
    is_orphan = logged.code == "not_entitled"
    confirmed = Context(
        actor=context.actor if is_orphan else actor_of(unit.connection, unit.world, logged.user_id),
        now=logged.effective_at,
        rules=editions.at(logged.effective_at),
        command_id=entry.id,
        grade=Grade.CONFIRMED,
        received_at=logged.received_at,
        expect=entry.expect,
        issuance=context.issuance,
    )
    outcome = decide(act, confirmed, unit.world)
    if isinstance(act, Settle) and outcome.status is Status.APPLIED:
        confirm(act, confirmed, unit, editions)


_LOGGED = select(COMMAND_LOG).where(COMMAND_LOG.c.id == bindparam("id"))
