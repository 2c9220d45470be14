"""Suspending a PASS: creating, editing, lifting, deleting (platform-rules.md §3)."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from sync.domain.answering import chosen
from sync.domain.calendar import add_days, add_months, overlaps
from sync.domain.commands import Context, Policy, command
from sync.domain.contract import earliest_suspension_by_hire
from sync.domain.employers import Employer
from sync.domain.errors import RuleViolation
from sync.domain.passes import Pass, PassStanding, is_in_progress, replay, suspended_by
from sync.domain.permissions import permit
from sync.domain.rulebook import Rulebook
from sync.domain.suspensions import Suspension, SuspensionDetail
from sync.domain.world import World, fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend:
    """« Suspendre » a PASS; both days inclusive, `ends_on` None when unknown (edition 2026). `suspension_id` is new."""

    suspension_id: str
    pass_id: str
    employer_id: str
    starts_on: date
    ends_on: date | None
    reason: str
    explanation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditSuspension:
    """Other dates or another reason for a suspension in progress."""

    suspension_id: str
    starts_on: date
    ends_on: date | None
    reason: str
    explanation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftSuspension:
    """« Lever la suspension »: the person is back at work on `back_on`; the suspension ends the day before."""

    suspension_id: str
    back_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteSuspension:
    """Cancel a suspension: the PASS gets its end back."""

    suspension_id: str


def longest_end(starts_on: date, rules: Rulebook) -> date:
    """The last day a suspension may have: 6 months (2021) or 36 months (2026) after its start, less one day."""
    return add_days(add_months(starts_on, rules.suspensions.max_months), -1)


def earliest_start(iae_pass: Pass, hired_on: date, others: list[Suspension], today: date, rules: Rulebook) -> date:
    """The first day a suspension may start (platform-rules.md §3).

    2021: the PASS's first day. 2026: the day after the last suspension, else the last hire; at most 365 days back.
    """
    limits = [iae_pass.starts_on]
    if rules.suspensions.start_after_last_one:
        limits.append(max((add_days(one.ends_on, 1) for one in others), default=hired_on))
    if rules.suspensions.max_days_back:
        limits.append(add_days(today, -rules.suspensions.max_days_back))
    return max(limits)


@command("suspension.create", Suspend, policy=Policy.STRICT, subject=Pass, subject_field="pass_id", is_undoable=True)
def suspend(args: Suspend, context: Context, world: World) -> None:
    """The last hiring employer suspends a PASS in progress, once the hire can no longer be cancelled (2021)."""
    permit("suspend", context, world, employer_id=args.employer_id)
    iae_pass = fetch(world, Pass, args.pass_id)
    check_may_suspend(iae_pass, args.employer_id, context, world)
    ends_on = _known_end(args.starts_on, args.ends_on, context.rules)
    suspension = Suspension(
        id=args.suspension_id,
        pass_id=iae_pass.id,
        job_seeker_id=iae_pass.job_seeker_id,
        employer_id=args.employer_id,
        starts_on=args.starts_on,
        ends_on=ends_on,
        created_at=context.now,
    )
    _write(suspension, args.reason, args.explanation, context, world)


def check_may_suspend(iae_pass: Pass, employer_id: str, context: Context, world: World) -> PassStanding:
    """Refuse unless this employer may suspend this PASS today (DOMAIN.md §3 « suspend »)."""
    kind = fetch(world, Employer, employer_id).kind
    if not context.rules.needs_pass(kind):
        raise RuleViolation("suspension_not_for_kind", {"kind": kind})
    found = world.find(PassStanding, pass_id=iae_pass.id, employer_id=employer_id, is_last_hirer=True)
    if not found or found[0].hiring_starts_on is None:
        raise RuleViolation("not_last_hirer")
    if not is_in_progress(iae_pass, context.today):
        raise RuleViolation("pass_not_in_progress", {"starts_on": iae_pass.starts_on, "ends_on": iae_pass.ends_on})
    if suspended_by(world.find(Suspension, pass_id=iae_pass.id), context.today):
        raise RuleViolation("already_suspended")
    earliest = earliest_suspension_by_hire(found[0].hiring_starts_on, context.rules)
    if context.today < earliest:
        raise RuleViolation("suspension_too_early", {"earliest": earliest})
    return found[0]


def _known_end(starts_on: date, ends_on: date | None, rules: Rulebook) -> date:
    if ends_on is not None:
        return ends_on
    if not rules.suspensions.end_may_be_unknown:
        raise RuleViolation("suspension_end_missing")
    return longest_end(starts_on, rules)


def _write(suspension: Suspension, reason: str, explanation: str, context: Context, world: World) -> None:
    iae_pass = fetch(world, Pass, suspension.pass_id)
    rule = chosen(
        reason,
        context.rules.suspensions.reasons,
        fetch(world, Employer, suspension.employer_id).kind,
        "suspension_reason_unknown",
    )
    if rule.needs_explanation and not explanation.strip():
        raise RuleViolation("suspension_explanation_missing", {"reason_label": rule.label})
    others = [one for one in world.find(Suspension, pass_id=iae_pass.id) if one.id != suspension.id]
    check_dates(suspension, iae_pass, others, context, world)
    world.put(suspension)
    world.put(
        SuspensionDetail(
            id=suspension.id,
            employer_id=suspension.employer_id,
            reason=reason,
            explanation=explanation.strip(),
            user_name=context.actor.name,
        )
    )
    replay(iae_pass, world)


def check_dates(
    suspension: Suspension, iae_pass: Pass, others: list[Suspension], context: Context, world: World
) -> None:
    """Refuse dates outside the PASS, in the future, too long, or shared with another suspension (§3)."""
    starts_on, ends_on = suspension.starts_on, suspension.ends_on
    if starts_on > context.today:
        raise RuleViolation("suspension_in_future", {"latest": context.today})
    standings = world.find(PassStanding, pass_id=iae_pass.id, employer_id=suspension.employer_id)
    hired_on = standings[0].hiring_starts_on if standings else None
    finished = [one for one in others if one.ends_on < context.today]
    earliest = earliest_start(iae_pass, hired_on or iae_pass.starts_on, finished, context.today, context.rules)
    if not earliest <= starts_on <= iae_pass.ends_on:
        facts = {"earliest": earliest, "latest": min(iae_pass.ends_on, context.today)}
        raise RuleViolation("suspension_outside_pass", facts)
    if ends_on < starts_on:
        raise RuleViolation("suspension_ends_before_start", {"starts_on": starts_on})
    latest = longest_end(starts_on, context.rules)
    if ends_on > latest:
        facts = {"latest": latest, "months": context.rules.suspensions.max_months}
        raise RuleViolation("suspension_too_long", facts)
    if any(overlaps(starts_on, ends_on, one.starts_on, one.ends_on) for one in others):
        raise RuleViolation("suspension_overlaps")


_change = partial(
    command,
    policy=Policy.STRICT,
    subject=Suspension,
    subject_field="suspension_id",
    expects=("starts_on", "ends_on"),
    is_undoable=True,
)


def _in_progress(suspension_id: str, context: Context, world: World) -> Suspension:
    suspension = fetch(world, Suspension, suspension_id)
    permit("suspend", context, world, employer_id=suspension.employer_id)
    if not suspension.starts_on <= context.today <= suspension.ends_on:
        raise RuleViolation("suspension_not_in_progress", {"ends_on": suspension.ends_on})
    return suspension


@_change("suspension.edit", EditSuspension)
def edit(args: EditSuspension, context: Context, world: World) -> None:
    """By the same employer while the suspension is in progress (platform-rules.md §3 « Edit »)."""
    suspension = _in_progress(args.suspension_id, context, world)
    ends_on = _known_end(args.starts_on, args.ends_on, context.rules)
    _write(
        replace(suspension, starts_on=args.starts_on, ends_on=ends_on),
        args.reason,
        args.explanation,
        context,
        world,
    )


@_change("suspension.lift", LiftSuspension)
def lift(args: LiftSuspension, context: Context, world: World) -> None:
    """Back to work on a day after the start and before the end: the suspension ends the day before (§3, 2026)."""
    suspension = _in_progress(args.suspension_id, context, world)
    if not suspension.starts_on < args.back_on < suspension.ends_on:
        facts = {"earliest": add_days(suspension.starts_on, 1), "latest": add_days(suspension.ends_on, -1)}
        raise RuleViolation("back_to_work_outside", facts)
    world.put(replace(suspension, ends_on=add_days(args.back_on, -1)))
    replay(fetch(world, Pass, suspension.pass_id), world)


@_change("suspension.delete", DeleteSuspension)
def delete(args: DeleteSuspension, context: Context, world: World) -> None:
    """The PASS's end goes back (platform-rules.md §3 « Cancel »)."""
    suspension = _in_progress(args.suspension_id, context, world)
    remove(suspension, world)
    replay(fetch(world, Pass, suspension.pass_id), world)


def remove(suspension: Suspension, world: World) -> None:
    """Delete a suspension with its detail; the PASS's end is the caller's to replay."""
    world.remove(suspension)
    detail = world.get(SuspensionDetail, suspension.id)
    if detail is not None:
        world.remove(detail)
