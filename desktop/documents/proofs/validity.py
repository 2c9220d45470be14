"""How long a proof counts: read from the sentence of the rulebook that the counsellor reads too."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.documents.proofs.entries import Proof
from sync.domain.calendar import add_days, add_months
from sync.domain.rulebook import Criterion

SOON_DAYS = 30
"""A proof is said to expire soon from this many days before its last useful day."""
_MONTHS = re.compile(r"moins de (\d+) mois")
_OWN_END = re.compile(r"valide au moment")
_SWORN_ONLY = re.compile(r"^Attestation sur l.honneur datant")


class ProofState(StrEnum):
    """What a criterion's proof is worth on a day, best first."""

    GOOD = "good"
    EXPIRING = "expiring"
    LATER = "later"
    TOO_OLD = "too_old"
    UNDATED = "undated"
    MISSING = "missing"


_ORDER = list(ProofState)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofRule:
    """What the rulebook asks of a criterion's proof.

    It is less than `months` old when the PASS is issued (0: its age does not matter); `states_end`: it says itself how
    long it holds; `sworn_only`: the age counts for a sworn statement, not for a lasting paper such as a diploma.
    """

    months: int = 0
    states_end: bool = False
    sworn_only: bool = False


def rule_of(criterion: Criterion | None) -> ProofRule:
    """The rule in a criterion's validity sentence; no limit for a criterion of another edition."""
    sentence = criterion.validity if criterion else ""
    months = _MONTHS.search(sentence)
    return ProofRule(
        months=int(months.group(1)) if months else 0,
        states_end=_OWN_END.search(sentence) is not None,
        sworn_only=_SWORN_ONLY.search(sentence) is not None,
    )


def last_useful_day(proof: Proof, rule: ProofRule) -> date | None:
    """The last day (inclusive) on which a PASS may be issued on this proof; None where nothing limits it.

    « Moins de 3 mois »: a paper of 8 November serves until 7 February, not on the 8th.
    """
    days = []
    if rule.months and proof.filing.issued_on and not _is_ageless(proof, rule):
        days.append(add_days(add_months(proof.filing.issued_on, rule.months), -1))
    if proof.filing.ends_on:
        days.append(proof.filing.ends_on)
    return min(days, default=None)


def judge(proof: Proof, rule: ProofRule, day: date, *, is_delivered: bool) -> ProofState:
    """What a proof is worth for a PASS issued on `day`; before it is issued, `day` is today."""
    filing = proof.filing
    if (rule.months and not filing.issued_on and not _is_ageless(proof, rule)) or (
        rule.states_end and not filing.ends_on
    ):
        return ProofState.UNDATED
    last = last_useful_day(proof, rule)
    if last is not None and last < day:
        return ProofState.TOO_OLD
    if is_delivered and rule.months and filing.issued_on and filing.issued_on > day:
        return ProofState.LATER
    if not is_delivered and last is not None and (last - day).days <= SOON_DAYS:
        return ProofState.EXPIRING
    return ProofState.GOOD


def best(proofs: Iterable[Proof], rule: ProofRule, day: date, *, is_delivered: bool) -> tuple[ProofState, Proof | None]:
    """The state of a criterion and the proof that gives it: the best one, the latest of equals."""
    judged = [(judge(proof, rule, day, is_delivered=is_delivered), proof) for proof in proofs]
    if not judged:
        return ProofState.MISSING, None
    return min(judged, key=lambda one: (_ORDER.index(one[0]), -one[1].added_at.timestamp()))


def _is_ageless(proof: Proof, rule: ProofRule) -> bool:
    return rule.sworn_only and proof.filing.is_lasting
