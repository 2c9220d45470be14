"""Several applications decided at once: which a rule would skip, and what a run that was cut short had recorded."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

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


def behind(entries: Iterable[JournalEntry], entry_id: str) -> Iterator[JournalEntry]:
    """Of a journal read newest first, what came behind an entry; all of it where that one is there no more.

    By its id: a copied profile goes on under a new name, and its acts get other mids.
    """
    return takewhile(lambda item: item.entry.id != entry_id, entries)


def recorded_behind(entries: Iterable[JournalEntry], entry_id: str) -> frozenset[str]:
    """The applications that acts behind an entry decided and nobody took back; the journal is read newest first."""
    return frozenset(
        str(item.entry.args["job_application_id"])
        for item in behind(entries, entry_id)
        if not item.is_void and "job_application_id" in item.entry.args
    )
