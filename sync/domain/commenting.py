"""Notes between the members of an employer about an application."""

from dataclasses import dataclass

from sync.domain.commands import Context, Policy, command
from sync.domain.errors import RuleViolation
from sync.domain.job_applications import Comment, JobApplication
from sync.domain.moving import own_application
from sync.domain.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class AddComment:
    """Write a note; `comment_id` is a new id."""

    comment_id: str
    job_application_id: str
    body: str


@command(
    "job_application.comment",
    AddComment,
    policy=Policy.APPEND,
    subject=JobApplication,
    subject_field="job_application_id",
)
def add_comment(args: AddComment, context: Context, world: World) -> None:
    """Notes are only ever added: two at once are no conflict (SYNC.md §8)."""
    application = own_application(args.job_application_id, context, world)
    if not args.body.strip():
        raise RuleViolation("comment_empty")
    world.put(
        Comment(
            id=args.comment_id,
            job_application_id=application.id,
            employer_id=application.employer_id,
            user_id=context.actor.user_id,
            user_name=context.actor.name,
            body=args.body.strip(),
            created_at=context.now,
        )
    )
