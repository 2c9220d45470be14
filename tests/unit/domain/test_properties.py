"""What holds after any sequence of acts, decided on the whole world and on what a workstation sees of it."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.domain.answering import Study
from sync.domain.audience import DIRECTORY, REFERENCE, audience, employer_scope, user_scope
from sync.domain.calendar import overlaps, paris_date
from sync.domain.commands import decide
from sync.domain.errors import RuleViolation
from sync.domain.job_applications import ApplicationState, JobApplication, Transition
from sync.domain.passes import Pass, PassStanding, end_after, is_valid
from sync.domain.prolongations import Prolongation
from sync.domain.rulebook import Rulebook
from sync.domain.sending import Submit
from sync.domain.suspending import DeleteSuspension, Suspend
from sync.domain.suspensions import Suspension
from sync.domain.visibility import Visibility
from tests.kit.any_acts import FAY, HOMES, STEPS, Play, Step
from tests.kit.conformance.lives import a_pass
from tests.kit.conformance.words import verdict
from tests.kit.memory_world import MemoryWorld
from tests.kit.people import ACI, CAROL, DAVE, EI, MISSION_LOCALE, NOON, RULES, context, diagnosis, small_world

EDITIONS = st.sampled_from(list(RULES.values()))
SEQUENCES = st.lists(STEPS, min_size=5, max_size=25)
MANY = settings(max_examples=60, deadline=None)


def start(rules: Rulebook) -> Play:
    """Carol sent both people to both employers and diagnosed dave; alice's employer studies two of them."""
    play = Play(small_world(FAY, diagnosis(created_at=NOON - timedelta(days=2))), rules)
    for index, (person, employer_id) in enumerate(product((DAVE.id, FAY.id), (ACI.id, EI.id))):
        submit = Submit(
            job_application_id=f"application-{index}",
            job_seeker_id=person,
            employer_id=employer_id,
            sender_kind="prescriber",
            sender_organization_id=MISSION_LOCALE.id,
        )
        decide(submit, context(CAROL, rules=rules, command_id=f"start-{index}"), play.world)
    for index in (0, 2):
        decide(
            Study(job_application_id=f"application-{index}"), context(rules=rules, command_id=f"s-{index}"), play.world
        )
    return play


def seen_by(play: Play, step: Step) -> MemoryWorld:
    """What the workstation of the one who acts holds: the rows whose audience it is in."""
    who = play.who(step).id
    home = {employer_scope(HOMES[who])} if who in HOMES else set()
    mine = {user_scope(who), REFERENCE, DIRECTORY} | home
    return MemoryWorld(row for row in play.world.rows() if audience(row, play.world) & mine)


def run(steps: list[Step], rules: Rulebook) -> Play:
    """The sequence on the whole world, each act first tried on what its author sees."""
    play = start(rules)
    for step in steps:
        act = play.act(step)
        if act is not None:
            attempt(act, play, step)
    return play


def attempt(act: object, play: Play, step: Step) -> None:
    """Only violations of rules refuse, and a workstation never refuses what the server accepts.

    Prescribers, who hold no replica, send and grant on the server alone.
    """
    here = verdict(lambda: decide(act, play.context(step, None), seen_by(play, step)))
    there = verdict(lambda: taken_back(act, play, step))
    assert here is None or there is not None or step.what in ("submit", "grant"), (act, here)


def taken_back(act: object, play: Play, step: Step) -> None:
    """The act on the server, whose traces go when it is refused."""
    with play.world.savepoint():
        decide(act, play.context(step, play.issuance), play.world)


@MANY
@given(SEQUENCES, EDITIONS)
def test_a_person_has_one_valid_pass_at_most_and_numbers_are_unique(steps: list[Step], rules: Rulebook) -> None:
    """SYNC.md §12, invariant 17: whatever happens, and never a number twice, of a deleted PASS either."""
    play = run(steps, rules)
    today = paris_date(play.now)
    passes = play.world.find(Pass)
    for person in (DAVE.id, FAY.id):
        assert len([one for one in passes if one.job_seeker_id == person and is_valid(one, today)]) <= 1
    numbers = [one.number for one in passes]
    assert None not in numbers
    assert len(set(numbers)) == len(numbers)
    assert len(set(play.issuance.issued)) == len(play.issuance.issued)


@MANY
@given(SEQUENCES, EDITIONS)
def test_no_contract_starts_before_its_effective_day(steps: list[Step], rules: Rulebook) -> None:
    """SYNC.md §12, invariant 16, where it lives in the rules."""
    for hire in run(steps, rules).world.find(JobApplication, state=ApplicationState.ACCEPTED):
        assert hire.accepted_at
        assert hire.hiring_starts_on
        assert hire.hiring_starts_on >= paris_date(hire.accepted_at)


@MANY
@given(SEQUENCES, EDITIONS)
def test_every_step_of_history_is_an_arrow_of_the_edition(steps: list[Step], rules: Rulebook) -> None:
    """And the application is where its last line says."""
    world = run(steps, rules).world
    for sent in world.find(JobApplication):
        lines = sorted(world.find(Transition, job_application_id=sent.id), key=lambda line: line.at)
        for line in lines:
            assert rules.target(line.name, line.from_state) == line.to_state
        assert not lines or sent.state in {line.to_state for line in lines if line.at == lines[-1].at}


@MANY
@given(SEQUENCES, EDITIONS)
def test_the_end_of_a_pass_is_always_what_its_events_give(steps: list[Step], rules: Rulebook) -> None:
    """Suspensions never overlap; one employer at most hired last."""
    world = run(steps, rules).world
    for iae_pass in world.find(Pass):
        pauses = world.find(Suspension, pass_id=iae_pass.id)
        more = world.find(Prolongation, pass_id=iae_pass.id)
        assert iae_pass.ends_on == end_after(iae_pass.initial_ends_on, pauses, more)
        assert not any(
            overlaps(one.starts_on, one.ends_on, other.starts_on, other.ends_on)
            for one, other in combinations(pauses, 2)
        )
        assert len(world.find(PassStanding, pass_id=iae_pass.id, is_last_hirer=True)) <= 1
    orphans = {pause.pass_id for pause in world.find(Suspension)} - {one.id for one in world.find(Pass)}
    assert not orphans


@MANY
@given(SEQUENCES, EDITIONS)
def test_an_employer_sees_a_pass_while_an_application_is_pending(steps: list[Step], rules: Rulebook) -> None:
    """Both ways."""
    world = run(steps, rules).world
    shown = {(row.job_seeker_id, row.employer_id) for row in world.find(Visibility, reason="pending")}
    pending = world.find(JobApplication, state=rules.pending_states())
    assert shown == {(sent.job_seeker_id, sent.employer_id) for sent in pending}


@MANY
@given(SEQUENCES, EDITIONS)
def test_the_same_sequence_gives_the_same_rows(steps: list[Step], rules: Rulebook) -> None:
    """Rules read no clock and draw no lots: both sides agree."""
    first, second = run(steps, rules), run(steps, rules)
    assert first.world.rows() == second.world.rows()


@MANY
@given(
    EDITIONS,
    st.dates(date(2020, 6, 1), date(2021, 2, 8)),
    st.integers(0, 170),
)
def test_suspending_then_deleting_gives_the_first_end_back(rules: Rulebook, starts_on: date, days: int) -> None:
    """Whatever the dates, where the suspension is accepted and still in progress."""
    iae_pass = a_pass(date(2020, 6, 1), date(2022, 5, 31))
    standing = PassStanding(
        id="s", pass_id="pass-1", employer_id=ACI.id, is_last_hirer=True, hiring_starts_on=date(2020, 6, 1)
    )
    world = small_world(iae_pass, standing)
    act = Suspend(
        suspension_id="suspension-1",
        pass_id="pass-1",
        employer_id=ACI.id,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=days),
        reason=next(rule.code for rule in rules.suspensions.reasons if rule.is_offered),
    )
    here = context(rules=rules)
    try:
        decide(act, here, world)
        moved = world.get(Pass, "pass-1")
        assert moved == replace(iae_pass, ends_on=iae_pass.ends_on + timedelta(days=days))
        decide(DeleteSuspension(suspension_id="suspension-1"), here, world)
    except RuleViolation as violation:
        assert violation.code.startswith("suspension_")  # noqa: PT017 - refused here or there, by a rule of its own
    else:
        assert world.get(Pass, "pass-1") == iae_pass
