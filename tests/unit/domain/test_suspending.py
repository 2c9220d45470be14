"""Suspending a PASS: who may, when, and the end it moves there and back."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from sync.domain.commands import command_type_of, decide, expectations
from sync.domain.contract import earliest_suspension_by_hire
from sync.domain.passes import Pass, PassStanding
from sync.domain.suspending import (
    DeleteSuspension,
    EditSuspension,
    LiftSuspension,
    Suspend,
    earliest_suspension,
    end_at_hire,
)
from sync.domain.suspensions import Suspension, SuspensionDetail
from tests.kit.conformance.lives import a_pass, a_suspension
from tests.kit.deciding import refusal, the
from tests.kit.memory_world import MemoryWorld
from tests.kit.people import ACI, BOB, EI, ERIN, NOON, RULES_2021, RULES_2026, context, small_world

SUSPEND = Suspend(
    suspension_id="suspension-s",
    pass_id="pass-1",
    employer_id=ACI.id,
    starts_on=date(2021, 2, 1),
    ends_on=date(2021, 2, 28),
    reason="SICKNESS",
)
EDIT = EditSuspension(
    suspension_id="suspension-s",
    starts_on=date(2021, 2, 1),
    ends_on=date(2021, 2, 10),
    reason="MATERNITY",
    explanation=" Depuis lundi ",
)
LIFT = LiftSuspension(suspension_id="suspension-s", back_on=date(2021, 2, 9))
DELETE = DeleteSuspension(suspension_id="suspension-s")
FIRST_END = date(2022, 5, 31)
IN_2026: dict[str, Any] = {"rules": RULES_2026, "now": datetime(2026, 6, 15, 10, tzinfo=UTC)}


def world_of(hired_on: date | None = date(2020, 6, 1), *more: object) -> MemoryWorld:
    """Dave's PASS, under which the ACI hired him last."""
    standing = PassStanding(
        id="standing", pass_id="pass-1", employer_id=ACI.id, is_last_hirer=True, hiring_starts_on=hired_on
    )
    return small_world(a_pass(date(2020, 6, 1), FIRST_END), standing, *more)


def suspended() -> MemoryWorld:
    """Dave's PASS suspended for February by alice."""
    world = world_of()
    decide(SUSPEND, context(), world)
    return world


def test_a_suspension_moves_the_end_and_keeps_its_reason_apart() -> None:
    """28 dates move 27 days; dates travel with the PASS, the reason stays with the author's employer."""
    world = suspended()
    assert the(Pass, world).ends_on == date(2022, 6, 27)
    pause, detail = the(Suspension, world), the(SuspensionDetail, world)
    assert (pause.starts_on, pause.ends_on, pause.employer_id) == (SUSPEND.starts_on, SUSPEND.ends_on, ACI.id)
    assert (detail.id, detail.reason, detail.user_name) == (pause.id, "SICKNESS", "Alice MARTIN")


def test_suspending_then_deleting_gives_the_first_end_back() -> None:
    """And leaves no detail behind."""
    world = suspended()
    decide(DELETE, context(), world)
    assert the(Pass, world).ends_on == FIRST_END
    assert not world.find(Suspension)
    assert not world.find(SuspensionDetail)


def test_editing_moves_the_end_by_the_difference() -> None:
    """By any member of the same employer, while in progress."""
    world = suspended()
    decide(replace(EDIT, starts_on=date(2021, 2, 3)), context(ERIN), world)
    assert the(Suspension, world).starts_on == date(2021, 2, 3)
    assert the(Pass, world).ends_on == date(2022, 6, 7)
    assert (the(SuspensionDetail, world).reason, the(SuspensionDetail, world).explanation) == (
        "MATERNITY",
        "Depuis lundi",
    )


def test_lifting_ends_the_suspension_the_day_before() -> None:
    """Back on the 9th: suspended until the 8th."""
    world = suspended()
    decide(LIFT, context(), world)
    assert the(Suspension, world).ends_on == date(2021, 2, 8)
    assert the(Pass, world).ends_on == date(2022, 6, 7)


@pytest.mark.parametrize("back_on", [date(2021, 2, 1), date(2021, 2, 28)])
def test_back_to_work_lies_strictly_inside(back_on: date) -> None:
    """After the start and before the end; the limits are told."""
    violation = refusal(replace(LIFT, back_on=back_on), context(), suspended())
    assert violation.code == "back_to_work_outside"
    assert (violation.facts["earliest"], violation.facts["latest"]) == (date(2021, 2, 2), date(2021, 2, 27))


@pytest.mark.parametrize("act", [EDIT, LIFT, DELETE])
def test_only_the_author_s_employer_touches_a_suspension_in_progress(act: object) -> None:
    """Nobody else, and not once it is over."""
    assert refusal(act, context(BOB), suspended()).code == "not_entitled"
    later = context(now=datetime(2021, 3, 1, 9, tzinfo=UTC))
    assert refusal(act, later, suspended()).code == "suspension_not_in_progress"
    before = context(now=datetime(2021, 1, 31, 9, tzinfo=UTC))
    assert refusal(act, before, suspended()).code == "suspension_not_in_progress"


def test_the_last_day_of_a_suspension_is_in_progress() -> None:
    """Both ends inclusive."""
    decide(DELETE, context(now=datetime(2021, 2, 28, 9, tzinfo=UTC)), suspended())


@pytest.mark.parametrize(
    ("hired_on", "code"), [(date(2021, 2, 4), "suspension_too_early"), (date(2021, 2, 3), None), (None, None)]
)
def test_in_2021_the_fifth_day_after_the_hire_is_the_first(hired_on: date | None, code: str | None) -> None:
    """When the hire can no longer be cancelled."""
    world = world_of(hired_on)
    if code:
        violation = refusal(SUSPEND, context(), world)
        assert (violation.code, violation.facts["earliest"]) == (code, date(2021, 2, 9))
    else:
        decide(SUSPEND, context(), world)


def test_the_earliest_suspension_is_told_in_both_editions() -> None:
    """Five days after the start, or the start itself."""
    hired_on = date(2021, 2, 8)
    assert earliest_suspension_by_hire(hired_on, RULES_2021) == date(2021, 2, 13)
    assert earliest_suspension_by_hire(hired_on, RULES_2026) == hired_on
    unknown = PassStanding(id="s", pass_id="p", employer_id=ACI.id, is_last_hirer=True)
    assert earliest_suspension(unknown, context()) is None


def test_only_the_last_hirer_suspends() -> None:
    """Neither an employer that never hired, nor a former one."""
    world = world_of()
    assert refusal(replace(SUSPEND, employer_id=EI.id), context(BOB), world).code == "not_last_hirer"
    standing = the(PassStanding, world)
    world.put(replace(standing, is_last_hirer=False))
    assert refusal(SUSPEND, context(), world).code == "not_last_hirer"
    assert refusal(SUSPEND, context(BOB), world).code == "not_entitled"


def test_a_suspended_or_ended_pass_cannot_be_suspended() -> None:
    """The violations tell until when, and from when to when."""
    violation = refusal(replace(SUSPEND, suspension_id="other"), context(), suspended())
    assert (violation.code, violation.facts["ends_on"]) == ("already_suspended", date(2021, 2, 28))
    ended = context(now=datetime(2022, 6, 1, 9, tzinfo=UTC))
    violation = refusal(SUSPEND, ended, world_of())
    assert (violation.code, violation.facts["ends_on"]) == ("pass_not_in_progress", FIRST_END)


def test_the_end_may_be_unknown_in_2026_only() -> None:
    """It then is the longest there can be."""
    act = replace(SUSPEND, ends_on=None, is_end_unknown=True)
    assert refusal(act, context(), world_of()).code == "suspension_end_missing"
    assert refusal(replace(act, is_end_unknown=False), context(**IN_2026), world_2026()).code == (
        "suspension_end_missing"
    )
    world = world_2026()
    wish = replace(act, starts_on=date(2026, 6, 1), reason="CONTRACT_BROKEN")
    decide(wish, context(**IN_2026), world)
    assert the(Suspension, world).ends_on == date(2029, 5, 31)


def world_2026() -> MemoryWorld:
    """Dave's PASS of 2026, under which the ACI hired him last."""
    world = world_of(date(2026, 1, 5))
    world.put(a_pass(date(2026, 1, 5), date(2028, 1, 4)))
    return world


@pytest.mark.parametrize(
    ("change", "code", "facts"),
    [
        ({"reason": "CONTRACT_BROKEN"}, "suspension_reason_unknown", {}),
        ({"reason": "FORCE_MAJEURE", "explanation": " "}, "suspension_explanation_missing", {}),
        ({"starts_on": date(2021, 2, 9)}, "suspension_in_future", {"latest": date(2021, 2, 8)}),
        ({"starts_on": date(2020, 5, 31)}, "suspension_outside_pass", {"earliest": date(2020, 6, 1)}),
        ({"ends_on": date(2021, 1, 31)}, "suspension_ends_before_start", {"starts_on": date(2021, 2, 1)}),
        ({"ends_on": date(2021, 8, 1)}, "suspension_too_long", {"latest": date(2021, 7, 31), "months": 6}),
    ],
)
def test_wrong_suspensions_are_refused(change: dict[str, Any], code: str, facts: dict[str, Any]) -> None:
    """Each with its own code and the limit computed."""
    violation = refusal(replace(SUSPEND, **change), context(), world_of())
    assert violation.code == code
    assert facts.items() <= dict(violation.facts).items()


def test_suspensions_share_no_day() -> None:
    """The other one's days are told; a day later is right."""
    world = world_of(date(2020, 6, 1), a_suspension("2021-01-01", "2021-02-01", key="old"))
    violation = refusal(SUSPEND, context(), world)
    assert violation.code == "suspension_overlaps"
    assert (violation.facts["starts_on"], violation.facts["ends_on"]) == (date(2021, 1, 1), date(2021, 2, 1))
    decide(replace(SUSPEND, starts_on=date(2021, 2, 2)), context(), world)


def test_a_hire_ends_only_reasons_that_end_at_hire() -> None:
    """A reason that is not shown here is left alone, and so is what ended before."""
    world = world_of()
    pause = a_suspension("2021-02-01", "2021-02-28")
    world.put(pause)
    end_at_hire(the(Pass, world), date(2021, 2, 8), context(rules=RULES_2026), world)
    assert the(Suspension, world) == pause
    world.put(SuspensionDetail(id=pause.id, employer_id=ACI.id, reason="CONTRACT_BROKEN"))
    end_at_hire(the(Pass, world), date(2021, 3, 1), context(rules=RULES_2026), world)
    assert the(Suspension, world) == pause
    end_at_hire(the(Pass, world), date(2021, 2, 8), context(rules=RULES_2021), world)
    assert the(Suspension, world) == pause
    end_at_hire(the(Pass, world), date(2021, 2, 8), context(rules=RULES_2026), world)
    assert the(Suspension, world).ends_on == date(2021, 2, 7)


def test_the_dates_seen_travel_with_a_change() -> None:
    """A colleague's edit meanwhile is said, not overwritten."""
    world = suspended()
    seen = expectations(LIFT, world)
    assert seen == {"starts_on": "2021-02-01", "ends_on": "2021-02-28"}
    decide(EDIT, context(ERIN), world)
    assert refusal(LIFT, context(expect=seen), world).code == "changed_elsewhere"
    assert command_type_of(LIFT).is_undoable
    assert context().now == NOON
