"""Managing a structure: the total block of applications, its page, sister structures (DOMAIN.md §4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from sync.domain.commands import Context, Outcome, Policy, Status, command
from sync.domain.employers import Employer, Membership
from sync.domain.errors import RuleViolation
from sync.domain.forms import merge_form
from sync.domain.identifiers import check_naf, check_post_code, check_siret
from sync.domain.permissions import permit
from sync.domain.places import department_of
from sync.domain.sending import check_convention
from sync.domain.world import World, fetch

_SIREN_LENGTH = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockApplications:
    """« Ne plus recevoir de candidatures »."""

    employer_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnblockApplications:
    """« Recevoir à nouveau des candidatures »."""

    employer_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditEmployer:
    """New values for some of EDITABLE's fields."""

    employer_id: str
    changes: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateSister:
    """Another structure of the same SIREN and kind; `employer_id` and `membership_id` are new ids.

    `siret` "" asks the server for a pseudo-SIRET.
    """

    employer_id: str
    parent_id: str
    membership_id: str
    siret: str = ""
    name: str
    phone: str
    address_line_1: str = ""
    post_code: str = ""
    city: str = ""
    email: str = ""


EDITABLE = frozenset(
    {
        *("brand", "naf", "phone", "email", "website", "description", "activities", "services", "offers"),
        *("address_line_1", "address_line_2", "post_code", "city"),
    }
)

_switch = partial(command, policy=Policy.STRICT, subject=Employer, subject_field="employer_id", is_undoable=True)


@_switch("employer.block_applications", BlockApplications)
def block_applications(args: BlockApplications, context: Context, world: World) -> Outcome | None:
    """« Postuler » becomes inactive for others; applications already received go on (DOMAIN.md §4)."""
    employer = _own(args.employer_id, context, world)
    if employer.applications_blocked_at is not None:
        return Outcome(Status.NOOP, "already_done")
    world.put(replace(employer, applications_blocked_at=context.now))
    return None


@_switch("employer.unblock_applications", UnblockApplications)
def unblock_applications(args: UnblockApplications, context: Context, world: World) -> Outcome | None:
    """« Postuler » becomes active again (DOMAIN.md §4)."""
    employer = _own(args.employer_id, context, world)
    if employer.applications_blocked_at is None:
        return Outcome(Status.NOOP, "already_done")
    world.put(replace(employer, applications_blocked_at=None))
    return None


def _own(employer_id: str, context: Context, world: World) -> Employer:
    permit("block_applications", context, world, employer_id=employer_id)
    return fetch(world, Employer, employer_id)


@command("employer.edit", EditEmployer, policy=Policy.MERGE, subject=Employer, subject_field="employer_id")
def edit(args: EditEmployer, context: Context, world: World) -> Outcome | None:
    """Its page: activities, services rendered, commercial offer, contact (DOMAIN.md §4). Field by field."""
    permit("edit_employer", context, world, employer_id=args.employer_id)
    employer = fetch(world, Employer, args.employer_id)
    edited, outcome = merge_form(employer, args.changes, EDITABLE, context)
    if edited.naf:
        check_naf(edited.naf)
    if edited.post_code:
        check_post_code(edited.post_code)
    department = department_of(edited.post_code) or employer.department
    world.put(replace(edited, department=department))
    return outcome


@command("employer.create_sister", CreateSister, policy=Policy.STRICT)
def create_sister(args: CreateSister, context: Context, world: World) -> None:
    """Same SIREN, same kind, the parent's convention; its creator administers it (platform-rules.md §6)."""
    permit("create_sister", context, world, employer_id=args.parent_id)
    parent = fetch(world, Employer, args.parent_id)
    check_convention(parent, context)
    if not args.phone.strip():
        raise RuleViolation("phone_missing", {"field": "phone"})
    siret = _siret(args.siret, parent, context, world)
    sister = Employer(
        id=args.employer_id,
        siret=siret,
        kind=parent.kind,
        name=args.name.strip(),
        phone=args.phone.strip(),
        email=args.email.strip(),
        address_line_1=args.address_line_1.strip(),
        post_code=check_post_code(args.post_code),
        city=args.city.strip(),
        department=department_of(args.post_code),
        source="USER",
        convention_id=parent.convention_id,
        convention_ended_on=parent.convention_ended_on,
        created_at=context.now,
    )
    world.put(sister)
    world.put(_first_membership(args, context))


def _siret(wanted: str, parent: Employer, context: Context, world: World) -> str:
    """The SIRET asked for, of the parent's SIREN and free for its kind; a pseudo-SIRET where none is asked for.

    "" while it is only requested: the server alone allocates (DOMAIN.md §4).
    """
    siren = parent.siret[:_SIREN_LENGTH]
    if not wanted:
        return context.issuance.pseudo_siret(siren) if context.issuance else ""
    if check_siret(wanted)[:_SIREN_LENGTH] != siren:
        raise RuleViolation("siren_differs", {"field": "siret", "siren": siren})
    if any(other.kind is parent.kind for other in world.find(Employer, siret=wanted)):
        raise RuleViolation("employer_exists", {"field": "siret", "siret": wanted, "kind": str(parent.kind)})
    return wanted


def _first_membership(args: CreateSister, context: Context) -> Membership:
    return Membership(
        id=args.membership_id,
        employer_id=args.employer_id,
        user_id=context.actor.user_id,
        is_admin=True,
        is_director=True,
        wants_notifications=True,
        created_at=context.now,
    )
