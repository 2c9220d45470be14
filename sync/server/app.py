"""The composition of the server: routes, their guards and their services, on one `Central`."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

import zstandard
from litestar import Litestar, Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import RawBody
from litestar.response import Stream

from sync.protocol import messages as m
from sync.protocol.problems import Refused
from sync.protocol.version import MAX_DECOMPRESSED_BYTES
from sync.server import answers, repair
from sync.server.auth.callers import Callers
from sync.server.auth.devices import enrol, fork, revoked, signed_in
from sync.server.blob_routes import blob_route
from sync.server.central import Central
from sync.server.chores import Chores
from sync.server.clients import Caller, Client
from sync.server.clock import Clock
from sync.server.events import hints
from sync.server.feed import pull
from sync.server.hello import hello
from sync.server.people import scopes_of
from sync.server.push import push
from sync.server.quarantine import deposit
from sync.server.schema import upgrade
from sync.server.settings import Settings
from sync.server.snapshots.routes import snapshot_routes
from sync.server.snapshots.service import Snapshots

Req = Request[Any, Any, Any]
T = TypeVar("T")
C = TypeVar("C", bound=Caller)
Service = Callable[[Central, C, T], object]
Lines = Callable[[Central, C, T], Iterator[bytes] | None]
Asker = Callable[[Req], C]

_NDJSON = "application/x-ndjson"
_CHUNK = 64 * 1024
_THREADS = 32
_STREAMS = ThreadPoolExecutor(8, thread_name_prefix="stream")


def create_app(settings: Settings, clock: Clock) -> Litestar:
    """The server on its database, which is created or migrated first."""
    upgrade(settings, clock)
    central = Central(settings, clock)
    central.listen()
    chores = Chores(central)
    chores.prepare()
    snapshots = Snapshots(central)
    client, caller = partial(_client, central), partial(_caller, Callers(central))
    return Litestar(
        route_handlers=[
            _enrol(central),
            _post(central, "/auth/v1/fork", m.Fork, fork, client),
            _post(central, "/sync/v1/hello", m.Hello, hello, client),
            _post(central, "/sync/v1/push", m.Push, push, caller),
            _stream(central, "/sync/v1/pull", m.Pull, pull, caller),
            _post(central, "/sync/v1/digest", m.DigestAsk, repair.digest, client),
            _stream(central, "/sync/v1/rows", m.RowsAsk, repair.rows, client),
            _quarantine(central),
            _events(central),
            *snapshot_routes(central, snapshots),
            blob_route(central),
        ],
        exception_handlers=answers.HANDLERS,
        request_max_body_size=MAX_DECOMPRESSED_BYTES,
        on_startup=[_give_threads, chores.start],
        on_shutdown=[chores.close, snapshots.close, central.close],
        openapi_config=None,
        logging_config=None,
    )


async def _give_threads() -> None:
    """Handlers wait for each other's locks in threads: let enough of them wait without holding up those who read."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_THREADS, thread_name_prefix="handler"))


def _client(central: Central, request: Req) -> Client:
    with central.reading() as connection:
        return signed_in(connection, request.headers.get("authorization", ""))


def _caller(callers: Callers, request: Req) -> Caller:
    return callers.of(request.headers.get("authorization", ""))


def _message(central: Central, kind: type[T], request: Req, body: bytes) -> T:
    """What a request brings. Where it is none, a caller who is not admitted any more learns that first."""
    try:
        return answers.read(kind, request, body)
    except Refused:
        _client(central, request)
        raise


def _enrol(central: Central) -> HTTPRouteHandler:
    @post("/auth/v1/enrol", sync_to_thread=True)
    def handler(request: Req, body: RawBody) -> Response[bytes]:
        address = request.client.host if request.client else ""
        return answers.write(enrol(central, answers.read(m.Enrol, request, body), address))

    return handler


def _post(central: Central, path: str, kind: type[T], service: Service[C, T], asker: Asker[C]) -> HTTPRouteHandler:
    """A service for signed-in clients: message in, message out."""

    @post(path, sync_to_thread=True)
    def handler(request: Req, body: RawBody) -> Response[bytes]:
        who = asker(request)
        return answers.write(service(central, who, _message(central, kind, request, body)))

    return handler


def _stream(central: Central, path: str, kind: type[T], service: Lines[C, T], asker: Asker[C]) -> HTTPRouteHandler:
    """A service for signed-in clients that answers with lines, or with nothing when there is no news."""

    @post(path, sync_to_thread=True)
    def handler(request: Req, body: RawBody) -> Response[bytes] | Stream:
        who = asker(request)
        lines = service(central, who, _message(central, kind, request, body))
        if lines is None:
            return Response(b"", status_code=204)
        if "zstd" in request.headers.get("accept-encoding", ""):
            pieces = _advanced(_compressed(lines))
            return Stream(pieces, status_code=200, media_type=_NDJSON, headers={"content-encoding": "zstd"})
        return Stream(_advanced(_gathered(lines)), status_code=200, media_type=_NDJSON)

    return handler


def _quarantine(central: Central) -> HTTPRouteHandler:
    """The one door that is open to revoked clients, and to them alone (SYNC.md §6)."""

    @post("/sync/v1/quarantine", sync_to_thread=True)
    def handler(request: Req, body: RawBody) -> Response[bytes]:
        with central.reading() as connection:
            client = revoked(connection, request.headers.get("authorization", ""))
        return answers.write(deposit(central, client, answers.read(m.Deposit, request, body)))

    return handler


def _events(central: Central) -> HTTPRouteHandler:
    @get("/sync/v1/events", sync_to_thread=True)
    def handler(request: Req) -> Stream:
        client = _client(central, request)

        def scopes_now() -> list[str]:
            with central.reading() as connection:
                signed_in(connection, request.headers.get("authorization", ""))
                return scopes_of(connection, client.user_id)

        headers = {"cache-control": "no-store"}
        return Stream(hints(central.hub, scopes_now), media_type="text/event-stream", headers=headers)

    return handler


async def _advanced(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The pieces, read in threads of their own: who holds a connection never waits behind those who want one."""
    loop = asyncio.get_running_loop()
    while (piece := await loop.run_in_executor(_STREAMS, next, pieces, None)) is not None:
        yield piece


def _gathered(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The lines in pieces large enough to be worth sending."""
    piece = bytearray()
    for line in lines:
        piece += line
        if len(piece) >= _CHUNK:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece)


def _compressed(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The lines as one zstd frame, in pieces."""
    compressor = zstandard.ZstdCompressor(level=3).compressobj()
    for piece in _gathered(lines):
        compressed = compressor.compress(piece)
        if compressed:
            yield compressed
    yield compressor.flush()
