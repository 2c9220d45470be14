"""Wake-up calls: which scopes have news, told to whoever listens in this process."""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Iterable

from sync.domain.audience import DIRECTORY


class Listener:
    """One open stream of hints, read in the event loop that opened it."""

    def __init__(self, scopes: Iterable[str]) -> None:
        self.scopes = frozenset(scopes)
        self.is_closed = False
        self._loop = asyncio.get_running_loop()
        self._news: set[str] = set()
        self._awake = asyncio.Event()

    def tell(self, scope: str) -> None:
        """A scope of the listener has news; to be called from whatever thread."""
        self._loop.call_soon_threadsafe(self._note, scope)

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

    def _note(self, scope: str) -> None:
        self._news.add(scope)
        self._awake.set()


class Hub:
    """Hands each commit's scopes to the listeners concerned; the directory wakes nobody (SYNC.md §1.2)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[str, set[Listener]] = defaultdict(set)

    def join(self, listener: Listener) -> None:
        """From now on the listener is told."""
        with self._lock:
            for scope in listener.scopes:
                self._listeners[scope].add(listener)

    def leave(self, listener: Listener) -> None:
        """The listener has gone."""
        with self._lock:
            for scope in listener.scopes:
                self._listeners[scope].discard(listener)
                if not self._listeners[scope]:
                    del self._listeners[scope]

    def move(self, listener: Listener, scopes: Iterable[str]) -> None:
        """The listener's rights have changed to these scopes, or not at all."""
        moved = frozenset(scopes)
        if moved != listener.scopes:
            self.leave(listener)
            listener.scopes = moved
            self.join(listener)

    def publish(self, scopes: Iterable[str]) -> None:
        """These scopes have moved."""
        with self._lock:
            told = [(one, scope) for scope in scopes if scope != DIRECTORY for one in self._listeners.get(scope, ())]
        for listener, scope in told:
            listener.tell(scope)

    def close(self) -> None:
        """End every stream."""
        with self._lock:
            listeners = {listener for several in self._listeners.values() for listener in several}
        for listener in listeners:
            listener.close()
