"""Taking back acts that are still held: each gets an entry that voids it, and the chain keeps both."""

from collections.abc import Iterable

from sqlalchemy import exc

from sync.domain.errors import EnvironmentFault, RuleViolation
from sync.domain.undo import Void
from sync.replica.clock import Clock
from sync.replica.entries import EntryMaker
from sync.replica.journal import Journal, JournalEntry


def take_back(mids: Iterable[int], journal: Journal, entries: EntryMaker, clock: Clock) -> None:
    """Void these acts, the last one first; nothing when one of them is no longer held.

    RuleViolation("undo_too_late"): one has left. EnvironmentFault: the disk refused; those before it stay voided, each
    whole, the others stand.
    """
    held = _held(mids, journal, clock)
    for item in reversed(held):
        entry = entries.make(entries.new_id(), Void(entry_id=item.entry.id), {}, item.entry.edition)
        try:
            journal.append_undo(item.mid, entry, clock.now())
        except (exc.DatabaseError, OSError) as error:
            raise EnvironmentFault("journal_not_written", {"detail": type(error).__name__}) from error


def _held(mids: Iterable[int], journal: Journal, clock: Clock) -> list[JournalEntry]:
    boot = clock.boot()
    found = [journal.get(mid) for mid in sorted(mids)]
    held = [item for item in found if item is not None and item.is_held(*boot)]
    if len(held) < len(found) or not found:
        raise RuleViolation("undo_too_late")
    return held
