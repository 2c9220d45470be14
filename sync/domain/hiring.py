"""Hiring: accepting an application, moving the hire, cancelling it (DOMAIN.md §4)."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from sync.domain.commands import Context, Policy, command
from sync.domain.contract import (
    contract_faults,
    is_cancellable,
    last_cancellation_day,
    move_faults,
    pass_end_faults,
)
from sync.domain.employers import Employer
from sync.domain.errors import RuleViolation, refuse_first
from sync.domain.issuing import Grant, grant_pass, move_start, release_pass
from sync.domain.job_applications import ApplicationState, EmployeeRecord, JobApplication, PassDelivery
from sync.domain.job_descriptions import JobDescription
from sync.domain.job_seekers import JobSeeker
from sync.domain.moving import OBSOLETE, arrow, move, own_application
from sync.domain.passes import Pass, PassOrigin
from sync.domain.places import department_of
from sync.domain.seeing import share_diagnoses
from sync.domain.standing import check_waiting_period, is_sent_by_authorized, standing_of
from sync.domain.visibility import Reason, Sight, show
from sync.domain.world import World, fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept:
    """« Je l’embauche ». Days are inclusive; `pass_id` is a new id, used only if a PASS is created.

    `other_department_agreed`: the DIRECCTE agreed to a hire from another department.
    """

    job_application_id: str
    hiring_starts_on: date | None
    hiring_ends_on: date | None = None
    pass_id: str
    is_hired_without_pass: bool = False
    hired_job_description_id: str | None = None
    answer: str = ""
    other_department_agreed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PostponeHire:
    """Other days for a hire that has not begun (edition 2026); both inclusive."""

    job_application_id: str
    hiring_starts_on: date
    hiring_ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelHire:
    """« Annuler l’embauche »."""

    job_application_id: str


_decision = partial(
    command,
    policy=Policy.STRICT,
    subject=JobApplication,
    subject_field="job_application_id",
    is_undoable=True,
    has_legal_effect=True,
)


@_decision("job_application.accept", Accept, expects=("state",), reaches={"state": "accepted"})
def accept(args: Accept, context: Context, world: World) -> None:
    """DOMAIN.md §4 « Accept », platform-rules.md §1.3. Offline this is a request: no number is given."""
    application = own_application(args.job_application_id, context, world)
    employer = fetch(world, Employer, application.employer_id)
    rule = arrow("accept", application.state, employer.kind, context.rules)
    _check_contract(args, application, context, world)
    hire = replace(
        application,
        hiring_starts_on=args.hiring_starts_on,
        hiring_ends_on=args.hiring_ends_on,
        is_hired_without_pass=args.is_hired_without_pass,
        hired_job_description_id=args.hired_job_description_id,
        other_department_agreed=args.other_department_agreed,
        answer=args.answer,
        accepted_at=context.now,
    )
    grant = _grant(hire, args.pass_id, context, world)
    links = {"pass_id": grant.pass_id, "pass_delivery": grant.delivery, "diagnosis_id": grant.diagnosis_id}
    accepted = move(hire, rule, context, world, **links)
    show(Sight(accepted.job_seeker_id, employer.id), Reason.HIRE, context, world)
    _make_others_obsolete(accepted, context, world)
    share_diagnoses(accepted.job_seeker_id, context, world)


def _check_contract(args: Accept, application: JobApplication, context: Context, world: World) -> None:
    """Dates, job and place of the contract (platform-rules.md §1.3, « Required data »)."""
    rules = context.rules
    employer = fetch(world, Employer, application.employer_id)
    person = fetch(world, JobSeeker, application.job_seeker_id)
    starts_on = args.hiring_starts_on
    refuse_first(contract_faults(starts_on, args.hiring_ends_on, employer.kind, context.today, rules))
    iae_pass = standing_of(person, context, world).valid_pass
    refuse_first(pass_end_faults(starts_on, iae_pass, employer.kind, rules))
    if args.is_hired_without_pass and not rules.hiring.without_pass_is_offered:
        raise RuleViolation("hiring_without_pass_not_offered", {"rules": rules.title})
    _check_job(args.hired_job_description_id, employer, world)
    check_department(person, employer, is_agreed=args.other_department_agreed)


def _check_job(job_description_id: str | None, employer: Employer, world: World) -> None:
    """One hires for one of one's own jobs (platform-rules.md §6.1)."""
    job = world.get(JobDescription, job_description_id) if job_description_id else None
    if job is not None and job.employer_id != employer.id:
        raise RuleViolation("job_of_another_employer", {"field": "hired_job_description_id"})


def check_department(person: JobSeeker, employer: Employer, *, is_agreed: bool) -> None:
    """A hire from another department needs the DIRECCTE's agreement, which is recorded (DOMAIN.md §4)."""
    theirs = department_of(person.post_code)
    if theirs and employer.department and theirs != employer.department and not is_agreed:
        facts = {"department": theirs, "employer_department": employer.department}
        raise RuleViolation("other_department", {"field": "other_department_agreed"} | facts)


def _grant(hire: JobApplication, pass_id: str, context: Context, world: World) -> Grant:
    employer = fetch(world, Employer, hire.employer_id)
    if hire.is_hired_without_pass or not context.rules.needs_pass(employer.kind):
        return Grant(None, PassDelivery.NONE, None)
    _check_waiting(hire, employer, context, world)
    return grant_pass(hire, pass_id, context, world)


def _check_waiting(hire: JobApplication, employer: Employer, context: Context, world: World) -> None:
    person = fetch(world, JobSeeker, hire.job_seeker_id)
    is_authorized = is_sent_by_authorized(hire.sender_kind, hire.sender_organization_id, world)
    check_waiting_period(person, employer, is_authorized=is_authorized, context=context, world=world)


def _make_others_obsolete(accepted: JobApplication, context: Context, world: World) -> None:
    """The person's other pending applications, at all employers: only the server sees them all (DOMAIN.md §4)."""
    pending = context.rules.pending_states()
    for other in world.find(JobApplication, job_seeker_id=accepted.job_seeker_id, state=pending):
        employer = world.get(Employer, other.employer_id)
        kind = employer.kind if employer else ""
        move(other, arrow(OBSOLETE, other.state, kind, context.rules), context, world)


@_decision("job_application.postpone_hire", PostponeHire, expects=("state", "hiring_starts_on"))
def postpone_hire(args: PostponeHire, context: Context, world: World) -> None:
    """Between today and 30 days from now; a PASS that has not begun moves along (platform-rules.md §1.7, 2026)."""
    application = own_application(args.job_application_id, context, world)
    check_movable(application, context)
    iae_pass = world.get(Pass, application.pass_id) if application.pass_id else None
    refuse_first(move_faults(args.hiring_starts_on, args.hiring_ends_on, iae_pass, context.today, context.rules))
    moved = replace(application, hiring_starts_on=args.hiring_starts_on, hiring_ends_on=args.hiring_ends_on)
    world.put(moved)
    if iae_pass is not None and iae_pass.starts_on > context.today:
        move_start(iae_pass, args.hiring_starts_on, context, world)
        share_diagnoses(application.job_seeker_id, context, world)


def check_movable(application: JobApplication, context: Context) -> None:
    """Only a hire of the future, where the edition lets its days change (platform-rules.md §1.7)."""
    if not context.rules.hiring.move_within_days:
        raise RuleViolation("hiring_not_movable", {"rules": context.rules.title})
    starts_on = application.hiring_starts_on
    is_hired = application.state in (ApplicationState.ACCEPTED, ApplicationState.POSTPONED)
    if not is_hired or starts_on is None or starts_on <= context.today:
        raise RuleViolation("hiring_has_begun", {"state_label": context.rules.state_label(application.state)})


@_decision("job_application.cancel_hire", CancelHire, expects=("state",), wanted={"state": "cancelled"})
def cancel_hire(args: CancelHire, context: Context, world: World) -> None:
    """platform-rules.md §1.4: until start + 4 days inclusive in 2021, until the employee record is sent in 2026."""
    application = own_application(args.job_application_id, context, world)
    employer = fetch(world, Employer, application.employer_id)
    rule = arrow("cancel", application.state, employer.kind, context.rules)
    check_cancellable(application, context, world)
    if context.rules.cancellation.blocked_in_waiting_period:
        _check_waiting(application, employer, context, world)
    cancelled = move(application, rule, context, world)
    release_pass(cancelled, context, world)
    for record in world.find(EmployeeRecord, job_application_id=application.id):
        world.remove(record)
    share_diagnoses(application.job_seeker_id, context, world)


def check_cancellable(application: JobApplication, context: Context, world: World) -> None:
    """Refuse once the days to cancel are over, once the ASP was told, and for the stock of 2021 (§1.4)."""
    starts_on = application.hiring_starts_on
    if starts_on is not None and not is_cancellable(starts_on, context.today, context.rules):
        raise RuleViolation("cancellation_too_late", {"last_day": last_cancellation_day(starts_on, context.rules)})
    if not context.rules.cancellation.until_record_sent:
        return
    if world.find(EmployeeRecord, job_application_id=application.id, was_sent=True):
        raise RuleViolation("employee_record_sent")
    iae_pass = world.get(Pass, application.pass_id) if application.pass_id else None
    if iae_pass is not None and iae_pass.origin is PassOrigin.AI_STOCK:
        raise RuleViolation("pass_from_stock")
