"""PASS standings: which employers hired under a PASS, and which of them did last (DOMAIN.md §6).

The server computes them from every hire; a workstation, which sees its own hires only, predicts its own.
"""

from dataclasses import replace
from datetime import datetime

from sync.domain.commands import Context
from sync.domain.ids import derived_id
from sync.domain.job_applications import ApplicationState, JobApplication
from sync.domain.passes import Pass, PassStanding
from sync.domain.world import World


def other_hires(iae_pass: Pass, hire: JobApplication, context: Context, world: World) -> list[JobApplication]:
    """The other applications that keep a PASS alive: of any state in 2021, accepted ones in 2026 (§1.4)."""
    others = [one for one in world.find(JobApplication, pass_id=iae_pass.id) if one.id != hire.id]
    if context.rules.cancellation.shared_by_any_application:
        return others
    return [one for one in others if one.state is ApplicationState.ACCEPTED]


def keep_standings(iae_pass: Pass, hire: JobApplication, context: Context, world: World) -> None:
    """The standings of a PASS once `hire` is a hire under it."""
    _write(iae_pass, [*_hires(iae_pass, hire, world), hire], context, world)


def forget_standings(iae_pass: Pass, cancelled: JobApplication, context: Context, world: World) -> None:
    """The standings of a PASS once `cancelled` is no hire any more."""
    hires = _hires(iae_pass, cancelled, world)
    if all(one.employer_id != cancelled.employer_id for one in hires):
        for standing in world.find(PassStanding, pass_id=iae_pass.id, employer_id=cancelled.employer_id):
            world.remove(standing)
    _write(iae_pass, hires, context, world)


def _hires(iae_pass: Pass, but: JobApplication, world: World) -> list[JobApplication]:
    hires = world.find(JobApplication, pass_id=iae_pass.id, state=ApplicationState.ACCEPTED)
    return [one for one in hires if one.id != but.id]


def _write(iae_pass: Pass, hires: list[JobApplication], context: Context, world: World) -> None:
    """The last hirer is the one accepted last (2026), or whose application is the youngest (2021, §3 « Who »)."""

    def rank(hire: JobApplication) -> datetime:
        is_by_acceptance = context.rules.suspensions.orders_hires_by_acceptance
        return (hire.accepted_at if is_by_acceptance else None) or hire.created_at

    ordered = sorted(hires, key=rank)
    for standing in world.find(PassStanding, pass_id=iae_pass.id, is_last_hirer=True):
        world.put(replace(standing, is_last_hirer=False))
    for hire in ordered:
        world.put(
            PassStanding(
                id=derived_id("pass_standing", iae_pass.id, hire.employer_id),
                pass_id=iae_pass.id,
                employer_id=hire.employer_id,
                is_last_hirer=hire.employer_id == ordered[-1].employer_id,
                hiring_starts_on=hire.hiring_starts_on,
            )
        )
