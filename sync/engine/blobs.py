"""The server's attachments over HTTP."""

from collections.abc import Iterator

import httpx
from typing_extensions import override

from sync.engine.carrier import Blobs
from sync.engine.http import http_client, refusal_of
from sync.engine.transport import Unreachable

_READ = 256 * 1024


class HttpBlobs(Blobs):
    """One signed-in device's way to the attachments; a connection of its own, so that nothing waits behind a CV."""

    def __init__(self, server_url: str, token: str, *, proxy: str | None = None) -> None:
        self._client = http_client(server_url, proxy=proxy)
        self._client.headers["authorization"] = f"Bearer {token}"

    def close(self) -> None:
        """Let the connection go."""
        self._client.close()

    @override
    def progress(self, sha256: str) -> int:
        response = self._sent("HEAD", sha256)
        if response.status_code == httpx.codes.NOT_FOUND:
            return 0
        return _told(response)

    @override
    def send(self, sha256: str, start: int, size: int, data: bytes) -> int:
        headers = {"upload-offset": str(start), "upload-length": str(size)}
        return _told(self._sent("PATCH", sha256, data, headers))

    @override
    def fetch(self, sha256: str, start: int) -> Iterator[bytes]:
        headers = {"accept-encoding": "identity"} | ({"range": f"bytes={start}-"} if start else {})
        try:
            with self._client.stream("GET", _path(sha256), headers=headers) as response:
                if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                    return
                if response.status_code >= httpx.codes.BAD_REQUEST:
                    raise refusal_of(response, response.read())
                skipped = start if response.status_code == httpx.codes.OK else 0
                for piece in response.iter_raw(_READ):
                    yield piece[skipped:]
                    skipped = max(0, skipped - len(piece))
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise Unreachable(type(error).__name__) from error

    def _sent(
        self, method: str, sha256: str, data: bytes | None = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        try:
            response = self._client.request(method, _path(sha256), content=data, headers=headers)
        except (httpx.TransportError, httpx.InvalidURL, httpx.DecodingError) as error:
            raise Unreachable(type(error).__name__) from error
        is_absent = method == "HEAD" and response.status_code == httpx.codes.NOT_FOUND
        if response.status_code >= httpx.codes.BAD_REQUEST and not is_absent:
            raise refusal_of(response, response.content)
        return response


def _path(sha256: str) -> str:
    return f"/sync/v1/blobs/{sha256}"


def _told(response: httpx.Response) -> int:
    """How far the server is; whoever does not say is not our server."""
    offset = response.headers.get("upload-offset", "")
    if not offset.isdecimal():
        raise Unreachable(f"HTTP {response.status_code}")
    return int(offset)
