"""What leaves the journal: the next batch, what the server said of it, and whether it still knows our chain."""

from collections.abc import Iterable
from datetime import timedelta

from sync.protocol.messages import OutcomeMessage, PushedEntry
from sync.replica.clock import Clock
from sync.replica.entries import EntryMaker, pushed
from sync.replica.entry import EntryState
from sync.replica.journal import Journal, JournalEntry


class Outbox:
    """The journal as a cycle of synchronisation sees it."""

    def __init__(self, journal: Journal, entries: EntryMaker, clock: Clock) -> None:
        self._journal = journal
        self._entries = entries
        self._clock = clock

    def batch(self, after: int, most: int, most_bytes: int) -> list[JournalEntry]:
        """The next batch: entries behind a mid, in order, up to the first still held; at least one if any may go."""
        if after >= self.last_mid():
            return []
        batch: list[JournalEntry] = []
        size = 0
        boot = self._clock.boot()
        for item in self._journal.after(after, most):
            size += len(item.body)
            if item.is_held(*boot) or (batch and size > most_bytes):
                break
            batch.append(item)
        return batch

    def sending(self, batch: Iterable[JournalEntry]) -> list[PushedEntry]:
        """The batch as it travels; from now on its entries cannot be undone."""
        items = list(batch)
        self._journal.mark_sent([item.mid for item in items if item.state is not EntryState.CLOSED], self._clock.now())
        return [pushed(item) for item in items]

    def answered(self, outcomes: Iterable[OutcomeMessage]) -> None:
        """The server told outcomes in answer to a push: entries stay open until a pull carries their effects."""
        self._journal.mark_answered(outcomes)

    def first_open_mid(self) -> int:
        """From which mid on a pull must carry outcomes."""
        return self._journal.first_open_mid()

    def last_mid(self) -> int:
        """How many entries the journal has ever had."""
        return self._journal.tail()[0]

    def server_holds(self, last_mid: int) -> int:
        """The server has this client's entries up to `last_mid`: those closed behind it will be sent again.

        Returns how many: more than 0 only after the server was restored from a backup.
        """
        return self._journal.reopen_after(last_mid)

    def fits_chain(self, mid: int, chain: str) -> bool:
        """Whether the server's last entry of this client is one of ours.

        If not, another copy of this profile spoke to the server: this one has to become a client of its own.
        """
        ours = self._journal.hash_at(mid)
        return ours == chain or (ours is None and mid < self.last_mid())

    def note_anchor(self, token: str, server_time: str) -> None:
        """Keep the server's signed time, with the readings of our own clock at its arrival."""
        self._entries.note_anchor(token, server_time)

    def wall_error(self) -> timedelta | None:
        """How far the wall clock is ahead of the server's time, negative behind; None when that is not known."""
        return self._entries.wall_error()
