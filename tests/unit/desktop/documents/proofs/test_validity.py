"""How long a proof counts: the rulebook's sentences, applied to the day."""

from datetime import date

import pytest

from desktop.documents.proofs.entries import Media, Proof
from desktop.documents.proofs.standing import Person, standings, to_do
from desktop.documents.proofs.validity import ProofRule, ProofState, judge, last_useful_day, rule_of
from sync import resources
from sync.domain.rulebook import Rulebook, parse
from tests.kit.proofs import ADDED_AT, rsa

RULES = parse(resources.read_text("rulebook", "2021-02-08.toml"))
THREE_MONTHS = ProofRule(months=3)


def proof(**filing: object) -> Proof:
    """A kept paper of which only what was said about it matters."""
    return Proof(
        id="proof",
        filing=rsa(**filing),
        name="attestation.pdf",
        media=Media.PDF,
        size=1,
        sha256="",
        pages=1,
        added_at=ADDED_AT,
        added_by="Bob Durand",
    )


def editions() -> list[Rulebook]:
    """Every edition that ships."""
    return [parse(path.read_text(encoding="utf-8")) for path in sorted(resources.path("rulebook").glob("*.toml"))]


@pytest.mark.parametrize("rules", editions(), ids=lambda rules: rules.edition)
def test_every_validity_sentence_is_understood(rules: Rulebook) -> None:
    """A criterion whose proof ages has a limit, and only such a one."""
    for criterion in rules.criteria:
        rule = rule_of(criterion)
        assert bool(rule.months or rule.states_end) is bool(criterion.validity), criterion.code


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("RSA", ProofRule(months=3)),
        ("CAP_BEP", ProofRule(months=3, sworn_only=True)),
        ("SENIOR", ProofRule()),
        ("ASE", ProofRule(months=12)),
        ("TH", ProofRule(states_end=True)),
        ("PRIMO_ARRIVANT", ProofRule(months=24)),
    ],
)
def test_the_rules_of_2021(code: str, rule: ProofRule) -> None:
    """Some criteria of the fiche, by name."""
    assert rule_of(RULES.criterion(code)) == rule


@pytest.mark.parametrize(
    ("issued_on", "delivered_on", "state"),
    [
        (date(2020, 11, 8), date(2021, 2, 7), ProofState.GOOD),
        (date(2020, 11, 8), date(2021, 2, 8), ProofState.TOO_OLD),
        (date(2020, 11, 30), date(2021, 2, 27), ProofState.GOOD),
        (date(2020, 11, 30), date(2021, 2, 28), ProofState.TOO_OLD),
        (date(2021, 2, 8), date(2021, 2, 8), ProofState.GOOD),
        (date(2021, 2, 9), date(2021, 2, 8), ProofState.LATER),
        (None, date(2021, 2, 8), ProofState.UNDATED),
    ],
)
def test_less_than_three_months_old_when_the_pass_is_issued(
    issued_on: date | None, delivered_on: date, state: ProofState
) -> None:
    """Three months to the day is too old; a paper of after the day proves nothing about it."""
    assert judge(proof(issued_on=issued_on), THREE_MONTHS, delivered_on, is_delivered=True) is state


def test_before_the_pass_is_issued_a_proof_expires() -> None:
    """The counsellor is told thirty days before the last useful day."""
    paper = proof(issued_on=date(2020, 11, 8))
    assert last_useful_day(paper, THREE_MONTHS) == date(2021, 2, 7)
    states = [
        judge(paper, THREE_MONTHS, day, is_delivered=False)
        for day in (date(2021, 1, 7), date(2021, 1, 8), date(2021, 2, 8))
    ]
    assert states == [ProofState.GOOD, ProofState.EXPIRING, ProofState.TOO_OLD]


def test_a_decision_states_its_own_end() -> None:
    """Without that day nobody can tell; after it, it proves nothing."""
    decision = ProofRule(states_end=True)
    day = date(2021, 2, 8)
    assert judge(proof(), decision, day, is_delivered=True) is ProofState.UNDATED
    assert judge(proof(ends_on=date(2021, 2, 8)), decision, day, is_delivered=True) is ProofState.GOOD
    assert judge(proof(ends_on=date(2021, 2, 7)), decision, day, is_delivered=True) is ProofState.TOO_OLD


def test_a_diploma_does_not_age() -> None:
    """The limit binds sworn statements only, and only where the rulebook says so."""
    sworn_only = ProofRule(months=3, sworn_only=True)
    old = proof(is_lasting=True, issued_on=date(1999, 7, 1))
    assert judge(old, sworn_only, date(2021, 2, 8), is_delivered=True) is ProofState.GOOD
    assert judge(old, THREE_MONTHS, date(2021, 2, 8), is_delivered=True) is ProofState.TOO_OLD


def test_the_list_puts_the_most_pressing_first() -> None:
    """Missing before too old before expiring; what is in order is left out."""
    alice = Person(job_seeker_id="alice", last_name="Martin", first_name="Alice", criteria=("RSA", "TH", "SENIOR"))
    bob = Person(
        job_seeker_id="bob",
        last_name="Durand",
        first_name="Bob",
        criteria=("RSA",),
        delivered_on=date(2021, 2, 8),
    )
    kept = {
        "alice": [proof(issued_on=date(2020, 11, 20)), proof(criterion="SENIOR")],
        "bob": [proof(job_seeker_id="bob", issued_on=date(2020, 9, 1))],
    }
    listed = to_do([alice, bob], kept, RULES, date(2021, 2, 1))
    assert [(one.person.first_name, one.criterion, one.state.value) for one in listed] == [
        ("Alice", "TH", "missing"),
        ("Bob", "RSA", "too_old"),
        ("Alice", "RSA", "expiring"),
    ]


def test_the_best_paper_of_several_counts() -> None:
    """An old statement beside a fresh one does not matter."""
    alice = Person(job_seeker_id="alice", last_name="Martin", first_name="Alice", criteria=("RSA",))
    fresh = proof(issued_on=date(2021, 1, 30))
    (standing,) = standings(alice, [proof(issued_on=date(2020, 1, 1)), fresh], RULES, date(2021, 2, 1))
    assert (standing.state, standing.proof) == (ProofState.GOOD, fresh)
    assert (standing.label, standing.until) == ("Bénéficiaire du RSA (socle)", date(2021, 4, 29))
