"""Rows reach an employer and leave it again exactly as DOMAIN.md §6 has it."""

from dataclasses import replace
from datetime import date

from sync.domain.audience import audience
from sync.domain.commands import decide
from sync.domain.hiring import Accept
from sync.domain.job_applications import JobApplication
from sync.domain.passes import Pass
from sync.domain.sending import Submit
from sync.domain.visibility import Reason, Sight, Visibility, hide, show
from tests.kit.conformance.lives import a_pass
from tests.kit.deciding import the
from tests.kit.memory_world import MemoryWorld
from tests.kit.people import (
    ACI,
    CAROL,
    DAVE,
    EI,
    MISSION_LOCALE,
    NOON,
    application,
    context,
    diagnosis,
    small_world,
)

AT_ACI = "employer:employer-aci"
AT_EI = "employer:employer-ei"


def seen_by(*reasons: Reason, employer_id: str = ACI.id) -> MemoryWorld:
    """A world where the employer sees dave for these reasons."""
    world = small_world(a_pass(date(2021, 1, 1), date(2022, 12, 31)))
    for reason in reasons:
        show(Sight(DAVE.id, employer_id), reason, context(), world)
    return world


def test_showing_again_changes_nothing_and_hiding_nothing_does_nothing() -> None:
    """The first date stays; a new end is written."""
    world = seen_by(Reason.HIRE)
    first = the(Visibility, world)
    sight = Sight(DAVE.id, ACI.id)
    show(sight, Reason.HIRE, context(now=NOON.replace(hour=12)), world)
    assert the(Visibility, world) == first
    show(sight, Reason.HIRE, context(now=NOON.replace(hour=12)), world, date(2022, 1, 1))
    assert the(Visibility, world) == replace(first, ends_on=date(2022, 1, 1))
    hide(sight, Reason.HIRE, world)
    hide(sight, Reason.HIRE, world)
    assert not world.find(Visibility)


def test_a_person_s_rows_reach_and_leave_an_employer_as_written() -> None:
    """Applying opens file and PASS; a hire elsewhere closes the PASS and leaves the file."""
    world = small_world(diagnosis(), a_pass(date(2021, 1, 4), date(2023, 1, 3)))
    submit = Submit(
        job_application_id="application-2",
        job_seeker_id=DAVE.id,
        employer_id=EI.id,
        sender_kind="prescriber",
        sender_organization_id=MISSION_LOCALE.id,
    )
    decide(submit, context(CAROL), world)
    iae_pass = the(Pass, world)
    assert {AT_EI} <= audience(iae_pass, world) & audience(DAVE, world) & audience(diagnosis(), world)
    world.put(application())
    hire = Accept(
        job_application_id="application-1",
        hiring_starts_on=date(2021, 2, 8),
        hiring_ends_on=date(2021, 8, 7),
        pass_id="pass-new",
    )
    decide(hire, context(command_id="command-2"), world)
    assert the(JobApplication, world, "application-2").state == "obsolete"
    assert audience(iae_pass, world) == {AT_ACI}
    assert AT_EI in audience(DAVE, world)
