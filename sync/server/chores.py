"""What a running server does by itself: each minute it notes how far it has come and judges what waits.

Each night it ends what is over.
"""

import threading
from collections.abc import Callable

import structlog

from sync.server import keeping
from sync.server.central import Central
from sync.server.nights import Night
from sync.server.waiting import judge_waiting

_EVERY_S = 60.0
_log = structlog.get_logger()


class Chores:
    """The chores of one server, done in a thread of their own between `start` and `close`."""

    def __init__(self, central: Central) -> None:
        self._central = central
        self._is_over = threading.Event()
        self._night = Night(central, self._is_over.is_set)
        self._thread = threading.Thread(target=self._run, name="chores", daemon=True)

    def prepare(self) -> None:
        """What has to be done before anybody is served. Raises OSError when the note cannot be read or written."""
        keeping.resume(self._central)

    def start(self) -> None:
        """From now on they are done when they are due, at once what was missed while the server was down."""
        self._thread.start()

    def close(self) -> None:
        """Finish the one under way, note how far the database has come, and stop."""
        self._is_over.set()
        if self._thread.ident is not None:
            self._thread.join()
        self._attempt(keeping.part)

    def do(self) -> None:
        """What is due now; one that fails is logged, due again in a minute, and keeps no other from its turn."""
        self._attempt(keeping.note)
        self._attempt(judge_waiting)
        self._attempt(lambda _: self._night.pass_if_due())

    def _run(self) -> None:
        self.do()
        while not self._is_over.wait(_EVERY_S):
            self.do()

    def _attempt(self, chore: Callable[[Central], object]) -> None:
        try:
            chore(self._central)
        except Exception as error:  # noqa: BLE001 - the thread lives on, the operator reads of it
            _log.error("chore failed", exc_info=error)
