"""Suspensions of a PASS: dates for all who see the PASS, reason for the author's employer only."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """A pause of a PASS, both days inclusive."""

    id: str
    pass_id: str
    job_seeker_id: str
    employer_id: str
    starts_on: date
    ends_on: date
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspensionDetail:
    """Why a suspension was made; `id` is the suspension's."""

    id: str
    employer_id: str
    reason: str
    explanation: str = ""
    user_name: str = ""
