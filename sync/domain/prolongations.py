"""Prolongations of a PASS and the requests for them (edition 2026)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class RequestState(StrEnum):
    """States of a prolongation request."""

    PENDING = "pending"
    GRANTED = "granted"
    DENIED = "denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prolongation:
    """More time on a PASS: starts on the day the PASS ended, `ends_on` is its new end (inclusive)."""

    id: str
    pass_id: str
    job_seeker_id: str
    employer_id: str
    starts_on: date
    ends_on: date
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProlongationDetail:
    """Why a prolongation was made; `id` is the prolongation's."""

    id: str
    employer_id: str
    reason: str
    explanation: str = ""
    user_name: str = ""
    validated_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProlongationRequest:
    """A prolongation that needs an authorised prescriber's word."""

    id: str
    pass_id: str
    job_seeker_id: str
    employer_id: str
    organization_id: str
    prescriber_email: str
    reason: str
    explanation: str = ""
    starts_on: date
    ends_on: date
    report_sha256: str = ""
    wants_interview: bool = False
    contact_email: str = ""
    contact_phone: str = ""
    state: RequestState = RequestState.PENDING
    deny_reason: str = ""
    deny_explanation: str = ""
    deny_actions: str = ""
    answered_by: str = ""
    created_at: datetime
    answered_at: datetime | None = None
