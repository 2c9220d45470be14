"""Job descriptions: one per appellation in 2021, contract types in 2026, open and published per job."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sync.domain.commands import Status, command_type_of, decide, expectations
from sync.domain.employers import EmployerKind
from sync.domain.job_descriptions import JobDescription
from sync.domain.recruiting import (
    CloseRecruitment,
    CreateJobDescription,
    EditJobDescription,
    OpenRecruitment,
    PublishJobDescription,
    UnpublishJobDescription,
)
from tests.kit.deciding import ALREADY, refusal, the
from tests.kit.memory_world import MemoryWorld
from tests.kit.people import ACI, BOB, EI, ERIN, NOON, RULES_2026, context, small_world

CREATE = CreateJobDescription(
    job_description_id="job",
    employer_id=ACI.id,
    appellation_id="11573",
    custom_name=" Manœuvre ",
    description=" Chantier ",
    contract_type="FIXED_TERM_I",
    hours_per_week=26,
    open_positions=2,
)
LATER = NOON + timedelta(days=1)


def world_of() -> MemoryWorld:
    """The ACI recruits for one job."""
    world = small_world()
    decide(CREATE, context(), world)
    return world


def test_a_job_is_written_by_any_member() -> None:
    """Open and published unless said otherwise."""
    world = small_world()
    decide(CREATE, context(ERIN), world)
    assert the(JobDescription, world) == JobDescription(
        id="job",
        employer_id=ACI.id,
        appellation_id="11573",
        custom_name="Manœuvre",
        description="Chantier",
        contract_type="FIXED_TERM_I",
        hours_per_week=26,
        open_positions=2,
        is_open=True,
        is_published=True,
        created_at=NOON,
        updated_at=NOON,
    )
    assert refusal(CREATE, context(BOB), world).code == "not_entitled"


def test_a_job_may_be_written_closed_and_unpublished() -> None:
    """A draft."""
    world = small_world()
    decide(replace(CREATE, is_open=False, is_published=False), context(), world)
    assert (the(JobDescription, world).is_open, the(JobDescription, world).is_published) == (False, False)


def test_another_employer_or_another_appellation_is_no_second_use() -> None:
    """Unique per appellation and employer."""
    elsewhere = replace(CREATE, job_description_id="job-2", employer_id=EI.id)
    decide(elsewhere, context(BOB), world_of())
    decide(replace(CREATE, job_description_id="job-2", appellation_id="11574"), context(), world_of())


def test_an_appellation_is_used_once_in_2021_and_more_in_2026() -> None:
    """The job itself does not count against its own edit."""
    world = world_of()
    again = replace(CREATE, job_description_id="job-2")
    assert refusal(again, context(), world).code == "job_description_exists"
    decide(again, context(rules=RULES_2026), world)
    edit = EditJobDescription(job_description_id="job", changes={"appellation_id": "11573"})
    decide(edit, context(), world_of())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"open_positions": 0}, "open_positions_too_few"),
        ({"hours_per_week": 49}, "hours_per_week_too_many"),
        ({"contract_type": ""}, "contract_type_unknown"),
        ({"contract_type": "PERMANENT"}, "contract_type_unknown"),
    ],
)
def test_wrong_jobs_are_refused_in_2026(change: dict[str, object], code: str) -> None:
    """48 hours, a type of the employer's kind, a position."""
    act = replace(CREATE, **change)  # type: ignore[arg-type]
    assert refusal(act, context(rules=RULES_2026), small_world()).code == code
    if code != "open_positions_too_few":
        decide(act, context(), small_world())


def test_forty_eight_hours_or_none_are_fine() -> None:
    """The limit is inclusive; a kind without list has no type."""
    decide(replace(CREATE, hours_per_week=48), context(rules=RULES_2026), small_world())
    decide(replace(CREATE, hours_per_week=None), context(rules=RULES_2026), small_world())
    world = small_world(replace(ACI, kind=EmployerKind.EA))
    assert refusal(CREATE, context(rules=RULES_2026), world).code == "contract_type_unknown"


def test_edits_merge_field_by_field() -> None:
    """What a colleague changed meanwhile in the same field is disputed."""
    world = world_of()
    act = EditJobDescription(job_description_id="job", changes={"custom_name": "Maçon", "hours_per_week": None})
    seen = expectations(act, world)
    assert seen == {"custom_name": "Manœuvre", "hours_per_week": 26}
    world.put(replace(the(JobDescription, world), custom_name="Aide-maçon"))
    outcome = decide(act, context(now=LATER, expect=seen), world)
    job = the(JobDescription, world)
    assert (outcome.status, job.custom_name, job.hours_per_week, job.updated_at) == (
        Status.ADJUSTED,
        "Aide-maçon",
        None,
        LATER,
    )


@pytest.mark.parametrize(
    ("changes", "code"), [({"employer_id": "x"}, "field_not_editable"), ({"open_positions": "two"}, "field_invalid")]
)
def test_wrong_edits_are_refused(changes: dict[str, str], code: str) -> None:
    """A job does not change hands, numbers are numbers."""
    act = EditJobDescription(job_description_id="job", changes=changes)
    assert refusal(act, context(), world_of()).code == code


def set_switch(job: JobDescription, field: str, *, to: bool) -> JobDescription:
    """The job with one of its switches at that place."""
    return replace(job, is_open=to) if field == "is_open" else replace(job, is_published=to)


@pytest.mark.parametrize(
    ("act", "field", "value"),
    [
        (CloseRecruitment(job_description_id="job"), "is_open", False),
        (OpenRecruitment(job_description_id="job"), "is_open", True),
        (UnpublishJobDescription(job_description_id="job"), "is_published", False),
        (PublishJobDescription(job_description_id="job"), "is_published", True),
    ],
)
def test_each_job_has_two_switches(act: object, field: str, *, value: bool) -> None:
    """Undoable while held; a noop when a colleague did the same; refused to others."""
    world = world_of()
    job = set_switch(the(JobDescription, world), field, to=not value)
    world.put(job)
    seen = expectations(act, world)
    assert seen == {field: not value}
    assert command_type_of(act).is_undoable
    assert refusal(act, context(BOB), world).code == "not_entitled"
    decide(act, context(now=LATER, expect=seen), world)
    assert the(JobDescription, world) == replace(set_switch(job, field, to=value), updated_at=LATER)
    assert decide(act, context(expect=seen), world) == ALREADY
