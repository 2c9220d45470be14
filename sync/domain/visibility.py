"""Who sees whom: the rows that carry a person's data to an employer (DOMAIN.md §6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sync.domain.commands import Context
from sync.domain.ids import derived_id
from sync.domain.world import World


class Reason(StrEnum):
    """Why an employer sees a person.

    CREATION: it entered the person's file. APPLICATION: it received an application. PENDING: one of them awaits an
    answer. HIRE: it hired the person. VALID_PASS: other employers' diagnoses serve it while a PASS holds.
    """

    CREATION = "creation"
    APPLICATION = "application"
    PENDING = "pending"
    HIRE = "hire"
    VALID_PASS = "valid_pass"  # noqa: S105 - a PASS is no password


# What the reasons open: the person's file, and the prescribers' diagnoses that follow the person.
KNOWS = (Reason.CREATION, Reason.APPLICATION, Reason.HIRE)
FOLLOWS = (Reason.APPLICATION, Reason.HIRE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visibility:
    """An employer sees a person's rows, for a reason, `ends_on` inclusive (None: until removed)."""

    id: str
    job_seeker_id: str
    employer_id: str
    reason: str
    ends_on: date | None = None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Sight:
    """An employer and a person: the pair that visibility is about."""

    job_seeker_id: str
    employer_id: str

    def row_id(self, reason: Reason) -> str:
        """The id of the pair's row for a reason: one row each, on every side."""
        return derived_id("visibility", self.job_seeker_id, self.employer_id, reason)


def show(sight: Sight, reason: Reason, context: Context, world: World, ends_on: date | None = None) -> None:
    """Let the employer see the person for that reason; writing the same again changes nothing."""
    known = world.get(Visibility, sight.row_id(reason))
    if known is None or known.ends_on != ends_on:
        world.put(
            Visibility(
                id=sight.row_id(reason),
                job_seeker_id=sight.job_seeker_id,
                employer_id=sight.employer_id,
                reason=str(reason),
                ends_on=ends_on,
                created_at=known.created_at if known else context.now,
            )
        )


def hide(sight: Sight, reason: Reason, world: World) -> None:
    """End that reason for the employer to see the person."""
    known = world.get(Visibility, sight.row_id(reason))
    if known is not None:
        world.remove(known)


def end_visibilities(today: date, world: World, rows: Iterable[Visibility] | None = None) -> int:
    """Remove what ended before `today`, of these rows or of all, and say how much: DOMAIN.md §6, the nightly commit."""
    among = world.find(Visibility) if rows is None else rows
    ended = [row for row in among if row.ends_on is not None and row.ends_on < today]
    for row in ended:
        world.remove(row)
    return len(ended)
