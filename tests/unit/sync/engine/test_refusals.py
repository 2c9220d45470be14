"""The workstation's end of every refusal: it is told by its number, loses nothing, and always tries again.

Whatever answers in the server's place, a hotspot or worse, costs a bounded amount and is one of the same problems.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from typing_extensions import override

from sync.domain.commenting import AddComment
from sync.engine import http
from sync.engine.cycle import Cycle, CycleKind
from sync.engine.http import HttpTransport
from sync.engine.transport import Unreachable
from sync.protocol import messages as m
from sync.protocol import problems as p
from sync.protocol.codec import compress, encode
from sync.replica.connection import new_key
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation
from tests.kit.clocks import FakeClock
from tests.kit.people import ACI, ALICE, DAVE, application, membership
from tests.kit.pulls import HandMadeServer
from tests.kit.wires import NOBODY


class Refusing(HttpTransport):
    """Refuses every hello for one reason."""

    def __init__(self, refused: p.Refused) -> None:
        super().__init__(NOBODY, "token")
        self._refused = refused

    @override
    def hello(self, message: m.Hello) -> m.Welcome:
        raise self._refused


@pytest.fixture
def workstation(tmp_path: Path) -> Iterator[Workstation]:
    """Alice's, with one act that waits."""
    server = HandMadeServer()
    server.put(f"employer:{ACI.id}", ACI, ALICE, membership(ALICE, ACI), DAVE, application())
    opened = Workstation.open(tmp_path / "alice", new_key(), FakeClock())
    opened.save_profile(Profile(client_id="client-1", user_id=ALICE.id, user_name=ALICE.display_name))
    opened.apply(server.full_pull(), is_full=True)
    opened.record(AddComment(comment_id="comment-1", job_application_id="application-1", body="x"))
    yield opened
    opened.close()


@pytest.mark.parametrize("problem", p.ALL, ids=lambda problem: problem.code)
def test_a_refused_cycle_loses_nothing_and_says_why(workstation: Workstation, problem: p.Problem) -> None:
    """The act waits; only a server that went back, or another one, is asked for everything again."""
    outcome = Cycle(workstation, Refusing(p.Refused(problem))).run()
    assert (outcome.kind, outcome.problem) == (CycleKind.REFUSED, problem)
    assert len(workstation.pending()) == 1
    asks_anew = problem in (p.EPOCH_CHANGED, p.CURSOR_AHEAD)
    assert (workstation.meta()["cursor"] == "") is asks_anew


@pytest.mark.parametrize(
    ("told", "seconds"), [("90", 90), (91, 91), ("9999999", 3600), ("soon", 0), ("-1", 0), ("1" * 5000, 0), (None, 0)]
)
def test_a_wish_to_wait_is_bounded(workstation: Workstation, told: object, seconds: int) -> None:
    """No server can put a workstation to sleep for good."""
    refused = p.Refused(p.BUSY, {"retry_after_s": told})
    assert Cycle(workstation, Refusing(refused)).run().retry_after_s == seconds


@contextmanager
def answering(status: int, body: bytes, **headers: str) -> Iterator[HttpTransport]:
    """The way to something that gives one answer to every request."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(status)
            for name, value in ({"content-length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    transport = HttpTransport(f"http://127.0.0.1:{server.server_port}", "token")
    try:
        yield transport
    finally:
        transport.close()
        server.shutdown()
        thread.join()
        server.server_close()


def hello(transport: HttpTransport) -> object:
    """The first words."""
    return transport.hello(m.Hello(proto=1, schema=1, digest=1, program="test"))


def pull(transport: HttpTransport) -> object:
    """A pull, read to its end."""
    return list(transport.pull(m.Pull(epoch="", schema=1, digest=1)) or ())


@pytest.mark.parametrize("body", [b"<html>Bienvenue sur le wifi</html>", b"", b"[]", b"[" * 1_000_000, b"\xff"])
def test_an_answer_that_is_none_is_a_numbered_problem(body: bytes) -> None:
    """A hotspot's page with status 200 is not taken for a welcome."""
    with answering(200, body) as transport, pytest.raises(p.Refused) as caught:
        hello(transport)
    assert caught.value.problem == p.UNEXPECTED


@pytest.mark.parametrize("call", [hello, pull])
@pytest.mark.parametrize("body", [b"<html>502</html>", b'{"number":"x"}', b"[" * 1_000_000])
def test_a_refusal_that_is_not_ours_means_no_server(call: Callable[[HttpTransport], object], body: bytes) -> None:
    """Something between us and the server answers in its place."""
    with answering(502, body) as transport, pytest.raises(Unreachable):
        call(transport)


def test_a_refusal_this_version_does_not_know_keeps_its_number() -> None:
    """A newer server may refuse for new reasons; support asks for the number."""
    body = encode(p.ProblemMessage(number=77, code="weather", status=418))
    with answering(418, body) as transport, pytest.raises(p.Refused) as caught:
        hello(transport)
    assert caught.value.problem == p.Problem(77, "weather", 418)


@pytest.mark.parametrize(
    ("name", "limit", "body"),
    [
        ("_MAX_LINE_BYTES", 1_000_000, compress(bytes(50_000_000))),
        ("_MAX_PLAIN_BYTES", 1_000_000, compress(b"{}\n" * 10_000_000)),
        ("_MAX_PULL_BYTES", 1_000, bytes(100_000)),
    ],
)
def test_a_bomb_is_refused_at_the_limit(name: str, limit: int, body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """One endless line, endless lines, endless bytes: no more than the limit is ever held."""
    monkeypatch.setattr(http, name, limit)
    with answering(200, body, **{"content-encoding": "zstd"}) as transport, pytest.raises(p.Refused) as caught:
        pull(transport)
    assert caught.value.problem == p.TOO_LARGE


def test_broken_compression_is_refused() -> None:
    """By number, as anything else that cannot be read."""
    with answering(200, b"plain", **{"content-encoding": "zstd"}) as transport, pytest.raises(p.Refused) as caught:
        pull(transport)
    assert caught.value.problem == p.BAD_REQUEST
