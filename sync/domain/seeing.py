"""What deciders do so that rows reach and leave an employer exactly as DOMAIN.md §6 has it."""

from sync.domain.commands import Context
from sync.domain.job_applications import JobApplication
from sync.domain.passes import Pass, is_valid, last_pass
from sync.domain.visibility import FOLLOWS, Reason, Sight, Visibility, hide, show
from sync.domain.world import World


def see_pending(sight: Sight, context: Context, world: World) -> None:
    """An employer sees a person's PASS while an application of theirs awaits its answer (DOMAIN.md §6)."""
    pending = world.find(
        JobApplication,
        job_seeker_id=sight.job_seeker_id,
        employer_id=sight.employer_id,
        state=context.rules.pending_states(),
    )
    if pending:
        show(sight, Reason.PENDING, context, world)
    else:
        hide(sight, Reason.PENDING, world)


def share_diagnoses(job_seeker_id: str, context: Context, world: World) -> None:
    """Employers' diagnoses reach the other employers of the person while a PASS is valid (DOMAIN.md §6, 2021).

    To call whenever a PASS of the person, or who follows them, changed.
    """
    valid = [one for one in world.find(Pass, job_seeker_id=job_seeker_id) if is_valid(one, context.today)]
    iae_pass = last_pass(valid) if context.rules.eligibility.shared_under_pass else None
    for employer_id in followers_of(job_seeker_id, world):
        sight = Sight(job_seeker_id, employer_id)
        if iae_pass is None:
            hide(sight, Reason.VALID_PASS, world)
        else:
            show(sight, Reason.VALID_PASS, context, world, iae_pass.ends_on)


def followers_of(job_seeker_id: str, world: World) -> list[str]:
    """The employers that received an application from the person or hired them, by id."""
    rows = world.find(Visibility, job_seeker_id=job_seeker_id, reason=FOLLOWS)
    return sorted({row.employer_id for row in rows})
