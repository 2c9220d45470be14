"""Opening the central database for one command of the operator."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from sync.server.central import Central
from sync.server.clock import Clock, SystemClock
from sync.server.schema import upgrade
from sync.server.settings import Settings


@contextmanager
def opened(settings: Settings, clock: Clock | None = None) -> Iterator[Central]:
    """A `Central` on the database, created or migrated first, closed after the block."""
    clock = clock or SystemClock()
    upgrade(settings, clock)
    with closing(Central(settings, clock)) as central:
        yield central
