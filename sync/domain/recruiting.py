"""Job descriptions: writing them, opening and closing recruitment, publishing (DOMAIN.md §4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from sync.domain.commands import Context, Outcome, Policy, command
from sync.domain.employers import Employer
from sync.domain.errors import RuleViolation
from sync.domain.forms import merge_form
from sync.domain.job_descriptions import JobDescription
from sync.domain.permissions import permit
from sync.domain.world import World, fetch

Value = str | int | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateJobDescription:
    """A new job of an employer; `job_description_id` is a new id."""

    job_description_id: str
    employer_id: str
    appellation_id: str
    custom_name: str = ""
    description: str = ""
    contract_type: str = ""
    hours_per_week: int | None = None
    open_positions: int = 1
    is_open: bool = True
    is_published: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class EditJobDescription:
    """New values for some of EDITABLE's fields."""

    job_description_id: str
    changes: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRecruitment:
    """« Ouvrir le recrutement »."""

    job_description_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseRecruitment:
    """« Fermer le recrutement »."""

    job_description_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishJobDescription:
    """« Publier » the job on the employer's page."""

    job_description_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpublishJobDescription:
    """« Dépublier »: hide the job from the employer's page."""

    job_description_id: str


EDITABLE = frozenset(
    {"appellation_id", "custom_name", "description", "contract_type", "hours_per_week", "open_positions"}
)


@command("job_description.create", CreateJobDescription, policy=Policy.STRICT)
def create(args: CreateJobDescription, context: Context, world: World) -> None:
    """platform-rules.md §6.1: one per appellation and employer in 2021, several in 2026."""
    permit("edit_job_descriptions", context, world, employer_id=args.employer_id)
    written = JobDescription(
        id=args.job_description_id,
        employer_id=args.employer_id,
        appellation_id=args.appellation_id,
        custom_name=args.custom_name.strip(),
        description=args.description.strip(),
        contract_type=args.contract_type,
        hours_per_week=args.hours_per_week,
        open_positions=args.open_positions,
        is_open=args.is_open,
        is_published=args.is_published,
        created_at=context.now,
        updated_at=context.now,
    )
    _check(written, context, world)
    world.put(written)


@command(
    "job_description.edit",
    EditJobDescription,
    policy=Policy.MERGE,
    subject=JobDescription,
    subject_field="job_description_id",
)
def edit(args: EditJobDescription, context: Context, world: World) -> Outcome | None:
    """Field by field, as a form (SYNC.md §8)."""
    job = _own(args.job_description_id, context, world)
    edited, outcome = merge_form(job, args.changes, EDITABLE, context)
    _check(edited, context, world)
    world.put(replace(edited, updated_at=context.now))
    return outcome


def _own(job_description_id: str, context: Context, world: World) -> JobDescription:
    job = fetch(world, JobDescription, job_description_id)
    permit("edit_job_descriptions", context, world, employer_id=job.employer_id)
    return job


def _check(job: JobDescription, context: Context, world: World) -> None:
    """platform-rules.md §6.1."""
    rules = context.rules.employers
    same = world.find(JobDescription, employer_id=job.employer_id, appellation_id=job.appellation_id)
    if rules.one_job_description_per_appellation and any(other.id != job.id for other in same):
        raise RuleViolation("job_description_exists", {"field": "appellation_id", "appellation": job.appellation_id})
    if job.open_positions < 1:
        raise RuleViolation("open_positions_too_few", {"field": "open_positions"})
    if rules.max_hours_per_week and (job.hours_per_week or 0) > rules.max_hours_per_week:
        facts = {"field": "hours_per_week", "limit": rules.max_hours_per_week}
        raise RuleViolation("hours_per_week_too_many", facts)
    if rules.contract_type_is_mandatory:
        _check_contract_type(job, context, world)


def _check_contract_type(job: JobDescription, context: Context, world: World) -> None:
    """Mandatory since 2022, of those of the employer's kind (platform-rules.md §6.1)."""
    kind = fetch(world, Employer, job.employer_id).kind
    if job.contract_type not in context.rules.employers.contract_types_by_kind.get(kind, ()):
        raise RuleViolation("contract_type_unknown", {"field": "contract_type", "kind": str(kind)})


def _set_open(job_description_id: str, context: Context, world: World, *, is_open: bool) -> None:
    job = _own(job_description_id, context, world)
    world.put(replace(job, updated_at=context.now, is_open=is_open))


def _set_published(job_description_id: str, context: Context, world: World, *, is_published: bool) -> None:
    job = _own(job_description_id, context, world)
    world.put(replace(job, updated_at=context.now, is_published=is_published))


_switch = partial(
    command, policy=Policy.STRICT, subject=JobDescription, subject_field="job_description_id", is_undoable=True
)


@_switch("job_description.open", OpenRecruitment, expects=("is_open",), wanted={"is_open": True})
def open_recruitment(args: OpenRecruitment, context: Context, world: World) -> None:
    """DOMAIN.md §4: open or closed per job; opening reaches prescribers by e-mail (the server's part)."""
    _set_open(args.job_description_id, context, world, is_open=True)


@_switch("job_description.close", CloseRecruitment, expects=("is_open",), wanted={"is_open": False})
def close_recruitment(args: CloseRecruitment, context: Context, world: World) -> None:
    """DOMAIN.md §4: open or closed per job; applications already received go on."""
    _set_open(args.job_description_id, context, world, is_open=False)


@_switch(
    "job_description.publish",
    PublishJobDescription,
    expects=("is_published",),
    wanted={"is_published": True},
)
def publish(args: PublishJobDescription, context: Context, world: World) -> None:
    """DOMAIN.md §4: published or not per job."""
    _set_published(args.job_description_id, context, world, is_published=True)


@_switch(
    "job_description.unpublish",
    UnpublishJobDescription,
    expects=("is_published",),
    wanted={"is_published": False},
)
def unpublish(args: UnpublishJobDescription, context: Context, world: World) -> None:
    """DOMAIN.md §4: published or not per job."""
    _set_published(args.job_description_id, context, world, is_published=False)
