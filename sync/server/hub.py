"""Wake-up calls: which scopes have news, told to whoever listens in this process."""

import asyncio
import threading
from collections.abc import Iterable


class Listener:
    """One open stream of hints, read in the event loop that opened it."""

    def __init__(self, scopes: Iterable[str]) -> None:
        self.scopes = frozenset(scopes)
        self.is_closed = False
        self._loop = asyncio.get_running_loop()
        self._news: set[str] = set()
        self._awake = asyncio.Event()

    def tell(self, scopes: frozenset[str]) -> None:
        """Some of the listener's scopes have news; None of the caller's time is taken, from whatever thread."""
        self._loop.call_soon_threadsafe(self._note, scopes)

    def close(self) -> None:
        """End the stream."""
        self.is_closed = True
        self._loop.call_soon_threadsafe(self._awake.set)

    async def wait(self, seconds: float) -> list[str]:
        """The scopes with news since the last call, at once or as soon as there are; empty after `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self._awake.wait()
        except TimeoutError:
            return []
        self._awake.clear()
        news, self._news = sorted(self._news), set()
        return news

    def _note(self, scopes: frozenset[str]) -> None:
        self._news |= scopes
        self._awake.set()


class Hub:
    """Hands each commit's scopes to the listeners concerned."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: set[Listener] = set()

    def join(self, listener: Listener) -> None:
        """From now on the listener is told."""
        with self._lock:
            self._listeners.add(listener)

    def leave(self, listener: Listener) -> None:
        """The listener has gone."""
        with self._lock:
            self._listeners.discard(listener)

    def publish(self, scopes: Iterable[str]) -> None:
        """These scopes have moved."""
        moved = frozenset(scopes)
        with self._lock:
            listeners = [listener for listener in self._listeners if listener.scopes & moved]
        for listener in listeners:
            listener.tell(listener.scopes & moved)

    def close(self) -> None:
        """End every stream."""
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener.close()
