"""Listening for hints: they wake a cycle up, and a silent stream is a dead one."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sync.engine import hints
from sync.engine.hints import HintListener
from sync.protocol.messages import Hint
from sync.server.events import HEARTBEAT_S

_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"


@contextmanager
def serving(body: bytes, *, ends: bool) -> Iterator[str]:
    """A server that answers one request with these bytes, then ends the stream or says nothing any more."""
    is_over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(_HEAD + body)
                is_over.wait(0 if ends else 30)

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            is_over.set()
            thread.join()


def heard(url: str) -> list[Hint]:
    """Every hint until the stream ends."""
    found: list[Hint] = []
    listener = HintListener(url, "token")
    listener.listen(found.append)
    listener.close()
    return found


def test_heartbeats_and_what_nobody_understands_wake_nobody() -> None:
    """Only hints do; an event of another kind is no reason to hang up."""
    body = b': heartbeat\n\ndata: nonsense\n\ndata: {"other": 1}\n\ndata: {"scopes": ["reference"]}\n\n'
    with serving(body, ends=True) as url:
        assert heard(url) == [Hint(scopes=["reference"])]


def test_a_silent_stream_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a minute, more than two heartbeats; here after a moment."""
    assert 2 * HEARTBEAT_S < hints.SILENCE_S == 60
    monkeypatch.setattr(hints, "SILENCE_S", 0.2)
    with serving(b": heartbeat\n\n", ends=False) as url:
        assert heard(url) == []


def test_a_server_that_is_not_there_ends_listening() -> None:
    """Without an error: the schedule goes on."""
    assert heard("http://127.0.0.1:9") == []
