"""The server over real HTTP: doors, problems, caps, streams."""

import itertools
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import msgspec
import pytest
from litestar.routes import HTTPRoute
from sqlalchemy import delete

from sync.domain.answering import Study
from sync.protocol import codec
from sync.protocol import messages as m
from sync.protocol.problems import Refused
from sync.server.app import create_app
from sync.server.auth.devices import revoke
from sync.server.central import Central
from sync.server.embedded import EmbeddedServer
from sync.server.feed import pull
from sync.server.push import push
from sync.server.settings import Settings
from sync.server.tables import CLIENTS
from tests.kit.central import Device, people
from tests.kit.clocks import FakeClock
from tests.kit.people import ALICE, ERIN, application

POSTS = ("/sync/v1/hello", "/sync/v1/push", "/sync/v1/pull", "/sync/v1/digest", "/sync/v1/rows", "/auth/v1/fork")
PULL = m.Pull(epoch="", schema=1, digest=1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    """A server on a loopback port."""
    settings = Settings(database_url=f"sqlite:///{tmp_path_factory.mktemp('server')}/central.db", port=0)
    with EmbeddedServer(settings, FakeClock()) as running:
        central = Central(settings, FakeClock())
        people(central, application(state="new"))
        central.close()
        yield running


@pytest.fixture
def central(server: EmbeddedServer) -> Iterator[Central]:
    """The same database, from beside."""
    opened = Central(server.settings, FakeClock())
    yield opened
    opened.close()


@pytest.fixture
def alice(central: Central) -> Device:
    """A device of alice's."""
    return Device(central, ALICE)


def _http(server: EmbeddedServer, token: str = "") -> httpx.Client:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return httpx.Client(base_url=server.url, headers=headers, trust_env=False)


@pytest.mark.parametrize("path", POSTS)
def test_no_door_opens_without_a_token(server: EmbeddedServer, path: str) -> None:
    """Whatever is in the body."""
    with _http(server) as http:
        answer = http.post(path, content=b"{}")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_unknown_address_is_a_numbered_problem(server: EmbeddedServer) -> None:
    """As are addresses asked in the wrong way."""
    with _http(server) as http:
        assert http.get("/anything").json()["number"] == 15
        assert http.get("/sync/v1/pull").json()["number"] == 15


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"{", "bad_request"), (b"[]", "bad_request"), (b"[" * 1_000_000, "too_deep"), (b"", "bad_request")],
    ids=["cut", "of another shape", "a million arrays", "empty"],
)
def test_a_hostile_body_costs_a_bounded_amount(server: EmbeddedServer, alice: Device, body: bytes, code: str) -> None:
    """And gets its problem."""
    with _http(server, alice.token) as http:
        assert http.post("/sync/v1/pull", content=body).json()["code"] == code


def test_a_compressed_bomb_is_refused(server: EmbeddedServer, alice: Device) -> None:
    """A small request that would unpack to gigabytes."""
    bomb = codec.compress(b" " * 100_000_000)
    with _http(server, alice.token) as http:
        answer = http.post("/sync/v1/pull", content=bomb, headers={"content-encoding": "zstd"})
    assert answer.json()["code"] == "too_large"


def test_a_pull_travels_compressed_to_those_who_understand(server: EmbeddedServer, alice: Device) -> None:
    """The same lines either way; then nothing, in an answer without body."""
    with _http(server, alice.token) as http:
        packed = http.post("/sync/v1/pull", content=codec.encode(PULL), headers={"accept-encoding": "zstd"})
        plain = http.post("/sync/v1/pull", content=codec.encode(PULL), headers={"accept-encoding": "identity"})
        assert packed.headers["content-encoding"] == "zstd"
        assert packed.content == plain.content
        cursor = msgspec.json.decode(plain.content.splitlines()[-1])["cursor"]
        again = http.post("/sync/v1/pull", content=codec.encode(m.Pull(epoch="", cursor=cursor, schema=1, digest=1)))
    assert (again.status_code, again.content) == (204, b"")


def test_a_push_over_the_wire_may_be_compressed(server: EmbeddedServer, alice: Device) -> None:
    """A batch of one, answered with its outcome."""
    push = m.Push(epoch=alice.central.epoch, entries=[alice.record(Study(job_application_id="nowhere"))])
    with _http(server, alice.token) as http:
        body = codec.compress(codec.encode(push))
        answer = http.post("/sync/v1/push", content=body, headers={"content-encoding": "zstd"})
    pushed = msgspec.json.decode(answer.content, type=m.Pushed)
    assert [outcome.status for outcome in pushed.outcomes] == ["rejected"]


def test_a_stream_of_hints_tells_of_a_colleague_s_commit(server: EmbeddedServer, central: Central) -> None:
    """The scopes that moved, never the rows."""
    alice, erin = Device(central, ALICE), Device(central, ERIN)
    with _http(server, alice.token) as http, http.stream("GET", "/sync/v1/events", timeout=20) as stream:
        lines = stream.iter_lines()
        assert next(lines) == ": heartbeat"
        push = m.Push(epoch=central.epoch, entries=[erin.record(Study(job_application_id="application-1"))])
        with _http(server, erin.token) as other:
            other.post("/sync/v1/push", content=codec.encode(push))
        told = "\n".join(itertools.islice(lines, 4))
    assert 'data: {"scopes":["employer:employer-aci"]}' in told


def test_a_revoked_device_finds_one_door_open(server: EmbeddedServer, central: Central, alice: Device) -> None:
    """Every route there is, walked with its token: 403 but for the quarantine (and enrolling, which asks for none)."""
    routes = {(route.path, method) for route in _routes(central) for method in route.methods - {"OPTIONS", "HEAD"}}
    assert ("/sync/v1/push", "POST") in routes
    with central.work() as unit:
        revoke(unit.connection, alice.client_id, central.now())
    open_doors = set()
    with _http(server, alice.token) as http:
        for path, method in sorted(routes - {("/auth/v1/enrol", "POST")}):
            answer = http.request(method, re.sub(r"{\w+:\w+}", "x", path), content=b"{}")
            if answer.json().get("code") != "revoked":
                open_doors.add((path, answer.status_code))
    assert open_doors == {("/sync/v1/quarantine", 200)}


def test_a_device_that_was_served_before_is_refused_from_the_moment_it_is_revoked(
    server: EmbeddedServer, central: Central, alice: Device
) -> None:
    """Whose token it is may be remembered, whether it still counts may not."""
    asked = {"/sync/v1/pull": PULL, "/sync/v1/push": m.Push(epoch=central.epoch, entries=[])}
    bodies = {path: codec.encode(message) for path, message in asked.items()}
    with _http(server, alice.token) as http:
        assert all(http.post(path, content=body).is_success for path, body in bodies.items())
        with central.work() as unit:
            revoke(unit.connection, alice.client_id, central.now())
        codes = {http.post(path, content=body).json()["code"] for path, body in bodies.items()}
    assert codes == {"revoked"}


def test_a_token_that_the_database_no_longer_holds_is_refused(central: Central, alice: Device) -> None:
    """As after a restore of a backup older than the device, though the server has seen it."""
    client = alice.client
    with central.work() as unit:
        unit.connection.execute(delete(CLIENTS).where(CLIENTS.c.id == client.id))
    with pytest.raises(Refused, match="not_signed_in"):
        pull(central, client, PULL)
    with pytest.raises(Refused, match="not_signed_in"):
        push(central, client, m.Push(epoch=central.epoch, entries=[]))


def _routes(central: Central) -> list[HTTPRoute]:
    """What the server answers to; read from an application of its own that never serves."""
    app = create_app(central.settings, FakeClock())
    routes = [route for route in app.routes if isinstance(route, HTTPRoute)]
    assert len(routes) == len(app.routes)
    return routes


def test_a_stream_without_a_token_is_refused(server: EmbeddedServer) -> None:
    """Like every other door."""
    with _http(server) as http:
        assert http.get("/sync/v1/events").status_code == 401


def test_readers_go_on_while_many_writers_wait(server: EmbeddedServer, central: Central) -> None:
    """Twelve pushes wait for the one that writes; a pull does not."""
    devices = [Device(central, ALICE) for _ in range(12)]
    pushes = [m.Push(epoch=central.epoch, entries=[d.record(Study(job_application_id="x"))]) for d in devices]
    reader = Device(central, ERIN)

    def send(pair: tuple[Device, m.Push]) -> int:
        with _http(server, pair[0].token) as http:
            return http.post("/sync/v1/push", content=codec.encode(pair[1]), timeout=60).status_code

    with ThreadPoolExecutor(12) as pool:
        with central.database.writing():
            answers = [pool.submit(send, pair) for pair in zip(devices, pushes, strict=True)]
            with _http(server, reader.token) as http:
                assert http.post("/sync/v1/pull", content=codec.encode(PULL), timeout=15).status_code == 200
            assert not any(answer.done() for answer in answers)
        assert {answer.result() for answer in answers} == {200}
