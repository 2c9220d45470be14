"""The PASS IAE: its dates, its number, its state on a day."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PassOrigin(StrEnum):
    """Where a PASS comes from."""

    HIRE = "hire"
    AGREEMENT = "agreement"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """A person's PASS. `number` is None while it is only requested: the server alone allocates.

    `ends_on` is derived: the initial end moved by suspensions and prolongations, rewritten by this module whenever
    one of them changes, never typed in. Both dates are inclusive.
    """

    id: str
    job_seeker_id: str
    number: str | None = None
    origin: PassOrigin = PassOrigin.HIRE
    starts_on: date
    initial_ends_on: date
    ends_on: date
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PassStanding:
    """What an employer may do with a PASS, computed by the server from facts it does not show (DOMAIN.md §6)."""

    id: str
    pass_id: str
    employer_id: str
    is_last_hirer: bool
    hiring_starts_on: date | None = None
