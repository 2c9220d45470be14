"""Sending an application: by a prescriber, an orienteur, an employer for itself or elsewhere, or the person."""

from dataclasses import dataclass
from datetime import timedelta

from sync.domain.attachments import Resume, check_size
from sync.domain.calendar import add_days
from sync.domain.commands import Context, Outcome, Policy, Status, command
from sync.domain.employers import Employer
from sync.domain.errors import RuleViolation
from sync.domain.job_applications import JobApplication, SenderKind, SentApplication
from sync.domain.job_descriptions import JobDescription
from sync.domain.job_seekers import JobSeeker
from sync.domain.passes import suspended_by
from sync.domain.permissions import permit
from sync.domain.seeing import see_pending, share_diagnoses
from sync.domain.standing import check_waiting_period, is_sent_by_authorized, standing_of
from sync.domain.suspensions import Suspension, SuspensionDetail
from sync.domain.visibility import Reason, Sight, show
from sync.domain.world import World, fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit:
    """Send an application of a known person; `job_application_id` is a new id.

    The actor is the sender: as `sender_organization_id` (prescriber), as `sender_employer_id` (employer; the receiving
    one for a spontaneous application), or as the person.
    """

    job_application_id: str
    job_seeker_id: str
    employer_id: str
    sender_kind: str
    sender_organization_id: str | None = None
    sender_employer_id: str | None = None
    job_description_ids: tuple[str, ...] = ()
    message: str = ""
    resume: Resume | None = None


@command("job_application.submit", Submit, policy=Policy.STRICT, version=2)
def submit(args: Submit, context: Context, world: World) -> Outcome | None:
    """platform-rules.md §1.5, §2.2, §6. The same again within the hour is ignored (2021)."""
    _check_sender(args, context, world)
    employer = fetch(world, Employer, args.employer_id)
    person = fetch(world, JobSeeker, args.job_seeker_id)
    if _is_duplicate(args, context, world):
        return Outcome(Status.NOOP, "sent_already")
    check_size(args.resume.size if args.resume else 0)
    check_open(employer, args.sender_employer_id, context)
    _check_jobs(args, employer, world)
    check_not_suspended(person, context, world)
    is_authorized = is_sent_by_authorized(args.sender_kind, args.sender_organization_id, world)
    check_waiting_period(person, employer, is_authorized=is_authorized, context=context, world=world)
    _write(args, context, world)
    return None


def _check_sender(args: Submit, context: Context, world: World) -> None:
    """DOMAIN.md §5 « send an application elsewhere »; a job seeker sends their own through the central service.

    An orienteur may belong to no organisation (platform-rules.md §6.3).
    """
    if args.sender_kind == SenderKind.EMPLOYER:
        permit("send_application", context, world, employer_id=args.sender_employer_id)
    elif args.sender_kind == SenderKind.JOB_SEEKER:
        permit("send_for_job_seeker", context, world)
    elif args.sender_kind != SenderKind.PRESCRIBER:
        raise RuleViolation("sender_kind_unknown", {"sender_kind": args.sender_kind})
    elif args.sender_organization_id is not None:
        permit("send_application", context, world, organization_id=args.sender_organization_id)


def _is_duplicate(args: Submit, context: Context, world: World) -> bool:
    since = context.now - timedelta(minutes=context.rules.applications.duplicate_minutes)
    earlier = world.find(JobApplication, job_seeker_id=args.job_seeker_id, employer_id=args.employer_id)
    return any(since < one.created_at <= context.now for one in earlier)


def check_open(employer: Employer, sender_employer_id: str | None, context: Context) -> None:
    """Refuse a closed kind, a structure out of its grace, and a total block, which spares the employer itself (§6)."""
    if employer.kind in context.rules.kinds.closed:
        raise RuleViolation("employer_kind_closed", {"kind": employer.kind})
    check_convention(employer, context)
    if employer.applications_blocked_at is not None and employer.id != sender_employer_id:
        raise RuleViolation("applications_blocked", {"employer": employer.display_name})


def check_convention(employer: Employer, context: Context) -> None:
    """A structure without convention has 30 days of grace, then takes no application (DOMAIN.md §4)."""
    ended_on = employer.convention_ended_on
    last_day = add_days(ended_on, context.rules.employers.grace_days) if ended_on else context.today
    if context.today > last_day:
        facts = {"employer": employer.display_name, "last_day": last_day}
        raise RuleViolation("employer_out_of_convention", facts)


def _check_jobs(args: Submit, employer: Employer, world: World) -> None:
    """Open jobs of the receiving employer (platform-rules.md §6.1)."""
    for job_description_id in args.job_description_ids:
        job = world.get(JobDescription, job_description_id)
        if job is None or job.employer_id != employer.id or not job.is_open:
            raise RuleViolation("job_not_open")


def check_not_suspended(person: JobSeeker, context: Context, world: World) -> None:
    """Nobody can apply for a suspended person, but where the reason ends with a hire (platform-rules.md §3)."""
    iae_pass = standing_of(person, context, world).valid_pass
    pause = suspended_by(world.find(Suspension, pass_id=iae_pass.id), context.today) if iae_pass else None
    if pause is not None and not _may_end_at_hire(pause, context, world):
        raise RuleViolation("pass_suspended", {"ends_on": pause.ends_on})


def _may_end_at_hire(pause: Suspension, context: Context, world: World) -> bool:
    """A reason that is not shown here may: the server decides."""
    rules = context.rules.suspensions
    detail = world.get(SuspensionDetail, pause.id)
    return rules.some_end_at_hire() if detail is None else rules.ends_at_hire(detail.reason)


def _write(args: Submit, context: Context, world: World) -> None:
    application = JobApplication(
        id=args.job_application_id,
        job_seeker_id=args.job_seeker_id,
        employer_id=args.employer_id,
        sender_kind=SenderKind(args.sender_kind),
        sender_user_id=context.actor.user_id,
        sender_name=context.actor.name,
        sender_organization_id=args.sender_organization_id,
        sender_employer_id=args.sender_employer_id,
        job_description_ids=args.job_description_ids,
        message=args.message,
        resume_sha256=args.resume.sha256 if args.resume else "",
        resume_size=args.resume.size if args.resume else 0,
        created_at=context.now,
        state_changed_at=context.now,
    )
    world.put(application)
    world.put(sent_by(application))
    sight = Sight(args.job_seeker_id, args.employer_id)
    show(sight, Reason.APPLICATION, context, world)
    see_pending(sight, context, world)
    share_diagnoses(args.job_seeker_id, context, world)


def sent_by(application: JobApplication) -> SentApplication:
    """The sender's view of an application (DOMAIN.md §6)."""
    return SentApplication(
        id=application.id,
        job_seeker_id=application.job_seeker_id,
        employer_id=application.employer_id,
        sender_user_id=application.sender_user_id,
        sender_organization_id=application.sender_organization_id,
        sender_employer_id=application.sender_employer_id,
        state=application.state,
        refusal_reason=application.refusal_reason,
        answer_to_prescriber=application.answer_to_prescriber,
        created_at=application.created_at,
        state_changed_at=application.state_changed_at,
    )
