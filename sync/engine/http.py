"""The transport over HTTP: httpx, the system's trust store, no environment, bounded answers."""

import contextlib
import io
import ssl
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
import truststore
import zstandard
from typing_extensions import override

from sync.engine.quarantine import Depository
from sync.engine.transport import Transport, Unreachable
from sync.protocol.codec import compress, decode, encode
from sync.protocol.messages import (
    Deposit,
    Deposited,
    DigestAnswer,
    DigestAsk,
    Enrol,
    Enrolled,
    Fork,
    Hello,
    Manifest,
    Pull,
    Push,
    Pushed,
    RowsAsk,
    Welcome,
)
from sync.protocol.problems import ALL, BAD_REQUEST, TOO_LARGE, UNEXPECTED, Problem, ProblemMessage, Refused

T = TypeVar("T")

_PATIENCE_S = 30.0
_PATIENCE_TO_CONNECT_S = 10.0
_MAX_PULL_BYTES = 512 * 1024 * 1024
_MAX_PLAIN_BYTES = 8 * _MAX_PULL_BYTES
_MAX_LINE_BYTES = 32 * 1024 * 1024
_READ_AHEAD = 256 * 1024
_SMALL = 1024
_BY_NUMBER = {problem.number: problem for problem in ALL}


def http_client(server_url: str, *, proxy: str | None = None, patience_s: float = _PATIENCE_S) -> httpx.Client:
    """A client for one server: it reads no environment, and trusts what the operating system trusts.

    `patience_s` is how long a silence may last before the server counts as unreachable.
    """
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    client = httpx.Client(
        base_url=server_url,
        timeout=httpx.Timeout(patience_s, connect=min(patience_s, _PATIENCE_TO_CONNECT_S)),
        trust_env=False,
        verify=context,
        proxy=proxy,
        follow_redirects=False,
    )
    # An empty cycle is a few hundred bytes: these would be a seventh of it, and say nothing to the server.
    for name in ("accept", "connection", "user-agent"):
        del client.headers[name]
    return client


def enrol(server_url: str, message: Enrol, *, proxy: str | None = None) -> Enrolled:
    """Sign this device in. Raises Unreachable, or Refused (WRONG_PASSWORD, TOO_MANY_TRIES …)."""
    with http_client(server_url, proxy=proxy) as client:
        return _answer(Enrolled, _send(client, "/auth/v1/enrol", message))


class HttpTransport(Transport, Depository):
    """One signed-in device's way to the server; keeps its connection between calls."""

    def __init__(
        self, server_url: str, token: str, *, proxy: str | None = None, patience_s: float = _PATIENCE_S
    ) -> None:
        self._client = http_client(server_url, proxy=proxy, patience_s=patience_s)
        self._client.headers["authorization"] = f"Bearer {token}"

    def close(self) -> None:
        """Let the connection go."""
        self._client.close()

    @override
    def hello(self, message: Hello) -> Welcome:
        return _answer(Welcome, _send(self._client, "/sync/v1/hello", message))

    @override
    def fork(self) -> Enrolled:
        enrolled = _answer(Enrolled, _send(self._client, "/auth/v1/fork", Fork()))
        self._client.headers["authorization"] = f"Bearer {enrolled.token}"
        return enrolled

    @override
    def push(self, message: Push) -> Pushed:
        return _answer(Pushed, _send(self._client, "/sync/v1/push", message))

    @override
    def deposit(self, message: Deposit) -> Deposited:
        return _answer(Deposited, _send(self._client, "/sync/v1/quarantine", message))

    @override
    def digest(self, message: DigestAsk) -> DigestAnswer:
        return _answer(DigestAnswer, _send(self._client, "/sync/v1/digest", message))

    @override
    def rows(self, message: RowsAsk) -> Iterable[bytes]:
        _, encoding, body = self._download("/sync/v1/rows", message)
        return _lines(body, encoding)

    @override
    def snapshot(self, scope: str) -> Manifest:
        return _answer(Manifest, _got(self._client, f"/sync/v1/snapshot/{quote(scope, safe='')}"))

    @override
    def part(self, sha256: str, start: int) -> Iterator[bytes]:
        headers = {"accept-encoding": "identity"} | ({"range": f"bytes={start}-"} if start else {})
        try:
            with self._client.stream("GET", f"/sync/v1/parts/{sha256}", headers=headers) as response:
                if response.status_code >= httpx.codes.BAD_REQUEST:
                    raise refusal_of(response, response.read())
                skipped = start if response.status_code == httpx.codes.OK else 0
                for piece in response.iter_raw(_READ_AHEAD):
                    yield piece[skipped:]
                    skipped = max(0, skipped - len(piece))
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise Unreachable(type(error).__name__) from error

    @override
    def pull(self, message: Pull) -> Iterable[bytes] | None:
        status, encoding, body = self._download("/sync/v1/pull", message)
        return None if status == httpx.codes.NO_CONTENT else _lines(body, encoding)

    def _download(self, path: str, message: object) -> tuple[int, str, bytes]:
        """The answer as it came, still compressed: a broken connection shows here, before anything is applied."""
        body = bytearray()
        try:
            response = self._client.send(_request(self._client, path, message), stream=True)
            with contextlib.closing(response):
                for chunk in response.iter_raw():
                    body += chunk
                    if len(body) > _MAX_PULL_BYTES:
                        raise Refused(TOO_LARGE, {"limit": _MAX_PULL_BYTES})
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise Unreachable(type(error).__name__) from error
        encoding = response.headers.get("content-encoding", "")
        if response.status_code >= httpx.codes.BAD_REQUEST:
            raise refusal_of(response, _plain(bytes(body), encoding))
        return response.status_code, encoding, bytes(body)


def _send(client: httpx.Client, path: str, message: object) -> httpx.Response:
    try:
        response = client.send(_request(client, path, message))
    except (httpx.TransportError, httpx.InvalidURL, httpx.DecodingError) as error:
        raise Unreachable(type(error).__name__) from error
    if response.status_code >= httpx.codes.BAD_REQUEST:
        raise refusal_of(response, response.content)
    return response


def _got(client: httpx.Client, path: str) -> httpx.Response:
    try:
        response = client.get(path)
    except (httpx.TransportError, httpx.InvalidURL, httpx.DecodingError) as error:
        raise Unreachable(type(error).__name__) from error
    if response.status_code >= httpx.codes.BAD_REQUEST:
        raise refusal_of(response, response.content)
    return response


def _request(client: httpx.Client, path: str, message: object) -> httpx.Request:
    data = encode(message)
    headers = {"content-type": "application/json", "accept-encoding": "zstd"}
    if len(data) > _SMALL:
        data = compress(data)
        headers["content-encoding"] = "zstd"
    return client.build_request("POST", path, content=data, headers=headers)


def _answer(kind: type[T], response: httpx.Response) -> T:
    try:
        return decode(kind, response.content)
    except Refused as refused:
        raise Refused(UNEXPECTED, {"status": response.status_code, **refused.facts}) from refused


def refusal_of(response: httpx.Response, content: bytes) -> Exception:
    """The numbered problem a response carries; any other answer comes from something between us and the server."""
    try:
        message = decode(ProblemMessage, content)
    except Refused:
        return Unreachable(f"HTTP {response.status_code}")
    known = _BY_NUMBER.get(message.number) or Problem(message.number, message.code, message.status)
    facts = dict(message.facts)
    if "retry-after" in response.headers:
        facts["retry_after_s"] = response.headers["retry-after"]
    return Refused(known, facts)


def _plain(body: bytes, encoding: str) -> bytes:
    return b"".join(_lines(body, encoding))


def _lines(body: bytes, encoding: str) -> Iterator[bytes]:
    """The lines of a body, decompressed as they are read, none longer than the limit, nor all of them."""
    source: Any = io.BytesIO(body)
    if encoding == "zstd":
        source = zstandard.ZstdDecompressor().stream_reader(source, read_across_frames=True)
    reader = io.BufferedReader(source, _READ_AHEAD)
    total = 0
    try:
        while line := reader.readline(_MAX_LINE_BYTES + 1):
            total += len(line)
            if len(line) > _MAX_LINE_BYTES or total > _MAX_PLAIN_BYTES:
                raise Refused(TOO_LARGE, {"limit": _MAX_LINE_BYTES})
            yield line
    except zstandard.ZstdError as error:
        raise Refused(BAD_REQUEST, {"why": "zstd"}) from error
