"""Diagnoses: who makes them, on what, how long they hold and for whom."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sync.domain.commands import decide
from sync.domain.diagnosing import Diagnose
from sync.domain.eligibility import (
    AuthorKind,
    EligibilityDiagnosis,
    check_criteria,
    expires_at,
    expires_on,
    holds,
    usable_diagnosis,
)
from sync.domain.errors import RuleViolation
from tests.kit.conformance.criteria import made_by
from tests.kit.deciding import refusal, the
from tests.kit.people import (
    ACI,
    ALICE,
    BOB,
    CAROL,
    DAVE,
    EI,
    MISSION_LOCALE,
    NOON,
    ORIENTEUR,
    RULES_2021,
    RULES_2026,
    context,
    diagnosis,
    prescriber_membership,
    small_world,
)

OWN = Diagnose(diagnosis_id="diagnosis-1", job_seeker_id=DAVE.id, criteria=("RSA",), employer_id=ACI.id, is_sworn=True)
THEIRS = Diagnose(diagnosis_id="diagnosis-1", job_seeker_id=DAVE.id, criteria=(), organization_id=MISSION_LOCALE.id)
IN_2026: dict[str, Any] = {"rules": RULES_2026}


def test_an_employer_diagnoses_for_itself() -> None:
    """Its name, its criteria, the instant."""
    world = small_world()
    decide(OWN, context(), world)
    assert the(EligibilityDiagnosis, world) == diagnosis(
        author_kind=AuthorKind.EMPLOYER,
        author_user_id=ALICE.id,
        author_name="Alice MARTIN",
        author_organization_id=None,
        author_employer_id=ACI.id,
        criteria=("RSA",),
        created_at=NOON,
    )


def test_an_authorised_prescriber_needs_no_criteria() -> None:
    """An orienteur validates nothing; nobody diagnoses for others."""
    world = small_world(prescriber_membership(BOB, ORIENTEUR))
    decide(THEIRS, context(CAROL), world)
    made = the(EligibilityDiagnosis, world)
    assert (made.author_kind, made.author_organization_id, made.author_employer_id) == (
        AuthorKind.PRESCRIBER,
        MISSION_LOCALE.id,
        None,
    )
    assert refusal(replace(THEIRS, organization_id=ORIENTEUR.id), context(BOB), world).code == "not_entitled"
    assert refusal(replace(THEIRS, organization_id=None), context(BOB), world).code == "not_entitled"
    assert refusal(OWN, context(BOB), world).code == "not_entitled"


def test_the_employer_swears_that_the_proofs_are_there() -> None:
    """A prescriber does not have to."""
    assert refusal(replace(OWN, is_sworn=False), context(), small_world()).code == "diagnosis_not_sworn"


def test_a_valid_diagnosis_is_not_made_twice() -> None:
    """Except by a prescriber in 2026, whose old one then ends; another employer's does not count."""
    world = small_world(made_by("same_siae"))
    act = replace(OWN, diagnosis_id="diagnosis-2")
    violation = refusal(act, context(), world)
    assert (violation.code, violation.facts["made_at"]) == ("diagnosis_exists", diagnosis().created_at)
    decide(act, context(), small_world(made_by("other_siae")))
    decide(act, context(now=NOON + timedelta(days=200)), world)
    assert refusal(replace(THEIRS, diagnosis_id="d2"), context(CAROL), small_world(diagnosis())).code == (
        "diagnosis_exists"
    )


def test_a_prescriber_makes_a_diagnosis_again_in_2026() -> None:
    """The one before no longer holds; an employer still cannot."""
    world = small_world(diagnosis())
    decide(replace(THEIRS, diagnosis_id="diagnosis-2"), context(CAROL, **IN_2026), world)
    before = the(EligibilityDiagnosis, world, "diagnosis-1")
    assert before.replaced_at == NOON
    assert not holds(before, NOON, RULES_2026)
    own = small_world(made_by("same_siae"))
    assert refusal(replace(OWN, diagnosis_id="d2"), context(**IN_2026), own).code == "diagnosis_exists"


@pytest.mark.parametrize(
    ("criteria", "code"),
    [
        (("FLE", "RSA"), "criterion_unknown"),
        (("TH", "PI"), "criteria_too_few"),
        (("RSA", "SENIOR", "JEUNE"), "criteria_exclusive"),
        (("DETLD", "DELD"), "criteria_exclusive"),
    ],
)
def test_wrong_criteria_are_refused(criteria: tuple[str, ...], code: str) -> None:
    """Unknown, too few, excluding each other even beside one of level 1."""
    assert refusal(replace(OWN, criteria=criteria), context(), small_world()).code == code


def test_the_number_needed_is_told() -> None:
    """For the kind."""
    with pytest.raises(RuleViolation) as caught:
        check_criteria((), AuthorKind.EMPLOYER, "AI", RULES_2026)
    assert dict(caught.value.facts) == {"field": "criteria", "level_1": 1, "level_2": 2, "kind": "AI"}
    check_criteria(("TH", "PI"), AuthorKind.EMPLOYER, "AI", RULES_2026)


def test_validity_runs_to_the_second_in_2021_and_to_midnight_in_paris_in_2026() -> None:
    """Six months; 92 days for employers in 2026."""
    made = diagnosis(created_at=datetime(2020, 8, 31, 9, 30, tzinfo=UTC))
    assert expires_at(made, RULES_2021) == datetime(2021, 2, 28, 9, 30, tzinfo=UTC)
    assert expires_at(made, RULES_2026) == datetime(2021, 2, 27, 23, tzinfo=UTC)
    own = made_by("same_siae", created_at=datetime(2020, 8, 31, 22, 30, tzinfo=UTC))
    assert expires_at(own, RULES_2021) == datetime(2021, 2, 28, 22, 30, tzinfo=UTC)
    assert expires_at(own, RULES_2026) == datetime(2020, 12, 1, 23, tzinfo=UTC)
    assert holds(own, datetime(2020, 12, 1, 22, 59, tzinfo=UTC), RULES_2026)
    assert not holds(own, datetime(2020, 12, 1, 23, tzinfo=UTC), RULES_2026)
    assert str(expires_on(NOON.date(), AuthorKind.EMPLOYER, RULES_2021)) == "2021-08-08"


def test_a_prescriber_s_diagnosis_comes_first_then_one_s_own_then_the_youngest() -> None:
    """What an employer relies on."""
    theirs = diagnosis()
    mine = made_by("same_siae", id="mine", created_at=NOON - timedelta(days=2))
    mine_too = made_by("same_siae", id="mine-too", created_at=NOON - timedelta(days=3))
    other = made_by("other_siae", id="other", created_at=NOON - timedelta(days=1))

    def first(*diagnoses: EligibilityDiagnosis) -> str:
        found = usable_diagnosis(list(diagnoses), ACI.id, holds_pass=True, now=NOON, rules=RULES_2021)
        return found.id if found else ""

    assert first(other, mine_too, mine, theirs) == "diagnosis-1"
    assert first(other, mine_too, mine) == "mine"
    assert first(other) == "other"
    assert first() == ""
    assert usable_diagnosis([other], EI.id, holds_pass=False, now=NOON, rules=RULES_2026) == other
    assert usable_diagnosis([other], ACI.id, holds_pass=True, now=NOON, rules=RULES_2026) is None
