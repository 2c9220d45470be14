"""Until when a person's proofs are kept, and why (TRUST.md, « Audit and GDPR »)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sync.domain.calendar import add_months
from sync.domain.rulebook import RetentionRules


class Reason(StrEnum):
    """Why proofs are still kept."""

    OPEN = "open"
    LABOUR_CODE = "labour_code"
    LAST_CONTACT = "last_contact"
    FSE = "fse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """The facts about a person that decide how long papers are kept.

    `pass_ends_on` is the last day of the last PASS known here; `last_contact_on` the last act about the person;
    `fse_until` the day (inclusive) that the manager of a European grant notified; `is_pending` that an application
    still awaits an answer.
    """

    job_seeker_id: str
    last_contact_on: date
    pass_ends_on: date | None = None
    fse_until: date | None = None
    is_pending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """The last day (inclusive) on which proofs are kept, None while open, and the reason that lasts longest."""

    reason: Reason
    until: date | None = None


def keeping(life: Life, rules: RetentionRules) -> Keeping:
    """After the PASS (labour code) or, without one, after the last contact (CNIL); the FSE's day if later."""
    if life.is_pending:
        return Keeping(reason=Reason.OPEN)
    if life.pass_ends_on:
        reasons = [(add_months(life.pass_ends_on, rules.months_after_pass), Reason.LABOUR_CODE)]
    else:
        reasons = [(add_months(life.last_contact_on, rules.months_after_contact), Reason.LAST_CONTACT)]
    if life.fse_until:
        reasons.append((life.fse_until, Reason.FSE))
    until, reason = max(reasons)
    return Keeping(reason=reason, until=until)
