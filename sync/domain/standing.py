"""Where a person stands: their valid PASS or agreement, their waiting period, who may lift it."""

from dataclasses import dataclass
from datetime import date

from sync.domain.agreements import Agreement
from sync.domain.calendar import add_months, overlaps
from sync.domain.commands import Context
from sync.domain.eligibility import AuthorKind, EligibilityDiagnosis, holds, usable_diagnosis
from sync.domain.employers import Employer
from sync.domain.errors import RuleViolation
from sync.domain.job_applications import SenderKind
from sync.domain.job_seekers import JobSeeker
from sync.domain.passes import Pass, is_in_waiting_period, is_valid, last_pass, waiting_period_ends_on
from sync.domain.prescribers import PrescriberOrganization
from sync.domain.rulebook import Rulebook
from sync.domain.world import World


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's PASSes and agreements as far as this world knows them, on a day."""

    passes: tuple[Pass, ...]
    agreements: tuple[Agreement, ...]
    today: date
    rules: Rulebook

    @property
    def valid_pass(self) -> Pass | None:
        """The PASS that holds; at most one a person (SYNC.md §12, invariant 17)."""
        return last_pass([one for one in self.passes if is_valid(one, self.today)])

    @property
    def valid_agreement(self) -> Agreement | None:
        """The agreement that holds, where agreements still count (2021)."""
        valid = [one for one in self.agreements if self.today <= one.ends_on]
        return max(valid, key=lambda one: (one.ends_on, -one.starts_on.toordinal()), default=None)

    @property
    def is_covered(self) -> bool:
        """Whether a PASS or an agreement holds: then no diagnosis is needed (DOMAIN.md §4)."""
        return self.valid_pass is not None or self.valid_agreement is not None

    @property
    def waiting_until(self) -> date | None:
        """The last day of the waiting period the person is in, None outside one."""
        ends = [one.ends_on for one in self.passes] + [one.ends_on for one in self.agreements]
        ended_on = max(ends, default=None)
        if ended_on is None or not is_in_waiting_period(ended_on, self.today, self.rules):
            return None
        return waiting_period_ends_on(ended_on, self.rules)


def standing_of(person: JobSeeker, context: Context, world: World) -> Standing:
    """The person's standing today."""
    passes = tuple(world.find(Pass, job_seeker_id=person.id))
    return Standing(passes, agreements_of(person, context.rules, world), context.today, context.rules)


def agreements_of(person: JobSeeker, rules: Rulebook, world: World) -> tuple[Agreement, ...]:
    """The person's agreements: same Pôle emploi id and same birth date, never by names (DOMAIN.md §4)."""
    if not rules.agreements.are_converted or not person.pole_emploi_id or person.born_on is None:
        return ()
    return tuple(world.find(Agreement, pole_emploi_id=person.pole_emploi_id, born_on=person.born_on))


def converted_end(agreement: Agreement, rules: Rulebook) -> date:
    """The end of the PASS made of an agreement: 3 months later if it overlaps spring 2020 (DOMAIN.md §4, 2021)."""
    extension = rules.agreements
    if extension.extension_starts_on is None or extension.extension_ends_on is None:
        return agreement.ends_on
    is_extended = overlaps(
        agreement.starts_on, agreement.ends_on, extension.extension_starts_on, extension.extension_ends_on
    )
    return add_months(agreement.ends_on, extension.extension_months) if is_extended else agreement.ends_on


def is_sent_by_authorized(sender_kind: str, organization_id: str | None, world: World) -> bool:
    """Authorised = sent by a prescriber whose organisation is authorised now (platform-rules.md §1.5)."""
    organization = world.get(PrescriberOrganization, organization_id) if organization_id else None
    return sender_kind == SenderKind.PRESCRIBER and organization is not None and organization.is_authorized


def check_waiting_period(
    person: JobSeeker, employer: Employer, *, is_authorized: bool, context: Context, world: World
) -> None:
    """Refuse while the person waits, unless an authorised prescriber lifts it (platform-rules.md §2.2).

    PASS kinds only. In 2026 any authorised prescriber's valid diagnosis lifts it too; an employer's never does.
    """
    waiting_until = standing_of(person, context, world).waiting_until
    if waiting_until is None or is_authorized or not context.rules.needs_pass(employer.kind):
        return
    diagnoses = world.find(EligibilityDiagnosis, job_seeker_id=person.id, author_kind=AuthorKind.PRESCRIBER)
    has_lift = any(holds(one, context.now, context.rules) for one in diagnoses)
    if not (has_lift and context.rules.passes.diagnosis_lifts_waiting_period):
        raise RuleViolation("in_waiting_period", {"ends_on": waiting_until})


def diagnosis_for(
    person: JobSeeker, employer_id: str, standing: Standing, context: Context, world: World
) -> EligibilityDiagnosis | None:
    """The diagnosis the employer can rely on for this person now, None without one."""
    return usable_diagnosis(
        world.find(EligibilityDiagnosis, job_seeker_id=person.id),
        employer_id,
        holds_pass=standing.valid_pass is not None,
        now=context.now,
        rules=context.rules,
    )
