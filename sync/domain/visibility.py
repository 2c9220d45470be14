"""Who sees whom: the rows that carry a person's data to an employer (DOMAIN.md §6)."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Visibility:
    """An employer sees a person's rows, for a reason, `ends_on` inclusive (None: until removed)."""

    id: str
    job_seeker_id: str
    employer_id: str
    reason: str
    ends_on: date | None = None
    created_at: datetime
