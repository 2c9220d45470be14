"""Which proofs are missing, too old or about to be: one pure function over people and what is kept about them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from desktop.documents.proofs.entries import Proof
from desktop.documents.proofs.validity import ProofState, best, last_useful_day, rule_of
from sync.domain.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whose eligibility rests on criteria. `delivered_on` is the day the PASS was issued, None before."""

    job_seeker_id: str
    last_name: str
    first_name: str
    criteria: tuple[str, ...]
    delivered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One criterion of one person: its proof if there is one, its state, and its last useful day (inclusive)."""

    person: Person
    criterion: str
    label: str
    wanted: str
    validity: str
    state: ProofState
    proof: Proof | None = None
    until: date | None = None

    @property
    def is_settled(self) -> bool:
        """Whether nothing is to be done about it."""
        return self.state is ProofState.GOOD


def standings(person: Person, proofs: Iterable[Proof], rules: Rulebook, today: date) -> list[Standing]:
    """Every criterion of a person, in the person's order. `label`, `wanted` and `validity` are the rulebook's words."""
    by_criterion = defaultdict(list)
    for proof in proofs:
        by_criterion[proof.filing.criterion].append(proof)
    return [_standing(person, code, by_criterion[code], rules, today) for code in person.criteria]


def to_do(
    people: Iterable[Person], proofs: Mapping[str, Iterable[Proof]], rules: Rulebook, today: date
) -> list[Standing]:
    """What is missing or expiring, the most pressing first; `proofs` by person's id."""
    every = [one for person in people for one in standings(person, proofs.get(person.job_seeker_id, ()), rules, today)]
    urgency = list(ProofState)
    return sorted(
        (one for one in every if not one.is_settled),
        key=lambda one: (
            -urgency.index(one.state),
            one.until or date.max,
            one.person.last_name.casefold(),
            one.person.first_name.casefold(),
        ),
    )


def _standing(person: Person, code: str, proofs: list[Proof], rules: Rulebook, today: date) -> Standing:
    criterion = rules.criterion(code)
    rule = rule_of(criterion)
    state, proof = best(proofs, rule, person.delivered_on or today, is_delivered=person.delivered_on is not None)
    return Standing(
        person=person,
        criterion=code,
        label=criterion.label if criterion else code,
        wanted=criterion.proof if criterion else "",
        validity=criterion.validity if criterion else "",
        state=state,
        proof=proof,
        until=last_useful_day(proof, rule) if proof else None,
    )
