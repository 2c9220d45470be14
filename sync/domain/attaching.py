"""Attaching a CV to an application that was received (SYNC.md §9): the act names the content, which travels apart."""

from dataclasses import dataclass, replace

from sync.domain.attachments import Resume, check_size
from sync.domain.commands import Context, Outcome, Policy, Status, command
from sync.domain.job_applications import JobApplication
from sync.domain.moving import own_application
from sync.domain.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachResume:
    """« Joindre un CV », in place of the one before."""

    job_application_id: str
    resume: Resume


@command(
    "job_application.attach_resume",
    AttachResume,
    policy=Policy.STRICT,
    subject=JobApplication,
    subject_field="job_application_id",
    expects=("resume_sha256",),
    is_undoable=True,
)
def attach_resume(args: AttachResume, context: Context, world: World) -> Outcome | None:
    """DOMAIN.md §5: the members of the employer, as for any decision; nobody's newer CV is replaced unseen."""
    application = own_application(args.job_application_id, context, world)
    check_size(args.resume.size)
    if application.resume_sha256 == args.resume.sha256:
        return Outcome(Status.NOOP, "already_done")
    world.put(replace(application, resume_sha256=args.resume.sha256, resume_size=args.resume.size))
    return None
