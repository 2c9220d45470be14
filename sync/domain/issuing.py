"""Granting a PASS to a hire: reuse, conversion of an agreement, a new one, or a manual issue; and taking it back."""

from dataclasses import dataclass, replace
from datetime import date

from sync.domain.agreements import Agreement
from sync.domain.commands import Context
from sync.domain.errors import RuleViolation
from sync.domain.ids import derived_id
from sync.domain.job_applications import ApplicationState, JobApplication, PassDelivery
from sync.domain.job_seekers import JobSeeker
from sync.domain.passes import Pass, PassOrigin, PassStanding, default_end, replay
from sync.domain.standing import Standing, converted_end, diagnosis_for, standing_of
from sync.domain.world import World, fetch


@dataclass(frozen=True, slots=True)
class Grant:
    """What a hire gets: a PASS (None: none, or not yet), how it is delivered, the diagnosis it rests on."""

    pass_id: str | None
    delivery: PassDelivery
    diagnosis_id: str | None


def grant_pass(hire: JobApplication, new_pass_id: str, context: Context, world: World) -> Grant:
    """The PASS of a hire, whose start is set (platform-rules.md §1.3).

    Needs a valid PASS, a valid agreement (2021) or a diagnosis: `diagnosis_missing`.
    """
    person = fetch(world, JobSeeker, hire.job_seeker_id)
    standing = standing_of(person, context, world)
    diagnosis = diagnosis_for(person, hire.employer_id, standing, context, world)
    diagnosis_id = diagnosis.id if diagnosis else None
    if diagnosis is None and standing.valid_pass is None and standing.valid_agreement is None:
        raise RuleViolation("diagnosis_missing")
    if standing.valid_pass is None and standing.valid_agreement is None and _is_manual(person, context):
        return Grant(None, PassDelivery.MANUAL, diagnosis_id)
    iae_pass = _reuse(standing, hire, context, world) or _issue(standing, hire, new_pass_id, context)
    world.put(iae_pass)
    record_standing(iae_pass, hire, world)
    return Grant(iae_pass.id, PassDelivery.AUTOMATIC, diagnosis_id)


def _is_manual(person: JobSeeker, context: Context) -> bool:
    """Known or not registered: at once; forgotten: by hand; nothing said: refused (DOMAIN.md §4)."""
    if any(getattr(person, name) for name in context.rules.hiring.identifiers):
        return False
    if person.lack_of_pole_emploi_id_reason == "not_registered":
        return False
    if person.lack_of_pole_emploi_id_reason == "forgotten":
        return True
    raise RuleViolation("pole_emploi_id_missing")


def _reuse(standing: Standing, hire: JobApplication, context: Context, world: World) -> Pass | None:
    """A valid PASS as it is; in 2026 one that has not begun moves to an earlier hire (§1.3)."""
    iae_pass = standing.valid_pass
    starts_on = hire.hiring_starts_on
    is_future = iae_pass is not None and iae_pass.starts_on > context.today
    if iae_pass is None or starts_on is None or not (is_future and context.rules.hiring.moves_future_pass):
        return iae_pass
    return move_start(iae_pass, starts_on, context, world) if starts_on < iae_pass.starts_on else iae_pass


def move_start(iae_pass: Pass, starts_on: date, context: Context, world: World) -> Pass:
    """The PASS begun on another day, of full length again (platform-rules.md §1.3, §1.7, edition 2026)."""
    return replay(
        replace(iae_pass, starts_on=starts_on, initial_ends_on=default_end(starts_on, context.rules)), world
    )


def _issue(standing: Standing, hire: JobApplication, new_pass_id: str, context: Context) -> Pass:
    agreement = standing.valid_agreement
    if agreement is not None:
        return converted(agreement, hire.job_seeker_id, new_pass_id, context)
    starts_on = hire.hiring_starts_on or context.today
    return new_pass(hire.job_seeker_id, new_pass_id, starts_on, context)


def new_pass(job_seeker_id: str, pass_id: str, starts_on: date, context: Context) -> Pass:
    """A PASS from a hire day; without number where nobody can allocate one (offline)."""
    ends_on = default_end(starts_on, context.rules)
    number = context.issuance.pass_number(context.rules, starts_on) if context.issuance else None
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


def record_standing(iae_pass: Pass, hire: JobApplication, world: World) -> None:
    """The hiring employer becomes the PASS's last hirer, and keeps seeing it (DOMAIN.md §6)."""
    for other in world.find(PassStanding, pass_id=iae_pass.id, is_last_hirer=True):
        world.put(replace(other, is_last_hirer=False))
    world.put(
        PassStanding(
            id=derived_id("pass_standing", iae_pass.id, hire.employer_id),
            pass_id=iae_pass.id,
            employer_id=hire.employer_id,
            is_last_hirer=True,
            hiring_starts_on=hire.hiring_starts_on,
        )
    )


def release_pass(before: JobApplication, cancelled: JobApplication, context: Context, world: World) -> None:
    """Delete the cancelled hire's PASS if nothing else uses it; its number is never issued again (DOMAIN.md §4)."""
    iae_pass = world.get(Pass, before.pass_id) if before.pass_id else None
    if iae_pass is None:
        return
    users = [one for one in world.find(JobApplication, pass_id=iae_pass.id) if one.id != cancelled.id]
    if not context.rules.cancellation.shared_by_any_application:
        users = [one for one in users if one.state is ApplicationState.ACCEPTED]
    if not users:
        world.remove(iae_pass)
        for standing in world.find(PassStanding, pass_id=iae_pass.id):
            world.remove(standing)
