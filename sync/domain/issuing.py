"""Granting a PASS to a hire: reuse, conversion of an agreement, a new one, or a manual issue; and taking it back."""

from dataclasses import dataclass, replace
from datetime import date

from sync.domain.agreements import Agreement
from sync.domain.commands import Context
from sync.domain.errors import RuleViolation
from sync.domain.identifiers import FORGOTTEN, NOT_REGISTERED
from sync.domain.job_applications import JobApplication, PassDelivery
from sync.domain.job_seekers import JobSeeker
from sync.domain.passes import Pass, PassOrigin, PassStanding, default_end, replay
from sync.domain.prolongations import Prolongation, ProlongationDetail, ProlongationRequest
from sync.domain.standing import Standing, converted_end, diagnosis_for, standing_of
from sync.domain.standings import forget_standings, keep_standings, other_hires
from sync.domain.suspending import end_at_hire, remove
from sync.domain.suspensions import Suspension
from sync.domain.world import World, fetch


@dataclass(frozen=True, slots=True)
class Grant:
    """What a hire gets: a PASS (None: none, or not yet), how it is delivered, the diagnosis it rests on."""

    pass_id: str | None
    delivery: PassDelivery
    diagnosis_id: str | None


def grant_pass(hire: JobApplication, new_pass_id: str, context: Context, world: World) -> Grant:
    """The PASS of a hire whose dates are set (platform-rules.md §1.3).

    Needs a valid PASS, a valid agreement (2021) or a diagnosis: `diagnosis_missing`.
    """
    person = fetch(world, JobSeeker, hire.job_seeker_id)
    standing = standing_of(person, context, world)
    diagnosis = diagnosis_for(person, hire.employer_id, standing, context, world)
    diagnosis_id = diagnosis.id if diagnosis else None
    if diagnosis is None and not standing.is_covered and not _may_hide_a_pass(hire, context):
        raise RuleViolation("diagnosis_missing")
    if not standing.is_covered and _is_manual(person, context):
        return Grant(None, PassDelivery.MANUAL, diagnosis_id)
    iae_pass = standing.valid_pass or _issue(standing, hire, new_pass_id, context)
    world.put(iae_pass)
    _follow_hire(iae_pass, hire, context, world)
    keep_standings(iae_pass, hire, context, world)
    return Grant(iae_pass.id, PassDelivery.AUTOMATIC, diagnosis_id)


def _may_hide_a_pass(hire: JobApplication, context: Context) -> bool:
    """A workstation sees a person's PASS only while the application is pending: else the server decides (§6)."""
    return context.issuance is None and hire.state not in context.rules.pending_states()


def _is_manual(person: JobSeeker, context: Context) -> bool:
    """Known or not registered: at once; forgotten: by hand; nothing said: refused (DOMAIN.md §4)."""
    is_known = any(getattr(person, name) for name in context.rules.hiring.identifiers)
    reason = NOT_REGISTERED if is_known else person.lack_of_pole_emploi_id_reason
    if not reason:
        raise RuleViolation("pole_emploi_id_missing", {"field": "pole_emploi_id"})
    return reason == FORGOTTEN


def _follow_hire(iae_pass: Pass, hire: JobApplication, context: Context, world: World) -> None:
    """In 2026 a PASS that has not begun moves to an earlier hire, and a hire ends a suspension (§1.3)."""
    starts_on = hire.hiring_starts_on or context.today
    is_later = context.today < iae_pass.starts_on and starts_on < iae_pass.starts_on
    if context.rules.hiring.moves_future_pass and is_later:
        iae_pass = move_start(iae_pass, starts_on, context, world)
    end_at_hire(iae_pass, starts_on, context, world)
    replay(iae_pass, world)


def move_start(iae_pass: Pass, starts_on: date, context: Context, world: World) -> Pass:
    """The PASS begun on another day, of full length again (platform-rules.md §1.3 and §1.7, edition 2026)."""
    initial_ends_on = default_end(starts_on, context.rules)
    return replay(replace(iae_pass, starts_on=starts_on, initial_ends_on=initial_ends_on), world)


def _issue(standing: Standing, hire: JobApplication, new_pass_id: str, context: Context) -> Pass:
    agreement = standing.valid_agreement
    if agreement is not None:
        return converted(agreement, hire.job_seeker_id, new_pass_id, context)
    return new_pass(hire.job_seeker_id, new_pass_id, hire.hiring_starts_on or context.today, context)


def new_pass(job_seeker_id: str, pass_id: str, starts_on: date, context: Context) -> Pass:
    """A PASS from a hire day; without number where nobody can allocate one (offline)."""
    number = context.issuance.pass_number(context.rules, starts_on) if context.issuance else None
    ends_on = default_end(starts_on, context.rules)
    return Pass(
        id=pass_id,
        job_seeker_id=job_seeker_id,
        number=number,
        starts_on=starts_on,
        initial_ends_on=ends_on,
        ends_on=ends_on,
        created_at=context.now,
    )


def converted(agreement: Agreement, job_seeker_id: str, pass_id: str, context: Context) -> Pass:
    """The PASS made of an agreement: first 12 characters of its number, same start (DOMAIN.md §4, 2021)."""
    number = agreement.number[: context.rules.agreements.number_length]
    if context.issuance:
        context.issuance.take_pass_number(number)
    ends_on = converted_end(agreement, context.rules)
    return Pass(
        id=pass_id,
        job_seeker_id=job_seeker_id,
        number=number if context.issuance else None,
        origin=PassOrigin.AGREEMENT,
        starts_on=agreement.starts_on,
        initial_ends_on=ends_on,
        ends_on=ends_on,
        created_at=context.now,
    )


def release_pass(cancelled: JobApplication, context: Context, world: World) -> None:
    """Delete the cancelled hire's PASS if nothing else uses it; its number is never issued again (DOMAIN.md §4)."""
    iae_pass = world.get(Pass, cancelled.pass_id) if cancelled.pass_id else None
    is_used = iae_pass is not None and bool(other_hires(iae_pass, cancelled, context, world))
    if iae_pass is not None and not is_used:
        _delete(iae_pass, world)
    if context.rules.cancellation.clears_links or not is_used:
        world.put(replace(cancelled, pass_id=None, diagnosis_id=None, pass_delivery=PassDelivery.NONE))
    if iae_pass is not None and is_used:
        forget_standings(iae_pass, cancelled, context, world)


def _delete(iae_pass: Pass, world: World) -> None:
    """The PASS with all that hangs on it."""
    for suspension in world.find(Suspension, pass_id=iae_pass.id):
        remove(suspension, world)
    for prolongation in world.find(Prolongation, pass_id=iae_pass.id):
        for detail in world.find(ProlongationDetail, id=prolongation.id):
            world.remove(detail)
        world.remove(prolongation)
    for request in world.find(ProlongationRequest, pass_id=iae_pass.id):
        world.remove(request)
    forget_all(iae_pass, world)
    world.remove(iae_pass)


def forget_all(iae_pass: Pass, world: World) -> None:
    """Nobody stands anywhere with a PASS that is gone."""
    for standing in world.find(PassStanding, pass_id=iae_pass.id):
        world.remove(standing)
