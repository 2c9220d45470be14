"""Pôle emploi agreements (agréments), which the PASS replaced."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """An agreement, matched to a person on Pôle emploi id and birth date, never on names. Days are inclusive."""

    id: str
    number: str
    pole_emploi_id: str
    born_on: date
    last_name: str
    first_name: str
    starts_on: date
    ends_on: date
    job_seeker_id: str | None = None
    created_at: datetime
