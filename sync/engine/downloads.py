"""Parts fetched two at a time, in order, resumed at the byte where they broke off."""

import threading
from collections.abc import Callable, Iterable

from sync.engine.transport import Transport, Unreachable
from sync.protocol.messages import Part
from sync.replica.parts import PartStore

AT_ONCE = 2
_TRIES = 3

Progress = Callable[[int, int], None]


class Downloads:
    """Fetches parts into a store in threads of its own, until all are there, one fails or `stop` is called.

    `progress` is told bytes received and bytes in all, from those threads, one call at a time.
    """

    def __init__(self, transport: Transport, store: PartStore, parts: Iterable[Part], progress: Progress) -> None:
        self._transport = transport
        self._store = store
        self._progress = progress
        self._todo = list({part.sha256: part for part in parts}.values())
        self._changed = threading.Condition()
        self._failure: BaseException | None = None
        self._is_stopped = False
        self._threads = [threading.Thread(target=self._run, name="download", daemon=True) for _ in range(AT_ONCE)]
        for thread in self._threads:
            thread.start()

    def wait(self, part: Part, seconds: float) -> bool:
        """Whether a part is whole, at the latest after `seconds`; what stopped the downloads is raised here."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_whole(part) or self._failure, seconds)
            if self._is_whole(part):
                return True
            if self._failure:
                raise self._failure
            return False

    def stop(self) -> None:
        """Fetch nothing more; what has arrived is kept."""
        self._is_stopped = True
        for thread in self._threads:
            thread.join()

    def _is_whole(self, part: Part) -> bool:
        return self._store.received(part) == part.size

    def _run(self) -> None:
        while (part := self._next()) is not None:
            try:
                self._fetch(part)
            except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits
                with self._changed:
                    self._failure = self._failure or error
                    self._changed.notify_all()
                return

    def _next(self) -> Part | None:
        with self._changed:
            return self._todo.pop(0) if self._todo and not self._is_stopped and not self._failure else None

    def _fetch(self, part: Part) -> None:
        """Fetch a part to its end; a connection that breaks is tried again as long as it brings something."""
        tries = 0
        while not self._is_whole(part) and not self._is_stopped:
            before = self._store.received(part)
            try:
                self._receive(part, before)
            except Unreachable:
                tries = 0 if self._store.received(part) > before else tries + 1
                if tries == _TRIES:
                    raise

    def _receive(self, part: Part, start: int) -> None:
        for piece in self._transport.part(part.sha256, start):
            if piece:
                self._store.append(part, piece)
            with self._changed:
                self._progress(*self._store.progress())
                self._changed.notify_all()
            if self._is_stopped:
                return
        if self._store.received(part) == start:
            raise Unreachable("nothing came")
