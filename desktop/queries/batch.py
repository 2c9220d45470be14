"""Several applications decided at once: which a rule would skip, and what a run that was cut short had recorded."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from desktop.queries import job_applications
from desktop.queries.job_applications import ApplicationRow
from desktop.queries.lens import Lens
from desktop.queries.rehearsal import rehearse
from sync.domain.errors import RuleViolation
from sync.replica.journal import JournalEntry


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One application of a batch; `refusal` says why it is skipped, None when it is decided."""

    row: ApplicationRow
    refusal: RuleViolation | None


def plan(lens: Lens, wanted: Sequence[str], act: Callable[[str], object]) -> tuple[PlanLine, ...]:
    """What would become of each, in the order wanted; those no longer here are left out."""
    rows = job_applications.page(lens, wanted)
    return tuple(PlanLine(rows[key], rehearse(lens, act(key)).refusal) for key in wanted if key in rows)


def rows_of(lens: Lens, wanted: Sequence[str]) -> tuple[ApplicationRow, ...]:
    """The rows of some applications in the order wanted; those no longer here are left out."""
    rows = job_applications.page(lens, wanted)
    return tuple(rows[key] for key in wanted if key in rows)


def recorded_since(entries: Iterable[JournalEntry], first_mid: int) -> frozenset[str]:
    """The applications that acts of the journal from a mid on decided and nobody took back."""
    return frozenset(
        str(item.entry.args["job_application_id"])
        for item in entries
        if item.mid >= first_mid and not item.is_void and "job_application_id" in item.entry.args
    )
