"""Making an eligibility diagnosis: an employer's own, or a prescriber's when sending (DOMAIN.md §3)."""

from dataclasses import dataclass, replace

from sync.domain.commands import Context, Policy, command
from sync.domain.eligibility import AuthorKind, EligibilityDiagnosis, check_criteria, holds
from sync.domain.employers import Employer
from sync.domain.errors import RuleViolation
from sync.domain.job_seekers import JobSeeker
from sync.domain.permissions import permit
from sync.domain.world import World, fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnose:
    """Check a person's eligibility, for `employer_id` or as `organization_id` (exactly one); `diagnosis_id` is new."""

    diagnosis_id: str
    job_seeker_id: str
    criteria: tuple[str, ...]
    employer_id: str | None = None
    organization_id: str | None = None
    is_sworn: bool = False


@command("eligibility.diagnose", Diagnose, policy=Policy.STRICT, has_legal_effect=True)
def diagnose(args: Diagnose, context: Context, world: World) -> None:
    """platform-rules.md §5.2 and §5.3. The employer swears that the proofs are in its file."""
    author_kind = AuthorKind.EMPLOYER if args.employer_id else AuthorKind.PRESCRIBER
    kind = _entitled_kind(args, context, world)
    person = fetch(world, JobSeeker, args.job_seeker_id)
    if author_kind is AuthorKind.EMPLOYER and not args.is_sworn:
        raise RuleViolation("diagnosis_not_sworn", {"field": "is_sworn"})
    check_criteria(args.criteria, author_kind, kind, context.rules)
    _replace_earlier(args, author_kind, context, world)
    world.put(
        EligibilityDiagnosis(
            id=args.diagnosis_id,
            job_seeker_id=person.id,
            author_kind=author_kind,
            author_user_id=context.actor.user_id,
            author_name=context.actor.name,
            author_organization_id=None if args.employer_id else args.organization_id,
            author_employer_id=args.employer_id,
            criteria=args.criteria,
            created_at=context.now,
        )
    )


def _entitled_kind(args: Diagnose, context: Context, world: World) -> str:
    """The employer's kind, "" for a prescriber. Orienteurs validate nothing (DOMAIN.md §1 and §5)."""
    if args.employer_id is None:
        permit("diagnose_when_sending", context, world, organization_id=args.organization_id)
        return ""
    permit("diagnose", context, world, employer_id=args.employer_id)
    return fetch(world, Employer, args.employer_id).kind


def _replace_earlier(args: Diagnose, author_kind: AuthorKind, context: Context, world: World) -> None:
    """A diagnosis cannot be changed in 2021; in 2026 a prescriber makes it again and the old one ends (§5.3)."""
    earlier = world.find(EligibilityDiagnosis, job_seeker_id=args.job_seeker_id, author_kind=author_kind)
    if author_kind is AuthorKind.EMPLOYER:
        earlier = [one for one in earlier if one.author_employer_id == args.employer_id]
    for one in earlier:
        if holds(one, context.now, context.rules):
            if author_kind is AuthorKind.EMPLOYER or not context.rules.eligibility.is_replaceable:
                raise RuleViolation("diagnosis_exists", {"made_at": one.created_at})
            world.put(replace(one, replaced_at=context.now))
