"""Échéancier: every day not to miss, from today on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from desktop.queries import passes, standing
from desktop.queries.filters import APPLICATIONS, PEOPLE, cancellable
from desktop.queries.lens import Lens
from desktop.queries.marks import among, unsent_ids
from sync.domain.contract import last_cancellation_day
from sync.domain.passes import PassState


class DueKind(StrEnum):
    """What falls due."""

    PASS_ENDS = "pass_ends"  # noqa: S105 - a PASS, not a password
    PAUSE_ENDS = "pause_ends"
    DIAGNOSIS_ENDS = "diagnosis_ends"
    CANCELLATION_ENDS = "cancellation_ends"
    PROOF_ENDS = "proof_ends"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One fact on its last day. `subject_id` is a PASS's, an application's or, of a proof, a person's, as `kind` says.

    `since` is the day the fact began: of the PASS, the pause, the diagnosis, the hire or the paper. A proof tells its
    `criterion`, and as `label` the words of the rules for it.
    """

    kind: DueKind
    subject_id: str
    on: date
    since: date
    last_name: str
    first_name: str
    is_unsent: bool
    criterion: str = ""
    label: str = ""

    @property
    def key(self) -> str:
        """A name that stays the same when the day moves."""
        return "-".join(part for part in (self.kind, self.subject_id, self.criterion) if part)


def read(lens: Lens) -> tuple[Due, ...]:
    """All that the rows say falls due today or later, soonest first."""
    return in_order([*_of_passes(lens), *_of_diagnoses(lens), *_of_hires(lens)])


def in_order(dues: Iterable[Due]) -> tuple[Due, ...]:
    """Soonest first, a day's by name."""
    return tuple(sorted(dues, key=lambda due: (due.on, due.last_name, due.key)))


def _of_passes(lens: Lens) -> list[Due]:
    found = []
    for row in passes.rows(lens):
        card = row.card
        if card.state is not PassState.EXPIRED and card.iae_pass.ends_on >= lens.today:
            found.append(_due_of_pass(DueKind.PASS_ENDS, row, card.iae_pass.ends_on, card.iae_pass.starts_on))
        running = (pause for pause in card.suspensions if pause.ends_on == card.paused_until)
        found += [_due_of_pass(DueKind.PAUSE_ENDS, row, pause.ends_on, pause.starts_on) for pause in running]
    return found


def _due_of_pass(kind: DueKind, row: passes.PassRow, on: date, since: date) -> Due:
    return Due(
        kind=kind,
        subject_id=row.card.iae_pass.id,
        on=on,
        since=since,
        last_name=row.last_name,
        first_name=row.first_name,
        is_unsent=row.card.is_unsent,
    )


def _of_diagnoses(lens: Lens) -> list[Due]:
    """Diagnoses that candidates still waiting for an answer rest on; under a valid PASS their age does not count."""
    here = unsent_ids(lens.connection, "job_applications")
    return [
        Due(
            kind=DueKind.DIAGNOSIS_ENDS,
            subject_id=each.application_id,
            on=each.eligibility.last_day,
            since=each.made_on,
            last_name=each.candidate.person.last_name,
            first_name=each.candidate.person.first_name,
            is_unsent=each.application_id in here,
        )
        for each in standing.pending(lens)
        if each.eligibility.iae_pass is None
        and each.made_on is not None
        and each.eligibility.last_day is not None
        and each.eligibility.last_day >= lens.today
    ]


def _of_hires(lens: Lens) -> list[Due]:
    if lens.rules.cancellation.days_after_start < 0:
        return []
    query = (
        select(APPLICATIONS.c.id, APPLICATIONS.c.hiring_starts_on, PEOPLE.c.last_name, PEOPLE.c.first_name)
        .select_from(APPLICATIONS.join(PEOPLE, PEOPLE.c.id == APPLICATIONS.c.job_seeker_id))
        .where(among(APPLICATIONS.c.employer_id, lens.employer_ids, "employers"), *cancellable(lens))
    )
    here = unsent_ids(lens.connection, "job_applications")
    rows: list[Any] = list(lens.connection.execute(query))
    return [
        Due(
            kind=DueKind.CANCELLATION_ENDS,
            subject_id=row.id,
            on=last_cancellation_day(row.hiring_starts_on, lens.rules) or row.hiring_starts_on,
            since=row.hiring_starts_on,
            last_name=row.last_name,
            first_name=row.first_name,
            is_unsent=row.id in here,
        )
        for row in rows
    ]
