"""`PUT/PATCH/HEAD/GET /sync/v1/blobs/{sha256}`: attachments, sent in pieces and fetched from any byte (SYNC.md §2, §9).

`upload-offset` and `upload-length` say where a piece goes and how large the whole is; answers tell with the same two
how far it came. PUT sends a small attachment at once.
"""

import re
from collections.abc import Callable
from typing import Any

from litestar import HttpMethod, Request, Response, route
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, RawBody

from sync.protocol.problems import BAD_REQUEST, Refused
from sync.server.auth.devices import signed_in
from sync.server.blobs import Piece, Progress, content, progress, receive
from sync.server.central import Central
from sync.server.clients import Client

Req = Request[Any, Any, Any]
Answer = Callable[[Central, Client, str, Req, bytes], Response[bytes]]

_PATH = "/sync/v1/blobs/{sha256:str}"
_NUMBER = re.compile(r"\d{1,9}")
_FROM = re.compile(r"bytes=(\d{1,9})-$")


def blob_route(central: Central) -> HTTPRouteHandler:
    """The route of attachments, for signed-in clients.

    One handler for all methods: the framework would put several on one path into a thread twice.
    """

    @route(_PATH, http_method=list(_ANSWERS), sync_to_thread=True)
    def handler(request: Req, sha256: FromPath[str], body: RawBody) -> Response[bytes]:
        with central.reading() as connection:
            client = signed_in(connection, request.headers.get("authorization", ""))
        return _ANSWERS[HttpMethod(request.method)](central, client, sha256, request, body)

    return handler


def _how_far(central: Central, client: Client, sha256: str, _request: Req, _body: bytes) -> Response[bytes]:
    return Response(b"", headers=_told(progress(central, client, sha256)))


def _fetch(central: Central, client: Client, sha256: str, request: Req, _body: bytes) -> Response[bytes]:
    return _part(content(central, client, sha256), request.headers.get("range", ""))


def _send(central: Central, client: Client, sha256: str, _request: Req, body: bytes) -> Response[bytes]:
    return _received(receive(central, client, sha256, Piece(0, len(body), body)))


def _send_piece(central: Central, client: Client, sha256: str, request: Req, body: bytes) -> Response[bytes]:
    piece = Piece(_number(request, "upload-offset"), _number(request, "upload-length"), body)
    return _received(receive(central, client, sha256, piece))


_ANSWERS: dict[HttpMethod, Answer] = {
    HttpMethod.HEAD: _how_far,
    HttpMethod.GET: _fetch,
    HttpMethod.PUT: _send,
    HttpMethod.PATCH: _send_piece,
}


def _received(after: Progress) -> Response[bytes]:
    return Response(b"", status_code=204, headers=_told(after))


def _told(after: Progress) -> dict[str, str]:
    return {"upload-offset": str(after.received), "upload-length": str(after.size), "cache-control": "no-store"}


def _number(request: Req, name: str) -> int:
    text = request.headers.get(name, "")
    if not _NUMBER.fullmatch(text):
        raise Refused(BAD_REQUEST, {"why": name})
    return int(text)


def _part(data: bytes, wanted: str) -> Response[bytes]:
    """The bytes from where they are wanted; 416 when there are none."""
    headers = {"accept-ranges": "bytes", "cache-control": "private, no-store"}
    found = _FROM.match(wanted)
    if found is None:
        return Response(data, media_type="application/octet-stream", headers=headers)
    start = int(found[1])
    if start >= len(data):
        return Response(b"", status_code=416, headers=headers | {"content-range": f"bytes */{len(data)}"})
    headers["content-range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
    return Response(data[start:], status_code=206, media_type="application/octet-stream", headers=headers)
