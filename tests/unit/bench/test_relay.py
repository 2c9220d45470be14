"""What a relay counts on the way to a server."""

import socket
import threading

from tests.bench.relay import Relay


def test_bytes_and_turns_are_counted_both_ways() -> None:
    """Two questions with an answer each are two turns, however many pieces they come in."""
    server = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_echo, args=(server,), daemon=True).start()
    with server, Relay("http://{}:{}".format(*server.getsockname())) as relay:
        host, _, port = relay.url.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port))) as client:
            for _ in range(2):
                client.sendall(b"abc")
                assert client.recv(100) == b"abcabc"
        assert (relay.up, relay.down, relay.turns) == (6, 12, 2)


def _echo(server: socket.socket) -> None:
    connection, _ = server.accept()
    with connection:
        while asked := connection.recv(100):
            connection.sendall(2 * asked)
