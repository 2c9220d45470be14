"""Eligibility diagnoses: who made them, on which criteria, and while they hold."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
