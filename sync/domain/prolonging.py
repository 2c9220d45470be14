"""Prolonging a PASS: declared by the employer, or requested from an authorised prescriber (platform-rules.md §4)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sync.domain.commands import Context, Outcome, Policy, Status, command
from sync.domain.employers import Employer
from sync.domain.errors import RuleViolation, refuse_first
from sync.domain.passes import Pass, replay, suspended_by
from sync.domain.permissions import permit
from sync.domain.prescribers import PrescriberOrganization
from sync.domain.prolongation_rules import ProlongationWish, Used, is_in_window, prolongation_faults, window
from sync.domain.prolongations import Prolongation, ProlongationDetail, ProlongationRequest, RequestState
from sync.domain.rule_lists import offered
from sync.domain.seeing import share_diagnoses
from sync.domain.suspending import standing_at
from sync.domain.suspensions import Suspension
from sync.domain.world import World, fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareProlongation:
    """« Prolonger », for a reason that takes effect at once; `ends_on` is the PASS's new end (inclusive)."""

    prolongation_id: str
    pass_id: str
    employer_id: str
    reason: str
    ends_on: date
    explanation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestProlongation:
    """« Prolonger », for a reason that needs the word of an authorised prescriber of `organization_id`.

    `report_sha256` names the report file that some kinds must attach; a phone interview needs e-mail and phone.
    """

    request_id: str
    pass_id: str
    employer_id: str
    organization_id: str
    prescriber_email: str
    reason: str
    ends_on: date
    explanation: str = ""
    report_sha256: str = ""
    wants_interview: bool = False
    contact_email: str = ""
    contact_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantProlongation:
    """A prescriber of the organisation says yes; `prolongation_id` is a new id."""

    request_id: str
    prolongation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DenyProlongation:
    """A prescriber of the organisation says no: a reason of the rulebook, why, and what is proposed instead."""

    request_id: str
    reason: str
    explanation: str
    actions: str = ""


@command(
    "prolongation.declare",
    DeclareProlongation,
    policy=Policy.STRICT,
    subject=Pass,
    subject_field="pass_id",
    has_legal_effect=True,
)
def declare(args: DeclareProlongation, context: Context, world: World) -> None:
    """Takes effect at once (platform-rules.md §4 « Who »)."""
    iae_pass = _may_prolong(args, context, world)
    if _needs_prescriber(args.reason, context):
        raise RuleViolation("prolongation_needs_prescriber", {"field": "reason"})
    prolongation = Prolongation(
        id=args.prolongation_id,
        pass_id=iae_pass.id,
        job_seeker_id=iae_pass.job_seeker_id,
        employer_id=args.employer_id,
        starts_on=iae_pass.ends_on,
        ends_on=args.ends_on,
        created_at=context.now,
    )
    detail = ProlongationDetail(
        id=prolongation.id,
        employer_id=args.employer_id,
        reason=args.reason,
        explanation=args.explanation.strip(),
        user_name=context.actor.name,
    )
    _write(prolongation, detail, context, world)


def _may_prolong(args: DeclareProlongation | RequestProlongation, context: Context, world: World) -> Pass:
    """A member of an employer with an accepted hire under the PASS (platform-rules.md §4 « Who »)."""
    permit("declare_prolongation", context, world, employer_id=args.employer_id)
    iae_pass = fetch(world, Pass, args.pass_id)
    if standing_at(iae_pass, args.employer_id, world) is None:
        raise RuleViolation("no_hire_under_pass")
    refuse_if_closed(iae_pass, context, world)
    wish = ProlongationWish(iae_pass.ends_on, args.ends_on, args.reason)
    kind = fetch(world, Employer, args.employer_id).kind
    refuse_first(prolongation_faults(wish, used_days(iae_pass, world), iae_pass, kind, context.rules.prolongations))
    return iae_pass


def used_days(iae_pass: Pass, world: World) -> Used:
    """The days of all earlier prolongations of the PASS, whatever their reason (platform-rules.md §4)."""
    earlier = world.find(Prolongation, pass_id=iae_pass.id)
    return Used(sum((one.ends_on - one.starts_on).days for one in earlier))


def refuse_if_closed(iae_pass: Pass, context: Context, world: World) -> None:
    """From 12 months before to 6 months after the end; not suspended; the person's latest; none pending (§4)."""
    rules = context.rules.prolongations
    if not rules.reasons:
        raise RuleViolation("prolongation_unknown", {"rules": context.rules.title})
    if not is_in_window(iae_pass.ends_on, context.today, rules):
        first, last = window(iae_pass.ends_on, rules)
        raise RuleViolation("prolongation_outside_window", {"first": first, "last": last})
    pause = suspended_by(world.find(Suspension, pass_id=iae_pass.id), context.today)
    if pause is not None:
        raise RuleViolation("pass_suspended", {"ends_on": pause.ends_on})
    others = world.find(Pass, job_seeker_id=iae_pass.job_seeker_id)
    if any(other.starts_on > iae_pass.starts_on for other in others):
        raise RuleViolation("newer_pass_exists")
    if world.find(ProlongationRequest, pass_id=iae_pass.id, state=RequestState.PENDING):
        raise RuleViolation("prolongation_pending")


def _needs_prescriber(reason: str, context: Context) -> bool:
    return any(rule.needs_prescriber for rule in context.rules.prolongations.reasons if rule.code == reason)


def _write(prolongation: Prolongation, detail: ProlongationDetail, context: Context, world: World) -> None:
    world.put(prolongation)
    world.put(detail)
    replay(fetch(world, Pass, prolongation.pass_id), world)
    share_diagnoses(prolongation.job_seeker_id, context, world)


@command(
    "prolongation.request",
    RequestProlongation,
    policy=Policy.STRICT,
    subject=Pass,
    subject_field="pass_id",
    has_legal_effect=True,
)
def request(args: RequestProlongation, context: Context, world: World) -> None:
    """A request to a named authorised prescriber; one pending per PASS (platform-rules.md §4 « Who », « Extra »)."""
    iae_pass = _may_prolong(args, context, world)
    if not _needs_prescriber(args.reason, context):
        raise RuleViolation("prolongation_needs_no_prescriber", {"field": "reason"})
    if not fetch(world, PrescriberOrganization, args.organization_id).is_authorized:
        raise RuleViolation("organization_not_authorized", {"field": "organization_id"})
    _check_extras(args, context, world)
    world.put(
        ProlongationRequest(
            id=args.request_id,
            pass_id=iae_pass.id,
            job_seeker_id=iae_pass.job_seeker_id,
            employer_id=args.employer_id,
            organization_id=args.organization_id,
            prescriber_email=args.prescriber_email,
            reason=args.reason,
            explanation=args.explanation.strip(),
            starts_on=iae_pass.ends_on,
            ends_on=args.ends_on,
            report_sha256=args.report_sha256,
            wants_interview=args.wants_interview,
            contact_email=args.contact_email,
            contact_phone=args.contact_phone,
            created_at=context.now,
        )
    )


def _check_extras(args: RequestProlongation, context: Context, world: World) -> None:
    """An AI attaches a report; an interview needs e-mail and phone (platform-rules.md §4 « Extra »)."""
    kind = fetch(world, Employer, args.employer_id).kind
    rules = [rule for rule in context.rules.prolongations.reasons if rule.code == args.reason]
    if not args.report_sha256 and any(kind in rule.needs_report_for_kinds for rule in rules):
        raise RuleViolation("prolongation_report_missing", {"field": "report_sha256", "kind": kind})
    if args.wants_interview and not (args.contact_email and args.contact_phone):
        raise RuleViolation("prolongation_contact_missing", {"field": "contact_email"})


def _pending(request_id: str, context: Context, world: World) -> ProlongationRequest:
    asked = fetch(world, ProlongationRequest, request_id)
    permit("validate_prolongation", context, world, organization_id=asked.organization_id)
    return asked


def _is_answered(asked: ProlongationRequest, wanted: RequestState) -> bool:
    """Whether it has the wanted answer already; the other one is final (§4)."""
    if asked.state not in (RequestState.PENDING, wanted):
        raise RuleViolation("prolongation_answered", {"answered_by": asked.answered_by})
    return asked.state is wanted


@command("prolongation.grant", GrantProlongation, policy=Policy.STRICT, has_legal_effect=True)
def grant(args: GrantProlongation, context: Context, world: World) -> Outcome | None:
    """By any prescriber of the organisation. Its length is kept if the PASS's end has moved meanwhile (§4)."""
    asked = _pending(args.request_id, context, world)
    if _is_answered(asked, RequestState.GRANTED):
        return Outcome(Status.NOOP, "already_done")
    iae_pass = fetch(world, Pass, asked.pass_id)
    prolongation = Prolongation(
        id=args.prolongation_id,
        pass_id=iae_pass.id,
        job_seeker_id=iae_pass.job_seeker_id,
        employer_id=asked.employer_id,
        starts_on=iae_pass.ends_on,
        ends_on=iae_pass.ends_on + (asked.ends_on - asked.starts_on),
        created_at=context.now,
    )
    detail = ProlongationDetail(
        id=prolongation.id,
        employer_id=asked.employer_id,
        reason=asked.reason,
        explanation=asked.explanation,
        validated_by=context.actor.name,
    )
    world.put(_answered(asked, RequestState.GRANTED, context))
    _write(prolongation, detail, context, world)
    return None


def _answered(asked: ProlongationRequest, state: RequestState, context: Context) -> ProlongationRequest:
    return replace(asked, state=state, answered_by=context.actor.name, answered_at=context.now)


@command("prolongation.deny", DenyProlongation, policy=Policy.STRICT, has_legal_effect=True)
def deny(args: DenyProlongation, context: Context, world: World) -> Outcome | None:
    """By any prescriber of the organisation: one of 4 reasons, an explanation, proposed actions (§4)."""
    asked = _pending(args.request_id, context, world)
    if _is_answered(asked, RequestState.DENIED):
        return Outcome(Status.NOOP, "already_done")
    if offered(args.reason, context.rules.prolongations.deny_reasons, "") is None:
        raise RuleViolation("deny_reason_unknown", {"field": "reason", "reason": args.reason})
    if not args.explanation.strip():
        raise RuleViolation("deny_explanation_missing", {"field": "explanation"})
    denied = _answered(asked, RequestState.DENIED, context)
    world.put(
        replace(
            denied,
            deny_reason=args.reason,
            deny_explanation=args.explanation.strip(),
            deny_actions=args.actions.strip(),
        )
    )
    return None


def requests_to_remind(context: Context, world: World) -> list[ProlongationRequest]:
    """The pending requests whose prescriber is reminded today: every 10 days for 30 days (§4)."""
    rules = context.rules.prolongations
    due = [timedelta(days=days) for days in range(rules.reminder_days, rules.reminders_during_days + 1, 10)]
    pending = world.find(ProlongationRequest, state=RequestState.PENDING)
    return [one for one in pending if context.now.date() - one.created_at.date() in due]
