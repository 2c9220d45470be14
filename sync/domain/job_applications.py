"""Job applications: their states, their history, and the acts that move them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ApplicationState(StrEnum):
    """States of an application; labels, and which of them an edition knows, are the rulebook's."""

    NEW = "new"
    PROCESSING = "processing"
    POSTPONED = "postponed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    OBSOLETE = "obsolete"
    PRIOR_TO_HIRE = "prior_to_hire"
    POOL = "pool"


class SenderKind(StrEnum):
    """Who sent an application. Orienteur or authorised is read from the organisation at reading time."""

    JOB_SEEKER = "job_seeker"
    PRESCRIBER = "prescriber"
    EMPLOYER = "employer"


class PassDelivery(StrEnum):
    """How an accepted application gets its PASS."""

    NONE = ""
    AUTOMATIC = "automatic"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobApplication:
    """A person's application to an employer. Visible to that employer's members."""

    id: str
    job_seeker_id: str
    employer_id: str
    state: ApplicationState = ApplicationState.NEW
    sender_kind: SenderKind
    sender_user_id: str | None = None
    sender_name: str = ""
    sender_organization_id: str | None = None
    sender_employer_id: str | None = None
    job_description_ids: tuple[str, ...] = ()
    message: str = ""
    resume_sha256: str = ""
    resume_size: int = 0
    answer: str = ""
    answer_to_prescriber: str = ""
    refusal_reason: str = ""
    hired_job_description_id: str | None = None
    hiring_starts_on: date | None = None
    hiring_ends_on: date | None = None
    is_hired_without_pass: bool = False
    other_department_agreed: bool = False
    pass_id: str | None = None
    pass_delivery: PassDelivery = PassDelivery.NONE
    diagnosis_id: str | None = None
    accepted_at: datetime | None = None
    created_at: datetime
    state_changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One line of an application's history.

    `at` is the effective instant; `received_at` when the server had it (None until then); `grade` says how sure
    `at` is: online, proven, claimed, or confirmed (SYNC.md §7).
    """

    id: str
    job_application_id: str
    employer_id: str
    name: str
    from_state: str
    to_state: str
    user_id: str | None = None
    user_name: str = ""
    at: datetime
    received_at: datetime | None = None
    grade: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentApplication:
    """What the sender of an application sees of it: state, refusal reason and message. `id` is the application's."""

    id: str
    job_seeker_id: str
    employer_id: str
    sender_user_id: str | None = None
    sender_organization_id: str | None = None
    sender_employer_id: str | None = None
    state: ApplicationState
    refusal_reason: str = ""
    answer_to_prescriber: str = ""
    created_at: datetime
    state_changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A note between the members of an employer about an application; never shown outside it."""

    id: str
    job_application_id: str
    employer_id: str
    user_id: str
    user_name: str
    body: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployeeRecord:
    """Whether the ASP was told of a hire; sent records forbid cancelling it (edition 2026)."""

    id: str
    job_application_id: str
    employer_id: str
    was_sent: bool = False
    created_at: datetime
