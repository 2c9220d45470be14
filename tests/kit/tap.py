"""A tap on the wire: everything a workstation sends and receives, kept to be searched, compressed parts unpacked."""

import base64
import socket
import threading
import zlib
from collections.abc import Callable
from contextlib import suppress

import zstandard

_PIECE = 65536
_ZSTD, _GZIP = b"\x28\xb5\x2f\xfd", b"\x1f\x8b\x08"
_GZIP_WINDOW = 31


class Tap:
    """Listens on a loopback port and carries to another; `sent` is what went to the server."""

    def __init__(self, target_port: int) -> None:
        self._target = target_port
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._lock = threading.Lock()
        self._streams: list[bytearray] = []
        threading.Thread(target=self._accept, name="tap", daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._socket.close()

    @property
    def sent(self) -> bytes:
        """What went to the server so far, each connection after the other, and what its compressed parts say."""
        with self._lock:
            streams = [bytes(stream) for stream in self._streams]
        return b"\n".join(part for stream in streams for part in (stream, *_unpacked(stream)))

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._socket.accept()
                kept = bytearray()
                with self._lock:
                    self._streams.append(kept)
                threading.Thread(target=self._link, args=(client, kept), daemon=True).start()

    def _link(self, client: socket.socket, kept: bytearray) -> None:
        with client, socket.create_connection(("127.0.0.1", self._target)) as server:
            back = threading.Thread(target=self._carry, args=(server, client, None), daemon=True)
            back.start()
            self._carry(client, server, kept)
            back.join()

    def _carry(self, source: socket.socket, target: socket.socket, into: bytearray | None) -> None:
        with suppress(OSError):
            while piece := source.recv(_PIECE):
                if into is not None:
                    with self._lock:
                        into += piece
                target.sendall(piece)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def disguises(sentinel: bytes) -> list[bytes]:
    """A sentinel as it could travel: plain, in hexadecimal, in base64 at each of its three places."""
    shifted = (base64.b64encode(bytes(shift) + sentinel) for shift in range(3))
    return [sentinel, sentinel.hex().encode(), *(word[4:-4] for word in shifted)]


def _unpacked(stream: bytes) -> list[bytes]:
    """The plain bytes of every compressed part that can be unpacked."""
    return [
        *_each(stream, _ZSTD, lambda part: zstandard.ZstdDecompressor().decompressobj().decompress(part)),
        *_each(stream, _GZIP, lambda part: zlib.decompressobj(_GZIP_WINDOW).decompress(part)),
    ]


def _each(stream: bytes, start: bytes, unpack: Callable[[bytes], bytes]) -> list[bytes]:
    found, place = [], stream.find(start)
    while place >= 0:
        with suppress(zstandard.ZstdError, zlib.error):
            found.append(unpack(stream[place:]))
        place = stream.find(start, place + 1)
    return found
