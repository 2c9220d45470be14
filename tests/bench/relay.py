"""A relay on the way to a server that counts what passes."""

import socket
import threading
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

_PIECE = 64 * 1024


class Relay:
    """Listens on loopback; `up` and `down` are bytes so far, `turns` how often the talk went to the server anew."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._target = (parts.hostname or "", parts.port or 80)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = "http://{}:{}".format(*self._listening.getsockname())
        self.up = self.down = self.turns = 0
        self._is_up = False
        self._open: list[socket.socket] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for one in (self._listening, *self._open):
            one.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = socket.create_connection(self._target)
            self._open += [client, server]
            for source, target, is_up in ((client, server, True), (server, client, False)):
                threading.Thread(target=self._pass, args=(source, target), kwargs={"is_up": is_up}, daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, *, is_up: bool) -> None:
        try:
            while piece := source.recv(_PIECE):
                self._count(len(piece), is_up=is_up)
                target.sendall(piece)
        except OSError:
            return

    def _count(self, size: int, *, is_up: bool) -> None:
        self.turns += is_up and not self._is_up
        self._is_up = is_up
        if is_up:
            self.up += size
        else:
            self.down += size
