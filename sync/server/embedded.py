"""A server inside the program: for the demonstration and for tests, on a loopback port, with the caller's clock."""

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

import uvicorn

from sync.server.app import create_app
from sync.server.clock import Clock
from sync.server.settings import Settings

_PATIENCE_S = 15.0


class EmbeddedServer:
    """uvicorn in a thread, listening once the block is entered; port 0 takes a free one."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self._clock = clock
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self.url = ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Migrate the database and listen; OSError when the port is taken."""
        app = create_app(self.settings, self._clock)
        self._socket = listening(self.settings)
        host, port = self._socket.getsockname()[:2]
        self.url = f"http://{host}:{port}"
        self._server = uvicorn.Server(configuration(app))
        run = {"sockets": [self._socket]}
        self._thread = threading.Thread(target=self._server.run, kwargs=run, name="server", daemon=True)
        self._thread.start()

    def stop(self, *, abruptly: bool = False) -> None:
        """Answer what is under way and stop; `abruptly` drops every connection at once, as a power cut would."""
        if self._server is None or self._thread is None:
            return
        self._server.force_exit = abruptly
        self._server.should_exit = True
        if abruptly:
            for connection in list(self._server.server_state.connections):
                transport = getattr(connection, "transport", None)
                if transport is not None:
                    transport.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
        with _unheard(abruptly=abruptly):
            self._thread.join(_PATIENCE_S)
        self._socket.close()
        self._server = None


def listening(settings: Settings) -> socket.socket:
    """A socket that listens where the settings say; OSError when the address is taken or not this machine's."""
    family, kind, protocol, _, address = socket.getaddrinfo(
        settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    # The protocol is named so that asyncio turns off delayed sending on what it accepts.
    taken = socket.socket(family, kind, protocol)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
        taken.listen()
    except OSError:
        taken.close()
        raise
    return taken


@contextmanager
def _unheard(*, abruptly: bool) -> Iterator[None]:
    """A server stopped abruptly complains of it; whoever asked for that need not hear."""
    logger = logging.getLogger("uvicorn.error")
    logger.disabled = abruptly
    try:
        yield
    finally:
        logger.disabled = False


def configuration(app: object) -> uvicorn.Config:
    """How uvicorn runs the server: quietly, and without waiting long for streams to end."""
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=2,
    )
