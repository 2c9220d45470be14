"""From an act to the entry the journal keeps, and from the journal to the wire."""

from collections.abc import Callable
from datetime import timedelta

import msgspec

from sync.domain.commands import Status
from sync.domain.ids import uuid7
from sync.domain.inbox import WAITS_FOR_OTHERS
from sync.protocol.codec import encode, sha256
from sync.protocol.entries import name_and_version, plain
from sync.protocol.messages import Clock as ClockReading
from sync.protocol.messages import Entry, PushedEntry
from sync.replica.clock import Clock
from sync.replica.journal import Journal, JournalEntry
from sync.store.types import instant_from_text, instant_text

Entropy = Callable[[int], bytes]
_DONE = frozenset({Status.APPLIED, Status.NOOP, Status.ADJUSTED})


class EntryMaker:
    """Makes the next entry of a journal: its place in the chain, its command, the clocks at this moment."""

    def __init__(self, journal: Journal, clock: Clock, entropy: Entropy) -> None:
        self._journal = journal
        self._clock = clock
        self._entropy = entropy

    def new_id(self) -> str:
        """A new time-ordered id."""
        return uuid7(self._clock.now(), self._entropy(10))

    def next_mid(self, before: Entry | None = None) -> int:
        """The place of the entry that `make` would make."""
        return (before.mid if before else self._journal.tail()[0]) + 1

    def make(
        self, entry_id: str, args: object, expect: dict[str, object], edition: str, before: Entry | None = None
    ) -> Entry:
        """The entry that follows `before`, which the journal has yet to keep; by default the journal's last one."""
        last, chain = (before.mid, sha256(encode(before))) if before else self._journal.tail()
        name, version = name_and_version(args)
        return Entry(
            mid=last + 1,
            id=entry_id,
            name=name,
            version=version,
            args=plain(args),
            expect=expect,
            clock=self._reading(),
            edition=edition,
            prev=chain,
        )

    def note_anchor(self, token: str, server_time: str) -> None:
        """Keep the server's signed time, with the readings of our own clock at its arrival."""
        boot, now_ms = self._clock.boot()
        at = _instant_or_nothing(server_time)
        self._journal.save_profile(anchor=token, anchor_boot=boot, anchor_ms=str(now_ms), anchor_at=at)

    def wall_error(self) -> timedelta | None:
        """How far the wall clock is ahead of the server's time, counted on from the latest anchor; negative behind.

        None without an anchor of this boot of the machine: nothing is known then.
        """
        known = self._journal.profile()
        boot, now_ms = self._clock.boot()
        if not known.get("anchor_at") or known["anchor_boot"] != boot:
            return None
        since = timedelta(milliseconds=now_ms - int(known["anchor_ms"]))
        return self._clock.now() - (instant_from_text(known["anchor_at"]) + since)

    def _reading(self) -> ClockReading:
        known = self._journal.profile()
        boot, now_ms = self._clock.boot()
        return ClockReading(
            anchor=known.get("anchor", ""),
            anchor_boot=known.get("anchor_boot", ""),
            anchor_ms=int(known.get("anchor_ms", "0")),
            boot=boot,
            ms=now_ms,
            wall=instant_text(self._clock.now()),
        )


def _instant_or_nothing(told: str) -> str:
    """What a server says the time is; "" when that is no instant."""
    try:
        return told if instant_from_text(told).tzinfo else ""
    except ValueError:
        return ""


def pushed(item: JournalEntry) -> PushedEntry:
    """An entry as it travels: the very bytes the journal keeps, and whether it was executed once (SYNC.md §1.9)."""
    was_done = item.status in _DONE or item.code == WAITS_FOR_OTHERS
    return PushedEntry(body=msgspec.Raw(item.body), void=item.is_void, was_done=was_done)
