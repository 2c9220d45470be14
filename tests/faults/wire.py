"""A TCP proxy that breaks connections as told: cut at a byte, reset, black hole, slow, or the server killed there.

It reads just enough HTTP to know which request it carries, so that a fault can wait for a push or a pull, and it says
of each fault what it did: nothing counts as a fault that did not happen.
"""

import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["cut", "reset", "hole", "slow", "call"]
Direction = Literal["up", "down"]
_PIECE = 65536
_RESET = struct.pack("ii", 1, 0)


@dataclass(slots=True)
class Fault:
    """What shall happen to the next request for `path` ("" for any): at byte `at_byte` of that direction's message.

    A message that ends before that byte goes through, and the fault waits, nearer, for the next one. `call` runs on the
    way, then the connection is cut. `happened` is set once it did; `passed` and `held_back` count the bytes that got
    through before it, and those in hand that did not.
    """

    kind: Kind
    direction: Direction
    at_byte: int
    path: str = ""
    call: Callable[[], None] = lambda: None
    happened: threading.Event = field(default_factory=threading.Event)
    passed: int = 0
    held_back: int = 0


class _Broken(Exception):  # noqa: N818 - the end of a connection is no error here
    """The connection is over."""


class Proxy:
    """Listens on a loopback port and forwards to another, breaking what it is armed against."""

    def __init__(self, target_port: int) -> None:
        self._target = target_port
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self._lock = threading.Lock()
        self._armed: list[Fault] = []
        self._is_open = True
        self.requests = 0
        threading.Thread(target=self._accept, name="proxy", daemon=True).start()

    @property
    def url(self) -> str:
        """Where clients find the server."""
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        """Take no more connections."""
        self._is_open = False
        self._socket.close()

    def arm(self, *faults: Fault) -> None:
        """Let them happen, each to the next request that fits it once the one before has begun."""
        with self._lock:
            self._armed = list(faults)

    def disarm(self) -> None:
        """No fault any more."""
        self.arm()

    def take(self, path: str) -> Fault | None:
        """The fault for a request that begins."""
        with self._lock:
            self.requests += 1
            if self._armed and path.startswith(self._armed[0].path):
                return self._armed.pop(0)
        return None

    def give_back(self, fault: Fault) -> None:
        """The message was too short for the fault: the next one meets it halfway."""
        with self._lock:
            if not fault.happened.is_set():
                fault.at_byte //= 2
                fault.passed = 0
                self._armed.insert(0, fault)

    def _accept(self) -> None:
        while self._is_open:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            with client, socket.create_connection(("127.0.0.1", self._target)) as server:
                server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                while _exchange(client, server, self):
                    pass
        except (OSError, _Broken):
            return


def _exchange(client: socket.socket, server: socket.socket, proxy: Proxy) -> bool:
    """One request and its answer; False when the client has no more."""
    head = _head(client)
    if not head:
        return False
    fault = proxy.take(head.split(b" ", 2)[1].decode("latin-1"))
    up = _Pipe(client, server, fault if fault and fault.direction == "up" else None)
    down = _Pipe(server, client, fault if fault and fault.direction == "down" else None)
    try:
        up.send(head)
        up.body(head)
        answer = _head(server)
        down.send(answer)
        down.body(answer)
    except _Broken:
        for pipe in (up, down):
            if pipe.fault:
                _end(client, server, pipe.fault)
        raise
    finally:
        if fault:
            proxy.give_back(fault)
    return True


def _end(client: socket.socket, server: socket.socket, fault: Fault) -> None:
    """End the connection as the fault has it; a black hole keeps the client's side open, and silent."""
    if fault.kind == "reset":
        for end in (client, server):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    elif fault.kind == "hole":
        server.close()
        client.settimeout(60)
        while client.recv(_PIECE):
            pass


class _Pipe:
    """One direction of a request, with the fault that waits in it."""

    def __init__(self, source: socket.socket, target: socket.socket, fault: Fault | None) -> None:
        self._source = source
        self._target = target
        self.fault = fault

    def send(self, data: bytes) -> None:
        """Pass bytes on, up to the fault."""
        if not data:
            raise _Broken
        fault = self.fault
        if fault is None:
            self._target.sendall(data)
        elif fault.kind == "slow":
            self._dribble(data, fault)
        else:
            self._break_in(data, fault)

    def _break_in(self, data: bytes, fault: Fault) -> None:
        room = fault.at_byte - fault.passed
        through = data[:room]
        if through:
            self._target.sendall(through)
        fault.passed += len(through)
        if len(data) < room:
            return
        fault.held_back = len(data) - len(through)
        fault.call()
        fault.happened.set()
        raise _Broken

    def _dribble(self, data: bytes, fault: Fault) -> None:
        size = max(1, len(data) // 20)
        for begin in range(0, len(data), size):
            self._target.sendall(data[begin : begin + size])
            time.sleep(0.002)
        fault.passed += len(data)
        fault.happened.set()

    def body(self, head: bytes) -> None:
        """Pass on what follows a head: by its length, in chunks, or nothing."""
        fields = _fields(head)
        if "chunked" in fields.get(b"transfer-encoding", b"").decode("latin-1"):
            tail = b""
            while not tail.endswith(b"0\r\n\r\n"):
                data = self._source.recv(_PIECE)
                self.send(data)
                tail = (tail + data)[-5:]
            return
        left = int(fields.get(b"content-length", b"0"))
        while left:
            data = self._source.recv(min(left, _PIECE))
            self.send(data)
            left -= len(data)


def _head(source: socket.socket) -> bytes:
    """The bytes up to the empty line, read one by one; empty at the end of the connection."""
    head = bytearray()
    while not head.endswith(b"\r\n\r\n"):
        byte = source.recv(1)
        if not byte:
            return b""
        head += byte
    return bytes(head)


def _fields(head: bytes) -> dict[bytes, bytes]:
    lines = head.split(b"\r\n")[1:]
    pairs = (line.split(b":", 1) for line in lines if b":" in line)
    return {name.strip().lower(): value.strip() for name, value in pairs}
