"""Wake-up calls between the processes that serve one PostgreSQL: LISTEN and NOTIFY, after the commit, never in it.

(In it, PostgreSQL would make all commits wait for each other.) A call lost with a connection costs nothing but time:
hints are never the source of data.
"""

import queue
import secrets
import threading
from collections.abc import Callable, Iterable

import psycopg
import structlog
from sqlalchemy import URL

from sync.server.hub import Hub

_CHANNEL = "passerelle"
_SCOPES_A_CALL = 100
_PAUSE_S = 2.0
_POLL_S = 0.25
_GATHER_S = 0.05
_log = structlog.get_logger()


class Relay:
    """Passes this process's commits on to the others and, once it listens, theirs to this process's hub."""

    def __init__(self, url: URL, hub: Hub) -> None:
        _, self._target = url.get_dialect()().create_connect_args(url)
        self._hub = hub
        self._name = secrets.token_hex(8)
        self._calls: queue.SimpleQueue[frozenset[str] | None] = queue.SimpleQueue()
        self._is_over = threading.Event()
        self._lock = threading.Lock()
        self._threads: dict[str, threading.Thread] = {}

    def tell(self, scopes: Iterable[str]) -> None:
        """These scopes have moved here: let the other processes know soon."""
        self._calls.put(frozenset(scopes))
        self._start("speak", self._speak)

    def listen(self) -> None:
        """From now on the hub is told what other processes commit."""
        self._start("listen", self._listen)

    def close(self) -> None:
        """Say what is left to say, and stop."""
        self._is_over.set()
        self._calls.put(None)
        for thread in self._threads.values():
            thread.join()

    def _start(self, name: str, work: Callable[[psycopg.Connection], None]) -> None:
        with self._lock:
            if name not in self._threads:
                thread = threading.Thread(target=self._keep, args=(work,), name=f"relay {name}", daemon=True)
                self._threads[name] = thread
                thread.start()

    def _keep(self, work: Callable[[psycopg.Connection], None]) -> None:
        """Do the work on a connection; on another one when that one is lost."""
        is_first = True
        while is_first or not self._is_over.wait(_PAUSE_S):
            is_first = False
            try:
                with psycopg.connect(**self._target, autocommit=True) as connection:
                    work(connection)
                    return
            except psycopg.Error as error:
                _log.warning("wake-up calls interrupted", error=str(error))

    def _waiting(self) -> list[frozenset[str]]:
        """What else is to be told by now; a call to stop is left where it is."""
        taken = [self._calls.get_nowait() for _ in range(self._calls.qsize())]
        if None in taken:
            self._calls.put(None)
        return [scopes for scopes in taken if scopes is not None]

    def _listen(self, connection: psycopg.Connection) -> None:
        connection.execute(f"LISTEN {_CHANNEL}")
        while not self._is_over.is_set():
            for call in connection.notifies(timeout=_POLL_S):
                sender, *scopes = call.payload.split(" ")
                if sender != self._name:
                    self._hub.publish(scopes)

    def _speak(self, connection: psycopg.Connection) -> None:
        while (scopes := self._calls.get()) is not None:
            # What moves meanwhile is told with it: many commits a second are still a few calls.
            self._is_over.wait(_GATHER_S)
            moved = sorted(scopes.union(*self._waiting()))
            for start in range(0, len(moved), _SCOPES_A_CALL):
                payload = " ".join([self._name, *moved[start : start + _SCOPES_A_CALL]])
                connection.execute("SELECT pg_notify(%s, %s)", (_CHANNEL, payload))
