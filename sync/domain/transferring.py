"""Moving an application between one's own structures, and starting an obsolete one again (edition 2026)."""

from dataclasses import dataclass, replace
from functools import partial

from sync.domain.commands import Context, Policy, command
from sync.domain.employers import Employer
from sync.domain.errors import RuleViolation
from sync.domain.job_applications import Comment, JobApplication, PassDelivery, Transition
from sync.domain.moving import arrow, move, own_application
from sync.domain.permissions import permit
from sync.domain.seeing import see_pending, share_diagnoses
from sync.domain.sending import check_open
from sync.domain.visibility import FOLLOWS, Reason, Sight, hide, show
from sync.domain.world import World, fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """« Transférer » to another of one's own structures, `employer_id`."""

    job_application_id: str
    employer_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reset:
    """Staff: an application made obsolete by a hire since cancelled is new again."""

    job_application_id: str


_decision = partial(
    command,
    policy=Policy.STRICT,
    subject=JobApplication,
    subject_field="job_application_id",
    expects=("state", "employer_id"),
)


@_decision("job_application.transfer", Transfer, is_undoable=True)
def transfer(args: Transfer, context: Context, world: World) -> None:
    """A member of both structures; answers, acceptance and notes are cleared (platform-rules.md §1.2)."""
    application = own_application(args.job_application_id, context, world)
    permit("decide", context, world, employer_id=args.employer_id)
    if args.employer_id == application.employer_id:
        raise RuleViolation("transfer_to_itself", {"field": "employer_id"})
    employer = fetch(world, Employer, args.employer_id)
    check_open(employer, employer.id, context)
    rule = arrow("transfer", application.state, employer.kind, context.rules)
    _hand_over_history(application, args.employer_id, world)
    moved = move(_cleared(application, args.employer_id), rule, context, world)
    _hand_over_sight(application, moved, context, world)


def _cleared(application: JobApplication, employer_id: str) -> JobApplication:
    return replace(
        application,
        employer_id=employer_id,
        job_description_ids=(),
        answer="",
        answer_to_prescriber="",
        refusal_reason="",
        hired_job_description_id=None,
        hiring_starts_on=None,
        hiring_ends_on=None,
        is_hired_without_pass=False,
        other_department_agreed=False,
        pass_id=None,
        pass_delivery=PassDelivery.NONE,
        diagnosis_id=None,
        accepted_at=None,
    )


def _hand_over_history(application: JobApplication, employer_id: str, world: World) -> None:
    for line in world.find(Transition, job_application_id=application.id):
        world.put(replace(line, employer_id=employer_id))
    for comment in world.find(Comment, job_application_id=application.id):
        world.remove(comment)


def _hand_over_sight(before: JobApplication, moved: JobApplication, context: Context, world: World) -> None:
    """The person's rows follow: to the new employer, and away from the former if nothing else keeps them there."""
    former = Sight(before.job_seeker_id, before.employer_id)
    left = world.find(JobApplication, job_seeker_id=before.job_seeker_id, employer_id=before.employer_id)
    if not left:
        for reason in (*FOLLOWS, Reason.VALID_PASS):
            hide(former, reason, world)
    see_pending(former, context, world)
    show(Sight(moved.job_seeker_id, moved.employer_id), Reason.APPLICATION, context, world)
    share_diagnoses(moved.job_seeker_id, context, world)


@_decision("job_application.reset", Reset)
def reset(args: Reset, context: Context, world: World) -> None:
    """Staff only: cancelling a hire does not reopen what it made obsolete (platform-rules.md §1.2)."""
    permit("reset_application", context, world)
    application = fetch(world, JobApplication, args.job_application_id)
    move(application, arrow("reset", application.state, "", context.rules), context, world)
