"""Inbox issues: acts that did not go through as recorded, for people to settle (SYNC.md §8)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

REACHED = "reached"
"""How an issue was closed that closed itself: what its author wanted has come about."""
WAITS_FOR_OTHERS = "waits_for_others"
"""Code of an act that a restored server got again before those it rests on: it is judged again by itself."""


class IssueKind(StrEnum):
    """Why an issue exists."""

    REJECTED = "rejected"
    CONFLICT = "conflict"
    PARKED = "parked"
    CONFIRMATION = "confirmation"
    ARBITRATION = "arbitration"


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxIssue:
    """Something to settle. Seen by its author; for confirmation and arbitration, by the employer's administrators.

    `facts`, `base`, `mine` and `theirs` are JSON objects as text: what the sentence shows, and the fields before, as
    the author wanted them, and as they stand. `closed_how` says which action closed it ("" while open).
    """

    id: str
    kind: IssueKind
    user_id: str
    employer_id: str | None = None
    command_id: str
    command_name: str
    subject_kind: str = ""
    subject_id: str = ""
    code: str
    facts: str = "{}"
    base: str = "{}"
    mine: str = "{}"
    theirs: str = "{}"
    recorded_edition: str = ""
    judged_edition: str = ""
    acted_at: datetime
    created_at: datetime
    closed_at: datetime | None = None
    closed_how: str = ""
    closed_by: str = ""
