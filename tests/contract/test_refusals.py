"""Every refusal of the server in one table: what is sent, the numbered problem that answers; and nothing happened.

The workstation's own refusals are in `tests/unit/sync/replica/test_hostile_pulls.py` and
`tests/unit/sync/engine/test_refusals.py`; together they name every problem there is.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from sqlalchemy import select

from desktop.texts import french
from sync.domain.commenting import AddComment
from sync.protocol import codec
from sync.protocol import messages as m
from sync.protocol import problems as p
from sync.server.auth.devices import revoke
from sync.server.central import Central
from sync.server.embedded import EmbeddedServer
from sync.server.tables import BLOB_UPLOADS, CLIENTS, SCOPE_HEADS
from tests.kit.central import Device
from tests.kit.clocks import FakeClock
from tests.kit.people import ALICE, EI, ERIN
from tests.kit.posts import APPLICATION, PASSWORD

ROOT = Path(__file__).resolve().parents[2]
FOREIGN = f"employer:{EI.id}"
NAME = "0" * 64


@dataclass
class Wire:
    """A device that has sent one act, and its way to the server, over which anything may be sent."""

    http: httpx.Client
    device: Device
    central: Central

    def post(self, path: str, body: bytes, **headers: str) -> httpx.Response:
        """Any bytes to one of the protocol's addresses."""
        return self.http.post(f"/sync/v1/{path}", content=body, headers=headers)

    def push(self, *entries: m.PushedEntry, epoch: str = "") -> httpx.Response:
        """A batch, made as it should be or not."""
        return self.post("push", codec.encode(m.Push(epoch=epoch or self.central.epoch, entries=list(entries))))

    def pull(self, **fields: object) -> httpx.Response:
        """A pull, asked for as it should be or not."""
        return self.post("pull", msgspec.json.encode({"epoch": "", "schema": 1, "digest": 1} | fields))

    def note(self, **fields: Any) -> m.PushedEntry:  # noqa: ANN401 - entry fields
        """An act that would be taken if it stood in its place."""
        act = AddComment(comment_id="comment", job_application_id=APPLICATION, body="x")
        return self.device.record(act, **fields)

    def blob(self, offset: int, length: int, data: bytes = b"x") -> httpx.Response:
        """A piece of an attachment."""
        headers = {"upload-offset": str(offset), "upload-length": str(length)}
        return self.http.patch(f"/sync/v1/blobs/{NAME}", content=data, headers=headers)


Send = Callable[[Wire], httpx.Response]


def _enrol(wire: Wire, password: str) -> httpx.Response:
    asked = m.Enrol(email=ERIN.email, password=password, device_name="pc")
    return wire.http.post("/auth/v1/enrol", content=codec.encode(asked))


def _after_many_tries(wire: Wire) -> httpx.Response:
    for _ in range(5):
        _enrol(wire, "wrong")
    return _enrol(wire, PASSWORD)


def _revoked(wire: Wire) -> httpx.Response:
    with wire.central.work() as unit:
        revoke(unit.connection, wire.device.client_id, wire.central.now())
    return wire.pull()


def _wrong_offset(wire: Wire) -> httpx.Response:
    wire.blob(0, 9)
    return wire.blob(5, 9)


def _not_consecutive(wire: Wire) -> httpx.Response:
    return wire.push(wire.note(mid=2), wire.note(mid=4))


def _fifty_one(wire: Wire) -> httpx.Response:
    return wire.push(*(wire.note() for _ in range(51)))


def _hello(**fields: object) -> bytes:
    return msgspec.json.encode({"proto": 1, "schema": 1, "digest": 1, "program": "test"} | fields)


REFUSALS: dict[str, tuple[p.Problem, Send]] = {
    "wrong types": (p.BAD_REQUEST, lambda wire: wire.pull(schema="1")),
    "a number too large for a column": (p.BAD_REQUEST, lambda wire: wire.pull(first_open_mid=1 << 70)),
    "a place below nothing": (p.BAD_REQUEST, lambda wire: wire.push(wire.note(mid=-1))),
    "no json": (p.BAD_REQUEST, lambda wire: wire.post("pull", b"{")),
    "no utf-8": (p.BAD_REQUEST, lambda wire: wire.post("pull", b'{"epoch":"\xff"}')),
    "no zstd": (p.BAD_REQUEST, lambda wire: wire.post("pull", b"plain", **{"content-encoding": "zstd"})),
    "a forged cursor": (p.BAD_REQUEST, lambda wire: wire.pull(cursor="bm8")),
    "mids with a hole": (p.BAD_REQUEST, _not_consecutive),
    "an entry that is none": (p.BAD_REQUEST, lambda wire: wire.push(m.PushedEntry(body=msgspec.Raw(b"[1]")))),
    "a piece without place": (p.BAD_REQUEST, lambda wire: wire.http.patch(f"/sync/v1/blobs/{NAME}", content=b"x")),
    "a decompression bomb": (
        p.TOO_LARGE,
        lambda wire: wire.post("pull", codec.compress(bytes(100_000_000)), **{"content-encoding": "zstd"}),
    ),
    "nine megabytes": (p.TOO_LARGE, lambda wire: wire.post("pull", bytes(9_000_000))),
    "51 acts at once": (p.TOO_LARGE, _fifty_one),
    "an attachment beyond the limit": (p.TOO_LARGE, lambda wire: wire.blob(0, 6_000_000)),
    "a million nested arrays": (p.TOO_DEEP, lambda wire: wire.post("push", b"[" * 1_000_000)),
    "nested arguments": (
        p.TOO_DEEP,
        lambda wire: wire.push(m.PushedEntry(body=msgspec.Raw(b'{"args":' + b"[" * 50 + b"]" * 50 + b"}"))),
    ),
    "no token": (p.NOT_SIGNED_IN, lambda wire: wire.post("pull", b"{}", authorization="Bearer x")),
    "a wrong password": (p.WRONG_PASSWORD, lambda wire: _enrol(wire, "wrong")),
    "too many passwords": (p.TOO_MANY_TRIES, _after_many_tries),
    "a revoked device": (p.REVOKED, _revoked),
    "a foreign scope to pull": (p.FOREIGN_SCOPE, lambda wire: wire.pull(wanted=[FOREIGN])),
    "a foreign scope to compare": (
        p.FOREIGN_SCOPE,
        lambda wire: wire.post(
            "digest", codec.encode(m.DigestAsk(epoch=wire.central.epoch, scope=FOREIGN, head=0, sums=[0] * 256))
        ),
    ),
    "rows of a foreign scope": (
        p.FOREIGN_SCOPE,
        lambda wire: wire.post(
            "rows", codec.encode(m.RowsAsk(epoch=wire.central.epoch, scope=FOREIGN, ids={"users": ["a"]}))
        ),
    ),
    "a snapshot of a foreign scope": (p.FOREIGN_SCOPE, lambda wire: wire.http.get(f"/sync/v1/snapshot/{FOREIGN}")),
    "an unknown part": (p.NOT_FOUND, lambda wire: wire.http.get(f"/sync/v1/parts/{NAME}")),
    "an unknown attachment": (p.NOT_FOUND, lambda wire: wire.http.get(f"/sync/v1/blobs/{NAME}")),
    "an unknown address": (p.NOT_FOUND, lambda wire: wire.post("weather", b"{}")),
    "another protocol": (p.UPGRADE, lambda wire: wire.post("hello", _hello(proto=2))),
    "acts of another epoch": (p.EPOCH_CHANGED, lambda wire: wire.push(wire.note(), epoch="another")),
    "a pull of another epoch": (p.EPOCH_CHANGED, lambda wire: wire.pull(epoch="another")),
    "a gap": (p.GAP, lambda wire: wire.push(wire.note(mid=3))),
    "a cloned profile": (p.CLONED, lambda wire: wire.push(wire.note(mid=1))),
    "a broken chain": (p.BROKEN_CHAIN, lambda wire: wire.push(wire.note(prev="0" * 64))),
    "a piece out of place": (p.WRONG_OFFSET, _wrong_offset),
    "bytes that are not those of the name": (p.WRONG_CONTENT, lambda wire: wire.blob(0, 1)),
}
ELSEWHERE: dict[p.Problem, str] = {
    p.CURSOR_AHEAD: "tests/unit/sync/replica/test_hostile_pulls.py::test_what_a_pull_may_not_be",
    p.TRUNCATED: "tests/unit/sync/replica/test_hostile_pulls.py::test_what_a_pull_may_not_be",
    p.BAD_HASH: "tests/unit/sync/replica/test_hostile_pulls.py::test_what_a_pull_may_not_be",
    p.BUSY: "tests/contract/test_snapshots.py::test_who_waits_too_long_is_told_to_come_back",
    p.UNEXPECTED: "tests/unit/sync/engine/test_refusals.py::test_an_answer_that_is_none_is_a_numbered_problem",
    p.TOO_MANY_UPLOADS: "tests/contract/test_blobs.py::test_a_day_has_its_limit",
}
"""Problems that the server's doors do not show, and the test that holds each."""


@pytest.fixture
def central(server: EmbeddedServer) -> Iterator[Central]:
    """The served database, from beside."""
    opened = Central(server.settings, FakeClock())
    yield opened
    opened.close()


@pytest.fixture
def wire(server: EmbeddedServer, central: Central) -> Iterator[Wire]:
    """Alice's device, whose first act is taken."""
    device = Device(central, ALICE)
    with httpx.Client(base_url=server.url, headers={"authorization": f"Bearer {device.token}"}) as http:
        made = Wire(http, device, central)
        assert made.push(made.note()).json()["last_mid"] == 1
        yield made


def state(central: Central) -> list[object]:
    """What a refused request may not have moved: the feed, and the clients' places."""
    with central.reading() as connection:
        heads = connection.execute(select(SCOPE_HEADS).order_by(SCOPE_HEADS.c.scope)).all()
        places = connection.execute(select(CLIENTS.c.id, CLIENTS.c.last_mid).order_by(CLIENTS.c.id)).all()
    return [*heads, *places]


@pytest.mark.parametrize("name", REFUSALS)
def test_what_is_refused_has_its_number_and_changes_nothing(wire: Wire, name: str) -> None:
    """The status, the number and the code; the feed and the clients stand where they stood."""
    problem, send = REFUSALS[name]
    before = state(wire.central)
    answer = send(wire)
    told = answer.json()
    assert (answer.status_code, told["number"], told["code"]) == (problem.status, problem.number, problem.code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.content) < 1_000
    assert state(wire.central) == before
    with wire.central.reading() as connection:
        assert len(connection.execute(select(BLOB_UPLOADS)).all()) <= 1


def test_every_problem_is_shown_once_at_least() -> None:
    """By a door of the server, or by the test that is named for it."""
    at_the_doors = {problem for problem, _ in REFUSALS.values()}
    assert at_the_doors | ELSEWHERE.keys() == set(p.ALL)
    assert at_the_doors.isdisjoint(ELSEWHERE)
    for place in ELSEWHERE.values():
        file, _, function = place.partition("::")
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        assert function in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, place


@pytest.mark.parametrize("problem", p.ALL, ids=lambda problem: problem.code)
def test_every_problem_has_words_for_the_user(problem: p.Problem) -> None:
    """That say what became of their decisions, or what to do."""
    words = french().sentences[problem.code]
    assert words.endswith(".")
    assert len(words.split(". ")) > 1 or "automatiquement" in words or "plus" in words
