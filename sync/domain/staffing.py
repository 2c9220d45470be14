"""What the central service's staff does: manual PASS, agreements, authorising organisations (DOMAIN.md §5)."""

from dataclasses import dataclass, replace
from datetime import date

from sync.domain.agreements import Agreement
from sync.domain.commands import Context, Outcome, Policy, Status, command
from sync.domain.errors import RuleViolation
from sync.domain.issuing import new_pass
from sync.domain.job_applications import ApplicationState, JobApplication, PassDelivery
from sync.domain.job_seekers import JobSeeker
from sync.domain.passes import PassOrigin
from sync.domain.permissions import permit
from sync.domain.prescribers import PrescriberOrganization
from sync.domain.seeing import share_diagnoses
from sync.domain.standing import standing_of
from sync.domain.standings import keep_standings
from sync.domain.world import World, fetch

_NUMBER_LENGTHS = (12, 15)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePassManually:
    """Give a hire whose identifier was « oublié » its PASS; `pass_id` is a new id."""

    job_application_id: str
    pass_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportAgreement:
    """One line of the Pôle emploi file; `agreement_id` is a new id, days are inclusive."""

    agreement_id: str
    number: str
    pole_emploi_id: str
    born_on: date
    last_name: str
    first_name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizeOrganization:
    """Authorise a prescriber organisation, or take it back."""

    organization_id: str
    is_authorized: bool


@command("pass.issue_manually", IssuePassManually, policy=Policy.STRICT, has_legal_effect=True)
def issue_manually(args: IssuePassManually, context: Context, world: World) -> None:
    """« 1 à 3 jours » after the hire (DOMAIN.md §4). A PASS got elsewhere meanwhile is reused."""
    permit("issue_pass_manually", context, world)
    hire = fetch(world, JobApplication, args.job_application_id)
    is_waiting = hire.pass_delivery is PassDelivery.MANUAL and hire.pass_id is None
    if hire.state is not ApplicationState.ACCEPTED or not is_waiting or hire.hiring_starts_on is None:
        raise RuleViolation("no_manual_pass_awaited")
    person = fetch(world, JobSeeker, hire.job_seeker_id)
    issued = new_pass(hire.job_seeker_id, args.pass_id, hire.hiring_starts_on, context)
    iae_pass = standing_of(person, context, world).valid_pass or replace(issued, origin=PassOrigin.MANUAL)
    world.put(iae_pass)
    served = replace(hire, pass_id=iae_pass.id)
    world.put(served)
    keep_standings(iae_pass, served, context, world)
    share_diagnoses(hire.job_seeker_id, context, world)


@command("agreement.import", ImportAgreement, policy=Policy.STRICT)
def import_agreement(args: ImportAgreement, context: Context, world: World) -> Outcome | None:
    """platform-rules.md §2.1: 12 or 15 characters; same start and end = cancelled, skipped."""
    permit("import_agreements", context, world)
    number = args.number.replace(" ", "")
    if len(number) not in _NUMBER_LENGTHS:
        raise RuleViolation("agreement_number_invalid", {"number": args.number})
    if args.starts_on == args.ends_on:
        return Outcome(Status.NOOP, "agreement_cancelled", {"number": number})
    if args.ends_on < args.starts_on:
        raise RuleViolation("agreement_ends_before_start", {"number": number})
    if world.find(Agreement, number=number):
        return Outcome(Status.NOOP, "already_done")
    people = world.find(JobSeeker, pole_emploi_id=args.pole_emploi_id, born_on=args.born_on)
    world.put(
        Agreement(
            id=args.agreement_id,
            number=number,
            pole_emploi_id=args.pole_emploi_id,
            born_on=args.born_on,
            last_name=args.last_name,
            first_name=args.first_name,
            starts_on=args.starts_on,
            ends_on=args.ends_on,
            job_seeker_id=people[0].id if people else None,
            created_at=context.now,
        )
    )
    return None


@command("prescriber_organization.authorize", AuthorizeOrganization, policy=Policy.STRICT)
def authorize_organization(args: AuthorizeOrganization, context: Context, world: World) -> None:
    """Read at reading time, not frozen in applications (platform-rules.md §1.5)."""
    permit("authorize_organization", context, world)
    organization = fetch(world, PrescriberOrganization, args.organization_id)
    world.put(replace(organization, is_authorized=args.is_authorized))
