"""What a restore of the central server did to this workstation: acts sent again, PASS numbers that were replaced.

A number that was issued after the backup is never issued again: the person's PASS comes back with another one, and
papers that carry the old one are to be printed anew. What stood here before is noted when the server's new epoch is
met, and compared after each cycle until it is known what became of it, for 45 days.
"""

from collections.abc import Collection
from datetime import datetime

import msgspec
from sqlalchemy import Connection, select

from sync.domain.passes import Pass
from sync.replica.clock import Clock
from sync.replica.journal import KEPT_FOR, Journal
from sync.store.tables import TABLES

_NAME = "restored"
_PASSES = TABLES[Pass]


class Replaced(msgspec.Struct, frozen=True):
    """A PASS whose number is another one now, and whose it is."""

    before: str
    now: str
    job_seeker_id: str


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """The latest restore: when it was noticed, how many acts were sent again, which numbers were replaced.

    `epoch` is the server's since then; `watched` are numbers that are not there again yet, each with its person.
    """

    epoch: str
    at: datetime
    reissued: int = 0
    replaced: tuple[Replaced, ...] = ()
    watched: dict[str, str] = {}


class Recovery:
    """Keeps what is known of the latest restore in the journal's profile."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal = journal
        self._clock = clock

    def told(self) -> Restored | None:
        """The latest restore; None when there was none within 45 days."""
        written = self._journal.profile().get(_NAME)
        restored = msgspec.json.decode(written, type=Restored) if written else None
        return restored if restored and self._clock.now() - restored.at < KEPT_FOR else None

    def begin(self, epoch: str, connection: Connection) -> None:
        """The server has another epoch than the replica: note the numbers that stand in it, once."""
        numbers = {number: person for number, person in _numbers(connection) if number}
        known = self.told()
        if known and known.epoch == epoch:
            return
        self._write(
            Restored(
                epoch=epoch,
                at=self._clock.now(),
                replaced=known.replaced if known else (),
                watched=(known.watched if known else {}) | numbers,
            )
        )

    def sent_again(self, acts: int) -> None:
        """So many acts that the server had lost are on their way again."""
        known = self.told()
        if known and acts:
            self._write(msgspec.structs.replace(known, reissued=known.reissued + acts))

    def is_watching(self) -> bool:
        """Whether there are numbers of which it is not known yet what became of them."""
        known = self.told()
        return known is not None and bool(known.watched)

    def compare(self, connection: Connection) -> None:
        """The replica is what the server says: find what became of the numbers that are watched."""
        known = self.told()
        if known is None or not known.watched:
            return
        there = _numbers(connection)
        watched = dict(known.watched.items() - set(there))
        new = [(number, person) for number, person in there if number and number not in known.watched]
        found = [Replaced(old, now, person) for old, person in watched.items() for now in _of(person, new)[-1:]]
        left = {old: person for old, person in watched.items() if not _of(person, new)}
        if left != known.watched:
            self._write(msgspec.structs.replace(known, replaced=(*known.replaced, *found), watched=left))

    def _write(self, restored: Restored) -> None:
        self._journal.save_profile(**{_NAME: msgspec.json.encode(restored).decode()})


def _numbers(connection: Connection) -> list[tuple[str, str]]:
    """Every number with whose it is, in the order in which they were issued."""
    query = select(_PASSES.c.number, _PASSES.c.job_seeker_id).order_by(_PASSES.c.number)
    return [(row.number or "", row.job_seeker_id) for row in connection.execute(query)]


def _of(person: str, numbers: Collection[tuple[str, str]]) -> list[str]:
    return [number for number, whose in numbers if whose == person]
