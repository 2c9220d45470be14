"""The port through which a cycle speaks to the server."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from sync.domain.errors import EnvironmentFault
from sync.protocol.messages import (
    DigestAnswer,
    DigestAsk,
    Enrolled,
    Hello,
    Manifest,
    Pull,
    Push,
    Pushed,
    RowsAsk,
    Welcome,
)


class Unreachable(EnvironmentFault):
    """No answer: no network, no server, or a connection that broke. What was sent may or may not have arrived."""

    def __init__(self, detail: str = "") -> None:
        super().__init__("server_unreachable", {"detail": detail})


class Transport(Protocol):
    """One server, seen by one signed-in device.

    Every method raises Unreachable, or Refused with a numbered problem.
    """

    def hello(self, message: Hello) -> Welcome:
        """Negotiate, and learn which of our entries the server has."""
        ...

    def fork(self) -> Enrolled:
        """Become a client of our own: another copy of this profile speaks under the present name. Used from now on."""
        ...

    def push(self, message: Push) -> Pushed:
        """Send an ordered batch of entries."""
        ...

    def digest(self, message: DigestAsk) -> DigestAnswer:
        """Which buckets of a scope differ from the server's, and what it has in them."""
        ...

    def rows(self, message: RowsAsk) -> Iterable[bytes]:
        """Some rows of a scope again, as the lines of a frame."""
        ...

    def snapshot(self, scope: str) -> Manifest:
        """A snapshot of a scope; Refused(BUSY) with a delay while it is being made."""
        ...

    def part(self, sha256: str, start: int) -> Iterator[bytes]:
        """The bytes of a part from `start` on, as they arrive; Refused(NOT_FOUND) when it is gone."""
        ...

    def pull(self, message: Pull) -> Iterable[bytes] | None:
        """The lines of a pull, downloaded whole but not yet checked; None when nothing changed."""
        ...
