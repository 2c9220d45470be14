"""An employer's answers to an application: which are possible from where, and what they leave behind."""

from dataclasses import replace

import pytest

from sync.domain.answering import (
    AddToPool,
    CancelPriorToHire,
    MoveToPriorToHire,
    Postpone,
    Refuse,
    Study,
)
from sync.domain.commands import Status, command_type_of, decide, expectations
from sync.domain.commenting import AddComment
from sync.domain.employers import EmployerKind
from sync.domain.job_applications import ApplicationState, Comment, JobApplication, SentApplication, Transition
from sync.domain.sending import sent_by
from sync.domain.undo import Void
from sync.domain.visibility import Reason, Sight, Visibility
from tests.kit.deciding import ALREADY, refusal, the
from tests.kit.people import ACI, ALICE, BOB, DAVE, NOON, RULES_2026, application, context, membership, small_world

STUDY = Study(job_application_id="application-1")
REFUSE = Refuse(job_application_id="application-1", reason="no_position", answer="Désolés.")


def test_studying_moves_the_application_and_keeps_a_line_of_history() -> None:
    """The line says who, when, from where to where, and how sure the instant is."""
    world = small_world(application(state=ApplicationState.NEW))
    assert decide(STUDY, context(), world).status is Status.APPLIED
    moved, line = the(JobApplication, world), the(Transition, world)
    assert (moved.state, moved.state_changed_at) == (ApplicationState.PROCESSING, NOON)
    assert (line.name, line.from_state, line.to_state) == ("process", "new", "processing")
    assert (line.user_id, line.user_name, line.at, line.grade) == (ALICE.id, "Alice MARTIN", NOON, "local")
    assert (line.job_application_id, line.employer_id, line.received_at) == (moved.id, ACI.id, None)


def test_declining_a_new_application_is_refused_in_2021() -> None:
    """Study first: the violation names the state that forbids it."""
    violation = refusal(REFUSE, context(), small_world(application(state=ApplicationState.NEW)))
    assert violation.code == "transition_not_allowed"
    assert violation.facts["state_label"] == "Nouvelle candidature"
    assert violation.facts["verb"] == "Décliner"


def test_declining_tells_the_sender_the_reason_and_their_message() -> None:
    """The prescriber sees reason and message; the message to the person is not in their row."""
    sent = application(state=ApplicationState.PROCESSING)
    world = small_world(sent, sent_by(sent))
    decide(replace(REFUSE, answer_to_prescriber="Pas de permis."), context(), world)
    refused, told = the(JobApplication, world), the(SentApplication, world)
    assert (refused.answer, refused.refusal_reason) == ("Désolés.", "no_position")
    assert (told.state, told.refusal_reason) == (ApplicationState.REFUSED, "no_position")
    assert (told.answer_to_prescriber, told.state_changed_at) == ("Pas de permis.", NOON)


def test_declining_needs_a_message_and_a_reason_of_the_edition() -> None:
    """Neither blank text nor a later edition's reason will do."""
    world = small_world(application())
    assert refusal(replace(REFUSE, answer="  "), context(), world).code == "answer_missing"
    assert refusal(replace(REFUSE, reason="duplicate"), context(), world).code == "refusal_reason_unknown"
    assert refusal(replace(REFUSE, reason="auto"), context(rules=RULES_2026), world).code == "refusal_reason_unknown"


def test_a_reason_can_be_closed_to_a_kind_of_employer() -> None:
    """A GEIQ does not decline because a person is not eligible (2026)."""
    world = small_world(application(), replace(ACI, kind=EmployerKind.GEIQ))
    act = replace(REFUSE, reason="non_eligible")
    assert refusal(act, context(rules=RULES_2026), world).code == "refusal_reason_unknown"
    decide(act, context(), world)


def test_the_waiting_list_takes_a_message_in_2026_only() -> None:
    """In 2021 the answer is optional and comes after studying."""
    act = Postpone(job_application_id="application-1")
    told = small_world(application())
    decide(replace(act, answer="En mars"), context(rules=RULES_2026), told)
    assert the(JobApplication, told).answer == "En mars"
    world = small_world(application())
    assert refusal(act, context(rules=RULES_2026), world).code == "answer_missing"
    decide(act, context(), world)
    assert the(JobApplication, world).state is ApplicationState.POSTPONED


def test_only_members_of_the_employer_decide() -> None:
    """Bob works elsewhere, and somebody without membership nowhere."""
    world = small_world(application(state=ApplicationState.NEW))
    assert refusal(STUDY, context(BOB), world).code == "not_entitled"


def test_the_same_act_done_by_a_colleague_is_a_noop() -> None:
    """What was wanted is reached; anything else that changed is said."""
    world = small_world(application(state=ApplicationState.PROCESSING))
    seen = context(expect={"state": "new"})
    assert decide(STUDY, seen, world) == ALREADY
    world.put(application(state=ApplicationState.REFUSED))
    violation = refusal(STUDY, seen, world)
    assert violation.code == "changed_elsewhere"
    assert dict(violation.facts) == {"field": "state", "seen": "new", "current": "refused"}


def test_an_act_on_what_is_not_here_is_refused() -> None:
    """Absent and not visible are the same."""
    assert refusal(STUDY, context(), small_world()).code == "not_found"
    assert expectations(STUDY, small_world()) == {}
    nowhere = small_world(application(), membership(ALICE, replace(ACI, id="gone")))
    nowhere.put(application(employer_id="gone", state=ApplicationState.NEW))
    violation = refusal(STUDY, context(), nowhere)
    assert (violation.code, violation.facts["what"]) == ("not_found", "Employer")


def test_the_expected_fields_travel_with_the_act() -> None:
    """The state the user saw."""
    assert expectations(STUDY, small_world(application())) == {"state": "processing"}
    assert expectations(Void(entry_id="1"), small_world()) == {}


def test_a_field_that_no_longer_exists_counts_as_changed() -> None:
    """An expectation the program does not know never passes silently."""
    world = small_world(application(state=ApplicationState.NEW))
    assert refusal(STUDY, context(expect={"colour": "blue"}), world).code == "changed_elsewhere"


def test_pool_and_prior_to_hire_exist_in_2026_only() -> None:
    """The edition has no such arrow; prior to hire is for GEIQ."""
    pool, prior = AddToPool(job_application_id="application-1"), MoveToPriorToHire(job_application_id="application-1")
    world = small_world(application())
    violation = refusal(pool, context(), world)
    assert (violation.code, violation.facts["rules"]) == ("transition_unknown", "Règles du 8 février 2021")
    violation = refusal(prior, context(rules=RULES_2026), world)
    assert (violation.code, violation.facts["kinds"]) == ("transition_not_for_kind", "GEIQ")
    decide(replace(pool, answer="Gardée"), context(rules=RULES_2026), world)
    kept = the(JobApplication, world)
    assert (kept.state, kept.answer) == (ApplicationState.POOL, "Gardée")


def test_a_geiq_acts_before_hiring_and_takes_it_back() -> None:
    """To prior_to_hire, and back to processing."""
    world = small_world(application(), replace(ACI, kind=EmployerKind.GEIQ))
    rules = context(rules=RULES_2026)
    decide(MoveToPriorToHire(job_application_id="application-1"), rules, world)
    assert the(JobApplication, world).state is ApplicationState.PRIOR_TO_HIRE
    decide(CancelPriorToHire(job_application_id="application-1"), rules, world)
    assert the(JobApplication, world).state is ApplicationState.PROCESSING


def test_a_declined_person_leaves_the_pending_ones() -> None:
    """While an application awaits its answer the employer sees the PASS; not after."""
    world = small_world(application(state=ApplicationState.NEW))
    decide(STUDY, context(), world)
    sight = Sight(DAVE.id, ACI.id)
    assert world.get(Visibility, sight.row_id(Reason.PENDING))
    decide(REFUSE, context(), world)
    assert world.get(Visibility, sight.row_id(Reason.PENDING)) is None


def test_another_pending_application_keeps_the_person_in_sight() -> None:
    """Two applications of one person to one employer."""
    world = small_world(application(), application(id="application-2", state=ApplicationState.NEW))
    decide(REFUSE, context(), world)
    assert world.get(Visibility, Sight(DAVE.id, ACI.id).row_id(Reason.PENDING))


def test_notes_are_for_members_and_never_blank() -> None:
    """A note keeps who wrote it and when."""
    world = small_world(application())
    note = AddComment(comment_id="comment-1", job_application_id="application-1", body=" À rappeler ")
    decide(note, context(), world)
    assert the(Comment, world) == Comment(
        id="comment-1",
        job_application_id="application-1",
        employer_id=ACI.id,
        user_id=ALICE.id,
        user_name="Alice MARTIN",
        body="À rappeler",
        created_at=NOON,
    )
    assert refusal(replace(note, body=" "), context(), world).code == "comment_empty"
    assert refusal(note, context(BOB), world).code == "not_entitled"


@pytest.mark.parametrize("act", [STUDY, REFUSE, Postpone(job_application_id="1")])
def test_decisions_can_be_undone_while_held(act: object) -> None:
    """The 30 seconds are a property of the command; a note has none."""
    assert command_type_of(act).is_undoable
    assert not command_type_of(Void(entry_id="1")).is_undoable


def test_the_void_does_nothing() -> None:
    """Both entries execute and leave no trace."""
    world = small_world()
    before = world.rows()
    assert decide(Void(entry_id="1"), context(), world).status is Status.APPLIED
    assert world.rows() == before
