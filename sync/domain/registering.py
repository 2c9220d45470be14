"""Registering job seekers and keeping their file right."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sync.domain.agreements import Agreement
from sync.domain.commands import Context, Outcome, Policy, command
from sync.domain.errors import RuleViolation, refuse_first
from sync.domain.forms import merge_form
from sync.domain.identifiers import person_faults
from sync.domain.job_applications import JobApplication
from sync.domain.job_seekers import JobSeeker
from sync.domain.permissions import permit
from sync.domain.visibility import Reason, Sight, show
from sync.domain.world import World, fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateJobSeeker:
    """A new person; `job_seeker_id` is a new id. The employer or organisation for which the actor does it, if any."""

    job_seeker_id: str
    employer_id: str | None = None
    organization_id: str | None = None
    title: str = ""
    last_name: str
    first_name: str
    birth_name: str = ""
    born_on: date | None = None
    email: str = ""
    phone: str = ""
    address_line_1: str = ""
    address_line_2: str = ""
    post_code: str = ""
    city: str = ""
    pole_emploi_id: str = ""
    lack_of_pole_emploi_id_reason: str = ""
    nir: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditJobSeeker:
    """New values for some fields of a person, by a member of `employer_id`; days as `YYYY-MM-DD`."""

    job_seeker_id: str
    employer_id: str
    changes: Mapping[str, str | None] = field(default_factory=dict)


EDITABLE = frozenset(
    {
        *("title", "last_name", "first_name", "birth_name", "born_on", "email", "phone"),
        *("address_line_1", "address_line_2", "post_code", "city"),
        *("pole_emploi_id", "lack_of_pole_emploi_id_reason", "nir"),
    }
)


@command("job_seeker.create", CreateJobSeeker, policy=Policy.STRICT)
def create(args: CreateJobSeeker, context: Context, world: World) -> None:
    """A third-party account: created by somebody else for the person (platform-rules.md §0, D14)."""
    permit("send_application", context, world, employer_id=args.employer_id, organization_id=args.organization_id)
    person = JobSeeker(
        id=args.job_seeker_id, **{name: getattr(args, name) for name in EDITABLE}, created_at=context.now
    )
    refuse_first(person_faults(person, context.today, context.rules.job_seekers))
    world.put(person)
    _match_agreements(person, world)
    if args.employer_id:
        show(Sight(person.id, args.employer_id), Reason.CREATION, context, world)


@command("job_seeker.edit", EditJobSeeker, policy=Policy.MERGE, subject=JobSeeker, subject_field="job_seeker_id")
def edit(args: EditJobSeeker, context: Context, world: World) -> Outcome | None:
    """DOMAIN.md §5: a third-party account, while an application is studied or accepted. Field by field."""
    permit("edit_job_seeker", context, world, employer_id=args.employer_id)
    person = fetch(world, JobSeeker, args.job_seeker_id)
    _check_editable(person, args.employer_id, context, world)
    edited, outcome = merge_form(person, args.changes, EDITABLE, context)
    refuse_first(person_faults(edited, context.today, context.rules.job_seekers))
    world.put(edited)
    _match_agreements(edited, world)
    return outcome


def _match_agreements(person: JobSeeker, world: World) -> None:
    """Tie the person to their agreements, on Pôle emploi id and birth date, never on names (DOMAIN.md §4)."""
    if person.pole_emploi_id and person.born_on is not None:
        for one in world.find(Agreement, pole_emploi_id=person.pole_emploi_id, born_on=person.born_on):
            world.put(replace(one, job_seeker_id=person.id))


def _check_editable(person: JobSeeker, employer_id: str, context: Context, world: World) -> None:
    """platform-rules.md §0, D14: a third-party account never used, studied or accepted, in 2021."""
    rules = context.rules.job_seekers
    is_own_account = person.has_signed_in or not person.is_third_party_account
    if rules.editable_accounts_only_third_party and is_own_account:
        raise RuleViolation("job_seeker_has_account")
    states = rules.editable_in_states
    if states and not world.find(JobApplication, job_seeker_id=person.id, employer_id=employer_id, state=states):
        labels = ", ".join(context.rules.state_label(state) for state in states)
        raise RuleViolation("job_seeker_not_editable", {"states": labels})
