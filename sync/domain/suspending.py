"""Suspending a PASS: creating, editing, lifting, deleting (platform-rules.md §3)."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from sync.domain.calendar import add_days
from sync.domain.commands import Context, Policy, command
from sync.domain.contract import earliest_suspension_by_hire
from sync.domain.employers import Employer
from sync.domain.errors import RuleViolation, refuse_first
from sync.domain.passes import Pass, PassStanding, is_in_progress, replay, suspended_by
from sync.domain.permissions import permit
from sync.domain.seeing import share_diagnoses
from sync.domain.suspension_rules import Bounds, Wish, back_to_work_end, longest_end, suspension_faults
from sync.domain.suspensions import Suspension, SuspensionDetail
from sync.domain.world import World, fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend:
    """« Suspendre » a PASS; both days inclusive. `suspension_id` is a new id.

    Where the edition has it (2026), `is_end_unknown` stands for the longest end there can be.
    """

    suspension_id: str
    pass_id: str
    employer_id: str
    starts_on: date
    ends_on: date | None
    is_end_unknown: bool = False
    reason: str
    explanation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditSuspension:
    """Other dates or another reason for a suspension in progress."""

    suspension_id: str
    starts_on: date
    ends_on: date | None
    is_end_unknown: bool = False
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


@command(
    "suspension.create",
    Suspend,
    policy=Policy.STRICT,
    subject=Pass,
    subject_field="pass_id",
    is_undoable=True,
    has_legal_effect=True,
)
def suspend(args: Suspend, context: Context, world: World) -> None:
    """The last hiring employer suspends a PASS in progress (DOMAIN.md §3 « suspend »)."""
    permit("suspend", context, world, employer_id=args.employer_id)
    iae_pass = fetch(world, Pass, args.pass_id)
    check_may_suspend(iae_pass, args.employer_id, context, world)
    suspension = Suspension(
        id=args.suspension_id,
        pass_id=iae_pass.id,
        job_seeker_id=iae_pass.job_seeker_id,
        employer_id=args.employer_id,
        starts_on=args.starts_on,
        ends_on=_end(args, context),
        created_at=context.now,
    )
    _write(suspension, _wish(args), context, world)


def check_may_suspend(iae_pass: Pass, employer_id: str, context: Context, world: World) -> None:
    """Refuse unless this employer may suspend this PASS today (platform-rules.md §3 « Who »)."""
    standing = standing_at(iae_pass, employer_id, world)
    if standing is None or not standing.is_last_hirer:
        raise RuleViolation("not_last_hirer")
    if not is_in_progress(iae_pass, context.today):
        facts = {"starts_on": iae_pass.starts_on, "ends_on": iae_pass.ends_on}
        raise RuleViolation("pass_not_in_progress", facts)
    running = suspended_by(world.find(Suspension, pass_id=iae_pass.id), context.today)
    if running is not None:
        raise RuleViolation("already_suspended", {"ends_on": running.ends_on})
    earliest = earliest_suspension(standing, context)
    if earliest is not None and context.today < earliest:
        raise RuleViolation("suspension_too_early", {"earliest": earliest})


def standing_at(iae_pass: Pass, employer_id: str, world: World) -> PassStanding | None:
    """What the employer may do with the PASS, None if it never hired under it."""
    found = world.find(PassStanding, pass_id=iae_pass.id, employer_id=employer_id)
    return found[0] if found else None


def earliest_suspension(standing: PassStanding, context: Context) -> date | None:
    """The first day on which the employer may suspend, None without a known hire day (DOMAIN.md §3)."""
    hired_on = standing.hiring_starts_on
    return None if hired_on is None else earliest_suspension_by_hire(hired_on, context.rules)


def _end(args: Suspend | EditSuspension, context: Context) -> date:
    """Mandatory in 2021; « end unknown » is the longest in 2026 (platform-rules.md §3)."""
    if args.ends_on is not None:
        return args.ends_on
    if not (args.is_end_unknown and context.rules.suspensions.end_may_be_unknown):
        raise RuleViolation("suspension_end_missing", {"field": "ends_on"})
    return longest_end(args.starts_on, context.rules.suspensions)


def _wish(args: Suspend | EditSuspension) -> Wish:
    return Wish(args.reason, args.explanation.strip())


def _write(suspension: Suspension, wish: Wish, context: Context, world: World) -> None:
    iae_pass = fetch(world, Pass, suspension.pass_id)
    refuse_first(suspension_faults(suspension, wish, bounds_of(iae_pass, suspension, context, world)))
    world.put(suspension)
    world.put(
        SuspensionDetail(
            id=suspension.id,
            employer_id=suspension.employer_id,
            reason=wish.reason,
            explanation=wish.explanation,
            user_name=context.actor.name,
        )
    )
    _end_follows(suspension, context, world)


def bounds_of(iae_pass: Pass, suspension: Suspension, context: Context, world: World) -> Bounds:
    """What the suspension is held against, as this world knows it."""
    standing = standing_at(iae_pass, suspension.employer_id, world)
    others = [one for one in world.find(Suspension, pass_id=iae_pass.id) if one.id != suspension.id]
    return Bounds(
        iae_pass=iae_pass,
        others=tuple(others),
        hired_on=standing.hiring_starts_on if standing else None,
        employer_kind=fetch(world, Employer, suspension.employer_id).kind,
        today=context.today,
        rules=context.rules.suspensions,
    )


def _end_follows(suspension: Suspension, context: Context, world: World) -> None:
    """The PASS's end, and what is seen until it, follow the suspension."""
    replay(fetch(world, Pass, suspension.pass_id), world)
    share_diagnoses(suspension.job_seeker_id, context, world)


_change = partial(
    command,
    policy=Policy.STRICT,
    subject=Suspension,
    subject_field="suspension_id",
    expects=("starts_on", "ends_on"),
    is_undoable=True,
    has_legal_effect=True,
)


def _in_progress(suspension_id: str, context: Context, world: World) -> Suspension:
    """By the same employer, while in progress (platform-rules.md §3 « Edit », « Cancel »)."""
    suspension = fetch(world, Suspension, suspension_id)
    permit("suspend", context, world, employer_id=suspension.employer_id)
    if not suspension.starts_on <= context.today <= suspension.ends_on:
        raise RuleViolation("suspension_not_in_progress", {"ends_on": suspension.ends_on})
    return suspension


@_change("suspension.edit", EditSuspension)
def edit(args: EditSuspension, context: Context, world: World) -> None:
    """By the same employer while the suspension is in progress (platform-rules.md §3 « Edit »)."""
    suspension = _in_progress(args.suspension_id, context, world)
    edited = replace(suspension, starts_on=args.starts_on, ends_on=_end(args, context))
    _write(edited, _wish(args), context, world)


@_change("suspension.lift", LiftSuspension)
def lift(args: LiftSuspension, context: Context, world: World) -> None:
    """Back to work before the end (platform-rules.md §3 « Edit », edition 2026; in 2021 an edit of the end)."""
    suspension = _in_progress(args.suspension_id, context, world)
    world.put(replace(suspension, ends_on=back_to_work_end(suspension, args.back_on)))
    _end_follows(suspension, context, world)


@_change("suspension.delete", DeleteSuspension)
def delete(args: DeleteSuspension, context: Context, world: World) -> None:
    """The PASS's end goes back (platform-rules.md §3 « Cancel »)."""
    suspension = _in_progress(args.suspension_id, context, world)
    remove(suspension, world)
    _end_follows(suspension, context, world)


def remove(suspension: Suspension, world: World) -> None:
    """Delete a suspension with its detail; the PASS's end is the caller's to replay."""
    world.remove(suspension)
    for detail in world.find(SuspensionDetail, id=suspension.id):
        world.remove(detail)


def end_at_hire(iae_pass: Pass, hiring_starts_on: date, context: Context, world: World) -> None:
    """A hire ends the running suspension the day before, or deletes one that begins that day (§1.3, 2026).

    Only for reasons that end at hire; where the reason is not shown, the server decides.
    """
    for suspension in world.find(Suspension, pass_id=iae_pass.id):
        if suspension.ends_on >= hiring_starts_on and _ends_at_hire(suspension, context, world):
            _cut(suspension, hiring_starts_on, world)


def _cut(suspension: Suspension, hiring_starts_on: date, world: World) -> None:
    if suspension.starts_on >= hiring_starts_on:
        remove(suspension, world)
    else:
        world.put(replace(suspension, ends_on=add_days(hiring_starts_on, -1)))


def _ends_at_hire(suspension: Suspension, context: Context, world: World) -> bool:
    detail = world.get(SuspensionDetail, suspension.id)
    return detail is not None and context.rules.suspensions.ends_at_hire(detail.reason)
