"""Requests and answers: bytes with caps, problems as `application/problem+json`."""

from typing import Any, TypeVar

import structlog
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from sync.protocol import codec
from sync.protocol.problems import (
    BAD_REQUEST,
    BUSY,
    NOT_FOUND,
    TOO_LARGE,
    UNEXPECTED,
    Refused,
)

T = TypeVar("T")
_PROBLEM = "application/problem+json"
_log = structlog.get_logger()


def read(kind: type[T], request: Request[Any, Any, Any], body: bytes) -> T:
    """The message in a request's body, which may be zstd-compressed; Refused when it cannot be one."""
    plain = codec.decompress(body) if request.headers.get("content-encoding") == "zstd" else body
    return codec.decode(kind, plain)


def write(message: object) -> Response[bytes]:
    """A message as the answer."""
    return Response(codec.encode(message), media_type=MediaType.JSON, status_code=200)


def on_refused(_request: Request[Any, Any, Any], refused: Refused) -> Response[bytes]:
    """A refusal as the answer."""
    headers = {}
    if "retry_after_s" in refused.facts:
        headers["retry-after"] = str(refused.facts["retry_after_s"])
    return Response(
        codec.encode(refused.message()),
        status_code=refused.problem.status,
        media_type=_PROBLEM,
        headers=headers,
    )


def on_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """What the framework refuses, in the protocol's own words."""
    known = {413: TOO_LARGE, 404: NOT_FOUND, 405: NOT_FOUND}
    problem = known.get(error.status_code, UNEXPECTED if error.status_code >= 500 else BAD_REQUEST)  # noqa: PLR2004
    return on_refused(request, Refused(problem))


def on_database(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The database or the disk is away, full or busy: nothing was kept, the client tries again."""
    _log.warning("database unavailable", exc_info=error)
    return on_refused(request, Refused(BUSY, {"retry_after_s": 5}))


def on_bug(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Anything else is a bug: logged here, told without detail."""
    _log.error("request failed", path=request.url.path, exc_info=error)
    return on_refused(request, Refused(UNEXPECTED))


HANDLERS: dict[Any, Any] = {
    Refused: on_refused,
    HTTPException: on_http,
    OperationalError: on_database,
    InterfaceError: on_database,
    PoolTimeout: on_database,
    OSError: on_database,
    Exception: on_bug,
}
