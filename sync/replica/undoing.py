"""Taking back acts that are still held: each gets an entry that voids it, and the chain keeps both."""

from collections.abc import Iterable

from sqlalchemy import exc

from sync.domain.errors import EnvironmentFault, RuleViolation
from sync.domain.undo import Void
from sync.replica.clock import Clock
from sync.replica.entries import EntryMaker
from sync.replica.journal import Journal, JournalEntry


def take_back(entry_ids: Iterable[str], journal: Journal, entries: EntryMaker, clock: Clock) -> None:
    """Void these acts, the last one first; nothing when one of them is no longer held.

    RuleViolation("undo_too_late"): one has left. EnvironmentFault: the disk refused; those before it stay voided, each
    whole, the others stand.
    """
    held = _held(entry_ids, journal, clock)
    for item in reversed(held):
        entry = entries.make(entries.new_id(), Void(entry_id=item.entry.id), {}, item.entry.edition)
        try:
            journal.append_undo(item.mid, entry, clock.now())
        except (exc.DatabaseError, OSError) as error:
            raise EnvironmentFault("journal_not_written", {"detail": type(error).__name__}) from error


def _held(entry_ids: Iterable[str], journal: Journal, clock: Clock) -> list[JournalEntry]:
    """The acts in the order in which they were made; by their ids, since a copied profile gives them other mids."""
    boot = clock.boot()
    found = [journal.get(entry_id) for entry_id in entry_ids]
    held = [item for item in found if item is not None and item.is_held(*boot)]
    if len(held) < len(found) or not found:
        raise RuleViolation("undo_too_late")
    return sorted(held, key=lambda item: item.mid)
