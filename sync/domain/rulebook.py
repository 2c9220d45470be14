"""The rulebook: every number, list and switch of an edition, as frozen data a rule asks (DOMAIN.md §3).

A rule never asks which edition it is: a new edition is a new TOML file.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sync.domain.records import build
from sync.domain.rule_lists import (
    Criterion,
    EmployerKinds,
    ProlongationReason,
    ReasonRule,
    StateRule,
    TransitionRule,
)

__all__ = [
    "AgreementRules",
    "ApplicationRules",
    "CancellationRules",
    "Criterion",
    "Editions",
    "EligibilityRules",
    "EmployerKinds",
    "EmployerRules",
    "HiringRules",
    "JobSeekerRules",
    "PassRules",
    "ProlongationReason",
    "ProlongationRules",
    "ReasonRule",
    "Rulebook",
    "StateRule",
    "SuspensionRules",
    "TransitionRule",
    "parse",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilityRules:
    """What an employer's own diagnosis needs and how long a diagnosis holds.

    `level_2_needed_by_kind` lists the exceptions to `level_2_needed`. Prescribers' diagnoses hold
    `prescriber_months`; employers' hold `employer_months`, or `employer_days` when that is not 0. With
    `expires_at_midnight` the last day is excluded whole, else validity runs to the same second.
    `shared_under_pass`: while the person holds a valid PASS any employer's diagnosis serves another.
    """

    level_1_needed: int
    level_2_needed: int
    level_2_needed_by_kind: Mapping[str, int] = field(default_factory=dict)
    exclusive_pairs: tuple[tuple[str, ...], ...]
    prescriber_months: int
    employer_months: int = 0
    employer_days: int = 0
    expires_at_midnight: bool = False
    shared_under_pass: bool
    is_replaceable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HiringRules:
    """Dates of a contract. `max_months_ahead` 0: as far as one likes; `max_contract_months` 0: no limit.

    `max_contract_months` binds kinds with a PASS only. `without_pass_is_offered`: « Embauche sans PASS » exists.
    `move_within_days` 0: the dates of an accepted hire cannot be changed. `identifiers` are the fields of a person
    any of which suffices for a PASS at once.
    """

    end_is_mandatory: bool
    max_months_ahead: int = 0
    max_contract_months: int = 0
    may_backdate_kinds: tuple[str, ...] = ()
    must_start_within_pass: bool = False
    moves_future_pass: bool = False
    without_pass_is_offered: bool = False
    move_within_days: int = 0
    identifiers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CancellationRules:
    """How long a hire can be cancelled: until its start + `days_after_start` (inclusive), or without limit (-1).

    `until_record_sent`: not once the employee record has been sent to the ASP. `shared_by_any_application`: the PASS
    stays when any other application refers to it; else only another accepted one keeps it. `clears_links`: the
    cancelled application forgets its PASS and diagnosis even where the PASS stays.
    """

    days_after_start: int = -1
    until_record_sent: bool = False
    shared_by_any_application: bool = True
    clears_links: bool = False
    blocked_in_waiting_period: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PassRules:
    """Length, number and after-life of a PASS. Length is `months` - 1 day, or `days` when that is not 0.

    `number_has_year`: prefix, two digits of the hire year, five of a counter; else prefix and seven of a counter.
    """

    months: int = 0
    days: int = 0
    number_prefix: str
    number_has_year: bool
    waiting_period_years: int
    diagnosis_lifts_waiting_period: bool = False
    prints_after_cancellation_window: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRules:
    """Pôle emploi agreements: whether they still count, and the spring 2020 extension of those that overlap it."""

    are_converted: bool = False
    number_length: int = 12
    extension_months: int = 0
    extension_starts_on: date | None = None
    extension_ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspensionRules:
    """Suspensions: at most `max_months` each; a start at most `max_days_back` before today (0: no limit).

    `after_cancellation_window`: only once the hire can no longer be cancelled. `start_after_last_one`: not before
    the day after the last finished one, nor before the last hire. `kinds_with_pass_only`: the author's kind needs a
    PASS. `may_apply_while_suspended`: nobody may apply for a suspended person, unless the reason ends at hire.
    """

    max_months: int
    max_days_back: int = 0
    after_cancellation_window: bool = False
    start_after_last_one: bool = False
    end_may_be_unknown: bool = False
    orders_hires_by_acceptance: bool = False
    reasons: tuple[ReasonRule, ...]

    def ends_at_hire(self, reason: str) -> bool:
        """Whether a suspension for this reason ends when the person is hired."""
        return any(rule.ends_at_hire for rule in self.reasons if rule.code == reason)

    def some_end_at_hire(self) -> bool:
        """Whether any reason of the edition does."""
        return any(rule.ends_at_hire for rule in self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProlongationRules:
    """Prolongations: the window around the PASS's end in months, both days inclusive, and the reasons."""

    months_before_end: int = 0
    months_after_end: int = 0
    reminder_days: int = 0
    reminders_during_days: int = 0
    reasons: tuple[ProlongationReason, ...] = ()
    deny_reasons: tuple[ReasonRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRules:
    """Sending applications, refusing them, and what time does to them (0: nothing)."""

    duplicate_minutes: int = 0
    refused_after_days: int = 0
    refused_after_days_reason: str = ""
    refused_after_days_states: tuple[str, ...] = ()
    warn_waiting_list_days: int = 0
    warn_waiting_list_length: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerRules:
    """Structures: grace after the convention's end, uniqueness of job descriptions, invitations."""

    grace_days: int
    one_job_description_per_appellation: bool
    max_hours_per_week: int = 0
    invitation_days: int
    min_invitation_days: int = 0
    max_invitation_days: int = 0
    contract_type_is_mandatory: bool = False
    contract_types: Mapping[str, str] = field(default_factory=dict)
    contract_types_by_kind: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSeekerRules:
    """Limits on a person's file; an age of 0 sets none.

    `editable_in_states`: the states of an application in which its employer may edit the file (empty: any), and then
    only third-party accounts where `editable_accounts_only_third_party`.
    """

    pole_emploi_id_lengths: tuple[int, ...]
    min_age: int = 0
    max_age: int = 0
    editable_in_states: tuple[str, ...] = ()
    editable_accounts_only_third_party: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRules:
    """How long data of a person are kept, in months: after a PASS (labour code), without one after the last contact.

    A rulebook published before it said so means two years of each.
    """

    months_after_pass: int = 24
    months_after_contact: int = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """One edition of the rules (DOMAIN.md §3). `title` is how the screen names it."""

    edition: str
    title: str
    kinds: EmployerKinds
    states: tuple[StateRule, ...]
    transitions: tuple[TransitionRule, ...]
    refusal_reasons: tuple[ReasonRule, ...]
    criteria: tuple[Criterion, ...]
    eligibility: EligibilityRules
    hiring: HiringRules
    cancellation: CancellationRules
    passes: PassRules
    agreements: AgreementRules
    suspensions: SuspensionRules
    prolongations: ProlongationRules
    applications: ApplicationRules
    employers: EmployerRules
    job_seekers: JobSeekerRules
    retention: RetentionRules = RetentionRules()

    def needs_pass(self, employer_kind: str) -> bool:
        """Whether a hire by an employer of this kind needs a PASS."""
        return employer_kind in self.kinds.with_pass

    def transition(self, code: str) -> TransitionRule | None:
        """The arrow of that code, None when this edition has none."""
        return next((rule for rule in self.transitions if rule.code == code), None)

    def state(self, code: str) -> StateRule | None:
        """The state of that code, None when this edition has none."""
        return next((rule for rule in self.states if rule.code == code), None)

    def state_label(self, code: str) -> str:
        """« Candidature à l’étude »; the code itself for a state of another edition."""
        rule = self.state(code)
        return rule.label if rule else str(code)

    def pending_states(self) -> tuple[str, ...]:
        """The states that await an answer: what a hire elsewhere makes obsolete."""
        return tuple(rule.code for rule in self.states if rule.is_pending)

    def target(self, transition: str, state: str) -> str | None:
        """The state a transition leads to from a state, None where it is not allowed."""
        rule = self.transition(transition)
        return rule.target if rule and state in rule.sources else None

    def criterion(self, code: str) -> Criterion | None:
        """The criterion of that code, None when this edition has none."""
        return next((rule for rule in self.criteria if rule.code == code), None)


def parse(source: str) -> Rulebook:
    """The rulebook a TOML text describes; ValueError, with the key at fault, when it is not one."""
    return build(Rulebook, tomllib.loads(source))


@dataclass(frozen=True, slots=True)
class Editions:
    """The published editions, each with the instant from which it is in force."""

    in_force_from: tuple[tuple[datetime, Rulebook], ...]

    @classmethod
    def of(cls, rulebooks: Iterable[tuple[datetime, Rulebook]]) -> "Editions":
        """Editions in any order."""
        return cls(tuple(sorted(rulebooks, key=lambda item: item[0])))

    def at(self, instant: datetime) -> Rulebook:
        """The edition in force at an instant: the last one to begin at or before it, else the first."""
        begun = [rulebook for begins, rulebook in self.in_force_from if begins <= instant]
        return begun[-1] if begun else self.in_force_from[0][1]
