"""Server-sent hints that something changed. They only wake a cycle up; they never carry data."""

from collections.abc import Callable

import httpx
import msgspec

from sync.engine.http import http_client
from sync.protocol.messages import Hint

SILENCE_S = 60.0


class HintListener:
    """Listens on `/sync/v1/events` until closed; a stream silent for 60 seconds is dead (the heartbeat is 25)."""

    def __init__(self, server_url: str, token: str) -> None:
        self._client = http_client(server_url)
        self._client.timeout = httpx.Timeout(SILENCE_S, connect=10.0)
        self._client.headers["authorization"] = f"Bearer {token}"

    def close(self) -> None:
        """End the stream, from any thread."""
        self._client.close()

    def listen(self, on_hint: Callable[[Hint], None]) -> None:
        """Call `on_hint` for each hint, in this thread, until the stream ends; returns when it does, for any reason."""
        try:
            with self._client.stream("GET", "/sync/v1/events", headers={"accept": "text/event-stream"}) as response:
                if response.status_code != httpx.codes.OK:
                    return
                for line in response.iter_lines():
                    _tell(line, on_hint)
        except (httpx.HTTPError, httpx.StreamError, RuntimeError):
            return


def _tell(line: str, on_hint: Callable[[Hint], None]) -> None:
    if not line.startswith("data:"):
        return
    try:
        on_hint(msgspec.json.decode(line.removeprefix("data:").strip(), type=Hint))
    except msgspec.DecodeError:
        return
