"""`GET /sync/v1/snapshot/{scope}` and `GET /sync/v1/parts/{sha256}`, the latter resumable at any byte by Range."""

import re
from typing import Any

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Stream

from sync.server import answers
from sync.server.auth.devices import signed_in
from sync.server.central import Central
from sync.server.clients import Client
from sync.server.snapshots.service import Snapshots, read_from

Req = Request[Any, Any, Any]

_BYTES = "application/octet-stream"
_FROM = re.compile(r"bytes=(\d{1,15})-$")


def snapshot_routes(central: Central, snapshots: Snapshots) -> list[HTTPRouteHandler]:
    """The two routes, for signed-in clients."""

    def client_of(request: Req) -> Client:
        with central.reading() as connection:
            return signed_in(connection, request.headers.get("authorization", ""))

    @get("/sync/v1/snapshot/{name:str}", sync_to_thread=True)
    def manifest(request: Req, name: FromPath[str]) -> Response[bytes]:
        return answers.write(snapshots.manifest(client_of(request), name))

    @get("/sync/v1/parts/{sha256:str}", sync_to_thread=True)
    def part(request: Req, sha256: FromPath[str]) -> Response[bytes] | Stream:
        file = snapshots.part(client_of(request), sha256)
        size = file.stat().st_size
        headers = {"accept-ranges": "bytes", "cache-control": "private, immutable", "etag": f'"{sha256}"'}
        wanted = _FROM.match(request.headers.get("range", ""))
        if wanted is None:
            return Stream(read_from(file, 0), media_type=_BYTES, headers=headers | {"content-length": str(size)})
        start = int(wanted[1])
        if start >= size:
            return Response(b"", status_code=416, headers=headers | {"content-range": f"bytes */{size}"})
        headers |= {"content-range": f"bytes {start}-{size - 1}/{size}", "content-length": str(size - start)}
        return Stream(read_from(file, start), status_code=206, media_type=_BYTES, headers=headers)

    return [manifest, part]
