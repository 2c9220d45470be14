"""Hiring: accepting an application, and cancelling the hire (DOMAIN.md §4)."""

from dataclasses import dataclass, replace
from datetime import date

from sync.domain.commands import Context, Policy, command
from sync.domain.contract import check_end, check_start, last_cancellation_day
from sync.domain.employers import Employer
from sync.domain.errors import RuleViolation
from sync.domain.issuing import Grant, grant_pass, release_pass
from sync.domain.job_applications import EmployeeRecord, JobApplication, PassDelivery
from sync.domain.job_seekers import JobSeeker
from sync.domain.moving import arrow, move, own_application
from sync.domain.standing import check_waiting_period, is_sent_by_authorized, standing_of
from sync.domain.visibility import Reason, Sight, show
from sync.domain.world import World, fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept:
    """« Je l’embauche ». Days are inclusive; `pass_id` is a new id, used only if a PASS is created."""

    job_application_id: str
    hiring_starts_on: date | None
    hiring_ends_on: date | None = None
    pass_id: str
    is_hired_without_pass: bool = False
    hired_job_description_id: str | None = None
    answer: str = ""
    other_department_agreed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelHire:
    """« Annuler l’embauche »."""

    job_application_id: str


@command(
    "job_application.accept",
    Accept,
    policy=Policy.STRICT,
    subject=JobApplication,
    subject_field="job_application_id",
    expects=("state",),
    is_undoable=True,
)
def accept(args: Accept, context: Context, world: World) -> None:
    """DOMAIN.md §4 « Accept », platform-rules.md §1.3. Offline this is a request: no number is given."""
    application = own_application(args.job_application_id, context, world)
    employer = fetch(world, Employer, application.employer_id)
    person = fetch(world, JobSeeker, application.job_seeker_id)
    rule = arrow("accept", application.state, employer.kind, context.rules)
    starts_on = _check_contract(args, employer, person, context, world)
    grant = _grant(args, application, context, world)
    accepted = move(
        application,
        rule,
        context,
        world,
        hiring_starts_on=starts_on,
        hiring_ends_on=args.hiring_ends_on,
        is_hired_without_pass=args.is_hired_without_pass,
        hired_job_description_id=args.hired_job_description_id,
        other_department_agreed=args.other_department_agreed,
        answer=args.answer,
        pass_id=grant.pass_id,
        pass_delivery=grant.delivery,
        diagnosis_id=grant.diagnosis_id,
        accepted_at=context.now,
    )
    show(Sight(person.id, employer.id), Reason.HIRE, context, world)
    _make_others_obsolete(accepted, context, world)


def _check_contract(args: Accept, employer: Employer, person: JobSeeker, context: Context, world: World) -> date:
    rules = context.rules
    starts_on = check_start(args.hiring_starts_on, employer.kind, context.today, rules)
    check_end(starts_on, args.hiring_ends_on, employer.kind, rules)
    iae_pass = standing_of(person, context, world).valid_pass
    is_late = iae_pass is not None and starts_on > iae_pass.ends_on
    if iae_pass and is_late and rules.hiring.must_start_within_pass and rules.needs_pass(employer.kind):
        raise RuleViolation("hiring_after_pass_end", {"starts_on": starts_on, "latest": iae_pass.ends_on})
    if args.is_hired_without_pass and not rules.hiring.without_pass_is_offered:
        raise RuleViolation("hiring_without_pass_not_offered", {"rules": rules.title})
    _check_department(args, employer, person)
    return starts_on


def _check_department(args: Accept, employer: Employer, person: JobSeeker) -> None:
    """A hire from another department needs the DIRECCTE's agreement, which is recorded (DOMAIN.md §4)."""
    theirs = department(person.post_code)
    if theirs and employer.department and theirs != employer.department and not args.other_department_agreed:
        raise RuleViolation("other_department", {"department": theirs, "employer_department": employer.department})


def department(post_code: str) -> str:
    """The department of a post code: `2A` and `2B` for Corsica, three digits overseas, "" when there is none."""
    if post_code.startswith("20"):
        return "2A" if post_code < "20200" else "2B"
    return post_code[:3] if post_code.startswith(("97", "98")) else post_code[:2]


def _grant(args: Accept, application: JobApplication, context: Context, world: World) -> Grant:
    employer = fetch(world, Employer, application.employer_id)
    if args.is_hired_without_pass or not context.rules.needs_pass(employer.kind):
        return Grant(None, PassDelivery.NONE, None)
    person = fetch(world, JobSeeker, application.job_seeker_id)
    is_authorized = is_sent_by_authorized(application.sender_kind, application.sender_organization_id, world)
    check_waiting_period(person, employer, is_authorized=is_authorized, context=context, world=world)
    return grant_pass(replace(application, hiring_starts_on=args.hiring_starts_on), args.pass_id, context, world)


def _make_others_obsolete(accepted: JobApplication, context: Context, world: World) -> None:
    """The person's other pending applications, at all employers: only the server sees them all (DOMAIN.md §4)."""
    rule = context.rules.transition("render_obsolete")
    if rule is None:
        return
    others = world.find(JobApplication, job_seeker_id=accepted.job_seeker_id, state=rule.sources)
    for other in others:
        if other.id != accepted.id:
            move(other, rule, context, world)


@command(
    "job_application.cancel_hire",
    CancelHire,
    policy=Policy.STRICT,
    subject=JobApplication,
    subject_field="job_application_id",
    expects=("state",),
    wanted={"state": "cancelled"},
    is_undoable=True,
)
def cancel_hire(args: CancelHire, context: Context, world: World) -> None:
    """platform-rules.md §1.4: until start + 4 days inclusive in 2021, until the employee record is sent in 2026."""
    application = own_application(args.job_application_id, context, world)
    employer = fetch(world, Employer, application.employer_id)
    rule = arrow("cancel", application.state, employer.kind, context.rules)
    _check_cancellable(application, employer, context, world)
    cancelled = move(application, rule, context, world, pass_id=None)
    release_pass(application, cancelled, context, world)
    for record in world.find(EmployeeRecord, job_application_id=application.id):
        world.remove(record)


def _check_cancellable(application: JobApplication, employer: Employer, context: Context, world: World) -> None:
    rules = context.rules.cancellation
    last_day = last_cancellation_day(application.hiring_starts_on or context.today, context.rules)
    if last_day is not None and context.today > last_day:
        raise RuleViolation("cancellation_too_late", {"last_day": last_day})
    records = world.find(EmployeeRecord, job_application_id=application.id, was_sent=True)
    if rules.until_record_sent and records:
        raise RuleViolation("employee_record_sent")
    if rules.blocked_in_waiting_period:
        person = fetch(world, JobSeeker, application.job_seeker_id)
        is_authorized = is_sent_by_authorized(application.sender_kind, application.sender_organization_id, world)
        check_waiting_period(person, employer, is_authorized=is_authorized, context=context, world=world)
