"""Eligibility diagnoses: who made them, on which criteria, and while they hold."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sync.domain.calendar import (
    add_days,
    add_months,
    add_months_to_instant,
    paris_date,
    start_of_paris_day,
)
from sync.domain.errors import RuleViolation
from sync.domain.rulebook import Rulebook


class AuthorKind(StrEnum):
    """Who made a diagnosis."""

    PRESCRIBER = "prescriber"
    EMPLOYER = "employer"


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilityDiagnosis:
    """A check of a person's situation. How long it holds is computed from the rulebook, never stored.

    `replaced_at` is set when a prescriber made the diagnosis again (edition 2026).
    """

    id: str
    job_seeker_id: str
    author_kind: AuthorKind
    author_user_id: str
    author_name: str
    author_organization_id: str | None = None
    author_employer_id: str | None = None
    criteria: tuple[str, ...] = ()
    replaced_at: datetime | None = None
    created_at: datetime


def expires_at(diagnosis: EligibilityDiagnosis, rules: Rulebook) -> datetime:
    """The instant from which a diagnosis no longer holds by itself (DOMAIN.md §3).

    6 months to the second in 2021; in 2026 the start of the day 6 months (prescriber) or 92 days (employer) later.
    """
    eligibility = rules.eligibility
    is_prescribers = diagnosis.author_kind is AuthorKind.PRESCRIBER
    months = eligibility.prescriber_months if is_prescribers else eligibility.employer_months
    if not eligibility.expires_at_midnight:
        return add_months_to_instant(diagnosis.created_at, months)
    return start_of_paris_day(expires_on(paris_date(diagnosis.created_at), diagnosis.author_kind, rules))


def expires_on(made_on: date, author_kind: AuthorKind, rules: Rulebook) -> date:
    """The first day on which a diagnosis made on a day no longer holds, where whole days count (edition 2026)."""
    eligibility = rules.eligibility
    if author_kind is AuthorKind.PRESCRIBER:
        return add_months(made_on, eligibility.prescriber_months)
    if eligibility.employer_days:
        return add_days(made_on, eligibility.employer_days)
    return add_months(made_on, eligibility.employer_months)


def holds(diagnosis: EligibilityDiagnosis, now: datetime, rules: Rulebook) -> bool:
    """Whether a diagnosis holds by itself at an instant; one made again does not."""
    return diagnosis.replaced_at is None and now < expires_at(diagnosis, rules)


def serves(
    diagnosis: EligibilityDiagnosis, employer_id: str, *, holds_pass: bool, now: datetime, rules: Rulebook
) -> bool:
    """Whether an employer may rely on a diagnosis (platform-rules.md §5.3).

    A prescriber's serves all; an employer's serves itself, and the others while the person holds a valid PASS where
    the edition says so (2021). While a PASS is valid its age does not count.
    """
    is_theirs = diagnosis.author_kind is AuthorKind.PRESCRIBER or diagnosis.author_employer_id == employer_id
    is_visible = is_theirs or (holds_pass and rules.eligibility.shared_under_pass)
    return is_visible and (holds_pass or holds(diagnosis, now, rules))


def usable_diagnosis(
    diagnoses: list[EligibilityDiagnosis], employer_id: str, *, holds_pass: bool, now: datetime, rules: Rulebook
) -> EligibilityDiagnosis | None:
    """The diagnosis an employer relies on: a prescriber's first, else its own, the latest of them."""
    usable = [one for one in diagnoses if serves(one, employer_id, holds_pass=holds_pass, now=now, rules=rules)]

    def rank(one: EligibilityDiagnosis) -> tuple[bool, bool, datetime]:
        is_prescribers = one.author_kind is AuthorKind.PRESCRIBER
        return is_prescribers, one.author_employer_id == employer_id, one.created_at

    return max(usable, key=rank, default=None)


def check_criteria(criteria: tuple[str, ...], author_kind: AuthorKind, employer_kind: str, rules: Rulebook) -> None:
    """Refuse criteria that are unknown, exclude each other, or do not suffice (platform-rules.md §5.2).

    The number needed binds employers only; pairs that exclude each other bind everybody.
    """
    for code in criteria:
        if rules.criterion(code) is None:
            raise RuleViolation("criterion_unknown", {"field": "criteria", "criterion": code})
    for first, second in rules.eligibility.exclusive_pairs:
        if first in criteria and second in criteria:
            facts = {
                "field": "criteria",
                "first": _label(first, rules),
                "second": _label(second, rules),
                "codes": [first, second],
            }
            raise RuleViolation("criteria_exclusive", facts)
    if author_kind is AuthorKind.EMPLOYER:
        _check_number(criteria, employer_kind, rules)


def _label(code: str, rules: Rulebook) -> str:
    criterion = rules.criterion(code)
    return criterion.label if criterion else code


def _check_number(criteria: tuple[str, ...], employer_kind: str, rules: Rulebook) -> None:
    """One of level 1, or 3 of level 2 (2 for AI and ETTI in 2026: DOMAIN.md §3)."""
    eligibility = rules.eligibility
    needed = eligibility.level_2_needed_by_kind.get(employer_kind, eligibility.level_2_needed)
    levels = [criterion.level for criterion in rules.criteria if criterion.code in criteria]
    if levels.count(1) < eligibility.level_1_needed and levels.count(2) < needed:
        facts = {"field": "criteria", "level_1": eligibility.level_1_needed, "level_2": needed, "kind": employer_kind}
        raise RuleViolation("criteria_too_few", facts)
