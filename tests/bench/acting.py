"""Acts as a device without rows makes them: chained entries with the readings of the machine's clocks."""

from collections.abc import Iterator

import msgspec

from sync.domain.answering import Postpone, Study
from sync.domain.commands import command_type_of
from sync.protocol.codec import sha256
from sync.protocol.entries import plain
from sync.protocol.messages import Clock as Reading
from sync.protocol.messages import Entry, Hello, PushedEntry, Welcome
from sync.protocol.version import DIGEST, PROTO, SCHEMA
from sync.replica.clock import SystemClock
from sync.store.types import instant_text

HELLO = Hello(proto=PROTO, schema=SCHEMA, digest=DIGEST, program="bench")


def answers(applications: list[str]) -> Iterator[Study | Postpone]:
    """Acts that the rules allow one after the other, two an application and two rows an act; ends when none is left."""
    yield from (Study(job_application_id=row_id) for row_id in applications)
    yield from (Postpone(job_application_id=row_id) for row_id in applications)


class Actor:
    """A device after the server's welcome; `epoch` is the server's."""

    def __init__(self, welcome: Welcome) -> None:
        self.epoch = welcome.epoch
        self._anchor = welcome.anchor
        self._mid, self._chain = welcome.last_mid, welcome.chain
        self._clock = SystemClock()
        self._anchored_at = self._clock.boot()

    def entry(self, args: object) -> PushedEntry:
        """The next entry of this device."""
        kind = command_type_of(args)
        self._mid += 1
        entry = Entry(
            mid=self._mid,
            id=f"{self._anchor[-20:]}-{self._mid}",
            name=kind.name,
            version=kind.version,
            args=plain(args),
            expect={},
            clock=self._reading(),
            edition="",
            prev=self._chain,
        )
        body = msgspec.json.encode(entry)
        self._chain = sha256(body)
        return PushedEntry(body=msgspec.Raw(body), void=False)

    def _reading(self) -> Reading:
        boot, milliseconds = self._clock.boot()
        return Reading(
            anchor=self._anchor,
            anchor_boot=self._anchored_at[0],
            anchor_ms=self._anchored_at[1],
            boot=boot,
            ms=milliseconds,
            wall=instant_text(self._clock.now()),
        )
