"""HTTP as small as it can be: a load generator on the server's own cores should cost next to nothing."""

import asyncio
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from sync.protocol.codec import decode, encode
from sync.protocol.messages import Welcome
from tests.bench.acting import HELLO, Actor

_NEWLINE = b"\r\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and the body under it."""

    status: int
    body: bytes


class Wire:
    """One connection of one signed-in device."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, token: str) -> None:
        self._reader = reader
        self._writer = writer
        self._headers = f" HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n"

    @classmethod
    async def open(cls, url: str, token: str) -> Self:
        """Connect; OSError when nobody listens."""
        parts = urlsplit(url)
        return cls(*await asyncio.open_connection(parts.hostname, parts.port), token)

    def close(self) -> None:
        """Hang up."""
        self._writer.close()

    async def post(self, path: str, body: bytes) -> Answer:
        """Send a message and wait for the whole answer."""
        head = f"POST {path}{self._headers}content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        self._writer.write(head.encode() + body)
        return await self._answer()

    async def listen(self, path: str) -> bytes:
        """Ask for a stream and wait for its first piece; the stream stays open."""
        self._writer.write(f"GET {path}{self._headers}\r\n".encode())
        await self._head()
        return await self._chunk()

    async def _answer(self) -> Answer:
        status, headers = await self._head()
        if b"content-length" in headers:
            return Answer(status, await self._reader.readexactly(int(headers[b"content-length"])))
        body = b""
        while headers.get(b"transfer-encoding") == b"chunked" and (piece := await self._chunk()):
            body += piece
        return Answer(status, body)

    async def _head(self) -> tuple[int, dict[bytes, bytes]]:
        first, *lines = (await self._reader.readuntil(_NEWLINE * 2)).split(_NEWLINE)
        headers = dict(line.lower().split(b": ", 1) for line in lines if line)
        return int(first.split()[1]), headers

    async def _chunk(self) -> bytes:
        size = int(await self._reader.readuntil(_NEWLINE), 16)
        return (await self._reader.readexactly(size + 2))[:-2]


async def met(wire: Wire) -> Actor:
    """The device after its first words with the server; Refused when the server has no welcome for it."""
    return Actor(decode(Welcome, (await wire.post("/sync/v1/hello", encode(HELLO))).body))
