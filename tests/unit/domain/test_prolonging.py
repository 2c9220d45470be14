"""Prolonging a PASS (edition 2026): declared, requested, granted, denied."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sync.domain.commands import decide
from sync.domain.employers import EmployerKind
from sync.domain.passes import Pass, PassStanding
from sync.domain.prolongation_rules import Used, offered_reasons
from sync.domain.prolongations import Prolongation, ProlongationDetail, ProlongationRequest, RequestState
from sync.domain.prolonging import (
    DeclareProlongation,
    DenyProlongation,
    GrantProlongation,
    RequestProlongation,
    requests_to_remind,
)
from tests.kit.conformance.lives import a_pass, a_prolongation, a_suspension
from tests.kit.deciding import ALREADY, refusal, the
from tests.kit.memory_world import MemoryWorld
from tests.kit.people import (
    ACI,
    ALICE,
    BOB,
    CAROL,
    EI,
    MISSION_LOCALE,
    ORIENTEUR,
    RULES_2026,
    context,
    small_world,
)

END = date(2026, 6, 30)
NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
IN_2026: dict[str, Any] = {"rules": RULES_2026, "now": NOW}
DECLARE = DeclareProlongation(
    prolongation_id="prolongation-1",
    pass_id="pass-1",
    employer_id=ACI.id,
    reason="COMPLETE_TRAINING",
    ends_on=date(2026, 9, 30),
    explanation=" CACES ",
)
REQUEST = RequestProlongation(
    request_id="request-1",
    pass_id="pass-1",
    employer_id=ACI.id,
    organization_id=MISSION_LOCALE.id,
    prescriber_email="carol@ml.example",
    reason="RQTH",
    ends_on=date(2026, 12, 31),
    explanation="Suivi médical",
)
GRANT = GrantProlongation(request_id="request-1", prolongation_id="prolongation-1")
DENY = DenyProlongation(request_id="request-1", reason="IAE", explanation=" Prête à l’emploi ", actions=" CIDFF ")


def world_of(*more: object) -> MemoryWorld:
    """Dave's PASS, under which the ACI hired."""
    standing = PassStanding(id="standing", pass_id="pass-1", employer_id=ACI.id, is_last_hirer=False)
    return small_world(a_pass(date(2024, 7, 1), END), standing, *more)


def requested() -> MemoryWorld:
    """Alice asked carol's mission locale."""
    world = world_of()
    decide(REQUEST, context(**IN_2026), world)
    return world


def test_a_declared_prolongation_takes_effect_at_once() -> None:
    """It begins the day the PASS ended; the reason stays apart."""
    world = world_of()
    decide(DECLARE, context(**IN_2026), world)
    more, detail = the(Prolongation, world), the(ProlongationDetail, world)
    assert (more.starts_on, more.ends_on, more.employer_id) == (END, date(2026, 9, 30), ACI.id)
    assert the(Pass, world).ends_on == date(2026, 9, 30)
    assert (detail.id, detail.reason, detail.explanation) == (more.id, "COMPLETE_TRAINING", "CACES")
    assert (detail.user_name, detail.validated_by) == ("Alice MARTIN", "")


def test_there_is_no_prolongation_in_2021() -> None:
    """The violation names the rules."""
    violation = refusal(DECLARE, context(now=NOW), world_of())
    assert (violation.code, violation.facts["rules"]) == ("prolongation_unknown", "Règles du 8 février 2021")


def test_some_reasons_need_a_prescriber_and_others_do_not() -> None:
    """Each way refuses the other's reasons."""
    world = world_of()
    act = replace(DECLARE, reason="RQTH")
    assert refusal(act, context(**IN_2026), world).code == "prolongation_needs_prescriber"
    asked = replace(REQUEST, reason="COMPLETE_TRAINING")
    assert refusal(asked, context(**IN_2026), world).code == "prolongation_needs_no_prescriber"


def test_only_an_employer_that_hired_under_the_pass_prolongs_it() -> None:
    """Last or not; bob's never did."""
    act = replace(DECLARE, employer_id=EI.id)
    assert refusal(act, context(BOB, **IN_2026), world_of()).code == "no_hire_under_pass"
    assert refusal(DECLARE, context(BOB, **IN_2026), world_of()).code == "not_entitled"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"reason": "HEALTH_CONTEXT"}, "prolongation_reason_unknown"),
        ({"reason": "NONE"}, "prolongation_reason_unknown"),
        ({"ends_on": END}, "prolongation_too_short"),
        ({"ends_on": date(2027, 7, 1)}, "prolongation_too_long"),
    ],
)
def test_wrong_prolongations_are_refused(change: dict[str, Any], code: str) -> None:
    """Reasons no longer offered, a day too few, a day too many."""
    assert refusal(replace(DECLARE, **change), context(**IN_2026), world_of()).code == code


def test_what_closes_a_prolongation() -> None:
    """Outside the window, suspended, a newer PASS, a pending request."""
    early = context(rules=RULES_2026, now=datetime(2025, 6, 29, 10, tzinfo=UTC))
    violation = refusal(DECLARE, early, world_of())
    assert (violation.code, violation.facts["first"]) == ("prolongation_outside_window", date(2025, 6, 30))
    assert violation.facts["last"] == date(2026, 12, 30)
    here = context(**IN_2026)
    violation = refusal(DECLARE, here, world_of(a_suspension("2026-06-15", "2026-06-20")))
    assert (violation.code, violation.facts["ends_on"]) == ("pass_suspended", date(2026, 6, 20))
    newer = replace(a_pass(date(2026, 6, 1), date(2028, 5, 30)), id="pass-2")
    assert refusal(DECLARE, here, world_of(newer)).code == "newer_pass_exists"
    assert refusal(DECLARE, here, requested()).code == "prolongation_pending"


def test_a_request_waits_for_the_prescriber() -> None:
    """Nothing moves until the answer."""
    world = requested()
    asked = the(ProlongationRequest, world)
    assert (asked.state, asked.organization_id, asked.starts_on) == (RequestState.PENDING, MISSION_LOCALE.id, END)
    assert the(Pass, world).ends_on == END


def test_a_request_goes_to_an_authorised_organisation() -> None:
    """An orienteur validates nothing."""
    act = replace(REQUEST, organization_id=ORIENTEUR.id)
    assert refusal(act, context(**IN_2026), world_of()).code == "organization_not_authorized"


def test_an_ai_attaches_the_report() -> None:
    """Other kinds do not."""
    world = world_of(replace(ACI, kind=EmployerKind.AI))
    violation = refusal(REQUEST, context(**IN_2026), world)
    assert (violation.code, violation.facts["kind"]) == ("prolongation_report_missing", "AI")
    decide(replace(REQUEST, report_sha256="ab" * 32), context(**IN_2026), world)


def test_an_interview_needs_e_mail_and_phone() -> None:
    """One of them is not enough."""
    act = replace(REQUEST, wants_interview=True, contact_email="alice@aci.example")
    assert refusal(act, context(**IN_2026), world_of()).code == "prolongation_contact_missing"
    decide(replace(act, contact_phone="0612345678"), context(**IN_2026), world_of())


def test_a_granted_request_prolongs_and_names_who_validated() -> None:
    """Its length is kept when the end has moved meanwhile."""
    world = requested()
    iae_pass = the(Pass, world)
    world.put(replace(iae_pass, initial_ends_on=date(2026, 7, 10), ends_on=date(2026, 7, 10)))
    decide(GRANT, context(CAROL, **IN_2026), world)
    assert the(Pass, world).ends_on == date(2027, 1, 10)
    detail, asked = the(ProlongationDetail, world), the(ProlongationRequest, world)
    assert (detail.validated_by, detail.reason, detail.explanation) == ("Carol DURAND", "RQTH", "Suivi médical")
    assert (asked.state, asked.answered_by, asked.answered_at) == (RequestState.GRANTED, "Carol DURAND", NOW)


def test_a_denied_request_says_why_and_what_instead() -> None:
    """The PASS does not move."""
    world = requested()
    decide(DENY, context(CAROL, **IN_2026), world)
    asked = the(ProlongationRequest, world)
    assert (asked.state, asked.deny_reason) == (RequestState.DENIED, "IAE")
    assert (asked.deny_explanation, asked.deny_actions) == ("Prête à l’emploi", "CIDFF")
    assert the(Pass, world).ends_on == END


def test_denying_needs_a_reason_and_an_explanation() -> None:
    """Both."""
    world = requested()
    carol = context(CAROL, **IN_2026)
    assert refusal(replace(DENY, reason="NONE"), carol, world).code == "deny_reason_unknown"
    assert refusal(replace(DENY, explanation=" "), carol, world).code == "deny_explanation_missing"


@pytest.mark.parametrize(("act", "other"), [(GRANT, DENY), (DENY, GRANT)])
def test_an_answer_is_final(act: object, other: object) -> None:
    """The same again is a noop, the other one refused with the name of who answered."""
    world = requested()
    carol = context(CAROL, **IN_2026)
    decide(act, carol, world)
    assert decide(act, carol, world) == ALREADY
    violation = refusal(other, carol, world)
    assert (violation.code, violation.facts["answered_by"]) == ("prolongation_answered", "Carol DURAND")


@pytest.mark.parametrize("act", [GRANT, DENY])
def test_only_the_organisation_s_prescribers_answer(act: object) -> None:
    """Not the employer that asked."""
    assert refusal(act, context(ALICE, **IN_2026), requested()).code == "not_entitled"


def test_a_reason_whose_cap_is_used_up_is_not_offered() -> None:
    """Whatever reasons used it; AI and ACI alone have « difficultés particulières »."""
    rules = RULES_2026.prolongations
    codes = {rule.code for rule in offered_reasons("ACI", Used(1094), rules)}
    assert codes == {"SENIOR_CDI", "COMPLETE_TRAINING", "RQTH", "SENIOR", "PARTICULAR_DIFFICULTIES"}
    codes = {rule.code for rule in offered_reasons("EI", Used(1095), rules)}
    assert codes == {"SENIOR_CDI", "COMPLETE_TRAINING", "SENIOR"}


@pytest.mark.parametrize(("days", "is_due"), [(9, False), (10, True), (20, True), (25, False), (30, True), (40, False)])
def test_the_prescriber_is_reminded_every_ten_days_for_thirty(days: int, *, is_due: bool) -> None:
    """Pending requests only."""
    world = requested()
    later = context(rules=RULES_2026, now=NOW + timedelta(days=days))
    assert bool(requests_to_remind(later, world)) is is_due
    decide(DENY, context(CAROL, **IN_2026), world)
    assert not requests_to_remind(later, world)


def test_an_earlier_prolongation_counts_in_the_cap() -> None:
    """365 days of RQTH leave 730."""
    world = world_of()
    world.put(a_prolongation(END, 365, key="old"))
    world.put(replace(a_pass(date(2024, 7, 1), END), ends_on=date(2027, 6, 30)))
    late = context(rules=RULES_2026, now=datetime(2027, 6, 1, 10, tzinfo=UTC))
    act = replace(REQUEST, reason="SENIOR", ends_on=date(2028, 6, 30))
    violation = refusal(act, late, world)
    assert (violation.code, violation.facts["latest"]) == ("prolongation_too_long", date(2028, 6, 29))
