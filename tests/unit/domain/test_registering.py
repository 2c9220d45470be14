"""People's files: creating them, editing them field by field, tying them to their agreements."""

from dataclasses import replace
from datetime import date

import pytest

from sync.domain.agreements import Agreement
from sync.domain.commands import Status, decide, expectations
from sync.domain.job_applications import ApplicationState
from sync.domain.job_seekers import JobSeeker
from sync.domain.registering import CreateJobSeeker, EditJobSeeker
from sync.domain.visibility import Visibility
from tests.kit.conformance.lives import an_agreement
from tests.kit.deciding import refusal, the
from tests.kit.memory_world import MemoryWorld
from tests.kit.people import (
    ACI,
    BOB,
    CAROL,
    DAVE,
    MISSION_LOCALE,
    NOON,
    RULES_2026,
    application,
    context,
    small_world,
)

CREATE = CreateJobSeeker(
    job_seeker_id="seeker-fay",
    employer_id=ACI.id,
    last_name="Nguyen",
    first_name="Fay",
    born_on=date(1980, 1, 31),
    post_code="57100",
    pole_emploi_id="7654321B",
)


def edited(**changes: str | None) -> EditJobSeeker:
    """Alice's employer changes some of dave's fields."""
    return EditJobSeeker(job_seeker_id=DAVE.id, employer_id=ACI.id, changes=changes)


def world_of(*more: object) -> MemoryWorld:
    """Dave's application studied by the ACI."""
    return small_world(application(), *more)


def test_a_new_person_is_seen_by_the_employer_that_entered_them() -> None:
    """Before any application."""
    world = small_world()
    decide(CREATE, context(), world)
    fay = the(JobSeeker, world, "seeker-fay")
    assert (fay.last_name, fay.born_on, fay.post_code, fay.created_at) == ("Nguyen", date(1980, 1, 31), "57100", NOON)
    assert fay.is_third_party_account
    assert [(row.reason, row.employer_id) for row in world.find(Visibility)] == [("creation", ACI.id)]


def test_a_prescriber_enters_people_for_their_organisation() -> None:
    """Who belongs nowhere enters nobody."""
    act = replace(CREATE, employer_id=None, organization_id=MISSION_LOCALE.id)
    world = small_world()
    decide(act, context(CAROL), world)
    assert not world.find(Visibility)
    assert refusal(act, context(BOB), small_world()).code == "not_entitled"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"last_name": " "}, "name_missing"),
        ({"first_name": ""}, "name_missing"),
        ({"lack_of_pole_emploi_id_reason": "lost"}, "lack_reason_unknown"),
        ({"post_code": "5700"}, "post_code_invalid"),
        ({"pole_emploi_id": "12345678901"}, "pole_emploi_id_invalid"),
        ({"nir": "1"}, "nir_too_short"),
        ({"born_on": date(2021, 2, 9)}, "born_in_future"),
    ],
)
def test_wrong_files_are_refused(change: dict[str, object], code: str) -> None:
    """Identifiers may be absent, but not wrong."""
    assert refusal(replace(CREATE, **change), context(), small_world()).code == code  # type: ignore[arg-type]


def test_almost_everything_may_be_unknown() -> None:
    """A name is enough in 2021; ages matter in 2026."""
    act = CreateJobSeeker(job_seeker_id="seeker-fay", employer_id=ACI.id, last_name="Nguyen", first_name="Fay")
    decide(act, context(), small_world())
    child = replace(act, born_on=date(2010, 1, 1))
    decide(child, context(), small_world())
    assert refusal(child, context(rules=RULES_2026), small_world()).code == "too_young"


def test_a_person_is_tied_to_their_agreements() -> None:
    """On identifier and birth date, when created and when corrected."""
    world = small_world(an_agreement({"start_at": "2020-08-01", "end_at": "2022-07-31"}))
    decide(replace(CREATE, pole_emploi_id=DAVE.pole_emploi_id), context(), world)
    assert the(Agreement, world).job_seeker_id is None
    assert DAVE.born_on
    decide(replace(CREATE, pole_emploi_id=DAVE.pole_emploi_id, born_on=DAVE.born_on), context(), world)
    assert the(Agreement, world).job_seeker_id == "seeker-fay"


def test_an_edit_changes_the_fields_named_and_no_other() -> None:
    """Days come as text."""
    world = world_of()
    act = edited(phone="0700000000", born_on="1991-06-18")
    assert expectations(act, world) == {"phone": DAVE.phone, "born_on": "1990-05-17"}
    assert decide(act, context(expect=expectations(act, world)), world).status is Status.APPLIED
    assert the(JobSeeker, world) == replace(DAVE, phone="0700000000", born_on=date(1991, 6, 18))


def test_edits_of_different_fields_merge() -> None:
    """Erin changed the phone meanwhile; alice the city."""
    world = world_of()
    mine = edited(city="Nancy")
    seen = expectations(mine, world)
    world.put(replace(DAVE, phone="0700000000"))
    decide(mine, context(expect=seen), world)
    assert the(JobSeeker, world) == replace(DAVE, phone="0700000000", city="Nancy")


def test_edits_of_the_same_field_are_disputed_and_the_rest_is_kept() -> None:
    """The outcome holds base, mine and theirs of what is disputed; theirs stands."""
    world = world_of()
    mine = edited(city="Nancy", phone="0711111111", born_on="1991-01-01")
    seen = expectations(mine, world)
    world.put(replace(DAVE, phone="0700000000", born_on=date(1992, 2, 2)))
    outcome = decide(mine, context(expect=seen), world)
    assert (outcome.status, outcome.code) == (Status.ADJUSTED, "fields_disputed")
    assert outcome.facts == {
        "fields": ["phone", "born_on"],
        "base": {"phone": DAVE.phone, "born_on": "1990-05-17"},
        "mine": {"phone": "0711111111", "born_on": "1991-01-01"},
        "theirs": {"phone": "0700000000", "born_on": "1992-02-02"},
    }
    assert the(JobSeeker, world) == replace(DAVE, phone="0700000000", born_on=date(1992, 2, 2), city="Nancy")


def test_the_same_change_made_by_both_is_no_dispute() -> None:
    """Nothing is left to do."""
    world = world_of(replace(DAVE, city="Nancy"))
    assert decide(edited(city="Nancy"), context(expect={"city": "Metz"}), world).status is Status.APPLIED


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"id": "other"}, "field_not_editable"),
        ({"has_signed_in": "1"}, "field_not_editable"),
        ({"born_on": "soon"}, "field_invalid"),
        ({"last_name": None}, "field_invalid"),
        ({"last_name": " "}, "name_missing"),
    ],
)
def test_wrong_edits_are_refused(changes: dict[str, str | None], code: str) -> None:
    """Fields that are not for editing, values that do not fit."""
    assert refusal(edited(**changes), context(), world_of()).code == code


def test_a_birth_date_can_be_cleared() -> None:
    """It may be unknown."""
    world = world_of()
    decide(edited(born_on=None), context(), world)
    assert the(JobSeeker, world).born_on is None


def test_one_s_own_account_is_one_s_own_in_2021() -> None:
    """Third-party accounts only, which were never used; in 2026 any."""
    for own in (replace(DAVE, has_signed_in=True), replace(DAVE, is_third_party_account=False)):
        assert refusal(edited(city="Nancy"), context(), world_of(own)).code == "job_seeker_has_account"
        decide(edited(city="Nancy"), context(rules=RULES_2026), world_of(own))


def test_a_file_is_editable_while_an_application_is_studied_or_accepted() -> None:
    """In 2021; by members."""
    world = small_world(application(state=ApplicationState.NEW))
    violation = refusal(edited(city="Nancy"), context(), world)
    assert violation.code == "job_seeker_not_editable"
    assert violation.facts["states"] == "Candidature à l’étude, Candidature acceptée"
    decide(edited(city="Nancy"), context(rules=RULES_2026), world)
    assert refusal(edited(city="Nancy"), context(BOB), world_of()).code == "not_entitled"
