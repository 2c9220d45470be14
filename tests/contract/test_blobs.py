"""Attachments on the server: whole or not at all, resumable, and only for those who see an application naming them."""

import hashlib
from collections.abc import Callable

import httpx
import pytest
from sqlalchemy import func, select

from sync.domain.attaching import AttachResume
from sync.domain.attachments import MOST_BYTES, Resume
from sync.protocol.problems import (
    BAD_REQUEST,
    NOT_FOUND,
    TOO_LARGE,
    TOO_MANY_UPLOADS,
    WRONG_CONTENT,
    WRONG_OFFSET,
    Problem,
    Refused,
)
from sync.protocol.version import MAX_BLOB_PIECE
from sync.server import blobs
from sync.server.blobs import Piece, Progress
from sync.server.central import Central
from sync.server.embedded import EmbeddedServer
from sync.server.tables import BLOB_PIECES, BLOB_UPLOADS, BLOBS
from tests.kit.central import Device
from tests.kit.clocks import FakeClock
from tests.kit.people import ALICE, BOB, ERIN, application
from tests.kit.posts import APPLICATION, PASSWORD

CV = b"%PDF-1.7\n" + bytes(range(256)) * 40
NAME = hashlib.sha256(CV).hexdigest()
HALF = len(CV) // 2


@pytest.fixture
def alice(central: Central) -> Device:
    """Alice, whose ACI has dave's application."""
    with central.work() as unit:
        unit.world.put(application(id=APPLICATION))
    return Device(central, ALICE)


def sent(device: Device, data: bytes = CV, name: str = NAME) -> Progress:
    """All bytes, in one piece."""
    return blobs.receive(device.central, device.client, name, Piece(0, len(data), data))


def attached(device: Device) -> None:
    """The application names the content."""
    act = AttachResume(job_application_id=APPLICATION, resume=Resume(sha256=NAME, size=len(CV)))
    assert device.act(act).status == "applied"


def problem(call: Callable[[], object]) -> Problem:
    """What a call is refused for."""
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.problem


def count(central: Central, table: object) -> int:
    """How many rows a table has."""
    with central.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()  # type: ignore[arg-type]


def test_pieces_make_an_attachment_that_members_may_have(alice: Device) -> None:
    """The order of bytes and act does not matter; a colleague gets what alice sent."""
    erin = Device(alice.central, ERIN)
    attached(alice)
    assert problem(lambda: blobs.content(erin.central, erin.client, NAME)) == NOT_FOUND
    blobs.receive(alice.central, alice.client, NAME, Piece(0, len(CV), CV[:HALF]))
    assert problem(lambda: blobs.content(erin.central, erin.client, NAME)) == NOT_FOUND
    blobs.receive(alice.central, alice.client, NAME, Piece(HALF, len(CV), CV[HALF:]))
    assert blobs.content(erin.central, erin.client, NAME) == CV
    assert blobs.progress(erin.central, erin.client, NAME) == Progress(len(CV), len(CV))


def test_foreign_and_absent_are_refused_alike(alice: Device) -> None:
    """Bob works elsewhere: no byte, no size, whether it exists or not."""
    attached(alice)
    sent(alice)
    bob = Device(alice.central, BOB)
    for name in (NAME, "0" * 64, "not a name"):
        assert problem(lambda name=name: blobs.content(bob.central, bob.client, name)) == NOT_FOUND  # type: ignore[misc]
        assert problem(lambda name=name: blobs.progress(bob.central, bob.client, name)) == NOT_FOUND  # type: ignore[misc]


def test_sending_what_is_there_tells_nothing(alice: Device) -> None:
    """Bob sends the same content: he has to send every byte, and it is kept once."""
    attached(alice)
    sent(alice)
    bob = Device(alice.central, BOB)
    blobs.receive(bob.central, bob.client, NAME, Piece(0, len(CV), CV[:HALF]))
    assert blobs.progress(bob.central, bob.client, NAME) == Progress(HALF, len(CV))
    blobs.receive(bob.central, bob.client, NAME, Piece(HALF, len(CV), CV[HALF:]))
    assert (count(alice.central, BLOBS), count(alice.central, BLOB_PIECES)) == (1, 1)
    assert problem(lambda: blobs.content(bob.central, bob.client, NAME)) == NOT_FOUND


def test_a_piece_out_of_place_says_where_to_go_on(alice: Device) -> None:
    """Also when an answer was lost and the piece comes again."""
    first = Piece(0, len(CV), CV[:HALF])
    blobs.receive(alice.central, alice.client, NAME, first)
    with pytest.raises(Refused) as caught:
        blobs.receive(alice.central, alice.client, NAME, first)
    assert (caught.value.problem, caught.value.facts) == (WRONG_OFFSET, {"offset": HALF})
    blobs.receive(alice.central, alice.client, NAME, Piece(HALF, len(CV), CV[HALF:]))
    assert sent(alice) == Progress(len(CV), len(CV))


def test_bytes_that_are_not_those_of_the_name_are_dropped(alice: Device) -> None:
    """Nothing of them stays, and the right ones may come afterwards."""
    assert problem(lambda: sent(alice, bytes(len(CV)))) == WRONG_CONTENT
    assert count(alice.central, BLOB_PIECES) == count(alice.central, BLOB_UPLOADS) == 0
    assert sent(alice).received == len(CV)


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        (Piece(0, MOST_BYTES + 1, b"x"), TOO_LARGE),
        (Piece(0, MOST_BYTES, bytes(MAX_BLOB_PIECE + 1)), TOO_LARGE),
        (Piece(0, 5, b""), BAD_REQUEST),
        (Piece(3, 5, b"xyz"), BAD_REQUEST),
    ],
)
def test_sizes_have_limits(alice: Device, piece: Piece, expected: Problem) -> None:
    """Refused before anything is written."""
    assert problem(lambda: blobs.receive(alice.central, alice.client, NAME, piece)) == expected
    assert count(alice.central, BLOB_UPLOADS) == 0


def test_a_name_is_a_hash(alice: Device) -> None:
    """Nothing else becomes a key of the table."""
    assert problem(lambda: sent(alice, name="../etc/passwd")) == BAD_REQUEST


def test_unfinished_uploads_are_bounded(alice: Device) -> None:
    """Beginning one too many drops the oldest."""
    for number in range(blobs.MOST_UNFINISHED + 2):
        blobs.receive(alice.central, alice.client, f"{number:064x}", Piece(0, 10, b"x"))
    assert count(alice.central, BLOB_UPLOADS) == count(alice.central, BLOB_PIECES) == blobs.MOST_UNFINISHED


def test_a_day_has_its_limit(alice: Device, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the next day another."""
    monkeypatch.setattr(blobs, "MOST_A_DAY", 100)
    blobs.receive(alice.central, alice.client, "a" * 64, Piece(0, 90, b"x"))

    def begin() -> Progress:
        return blobs.receive(alice.central, alice.client, "b" * 64, Piece(0, 90, b"x"))

    assert problem(begin) == TOO_MANY_UPLOADS
    clock.advance(days=1, seconds=1)
    assert begin() == Progress(1, 90)


def test_what_no_application_names_goes_after_a_while(alice: Device, clock: FakeClock) -> None:
    """Finished or not; what an application names stays, and its sender may offer it again."""
    attached(alice)
    sent(alice)
    other = b"%PDF-1.7 other"
    sent(alice, other, hashlib.sha256(other).hexdigest())
    blobs.receive(alice.central, alice.client, "a" * 64, Piece(0, 9, b"x"))
    blobs.forget_unnamed(alice.central, clock.now())
    assert (count(alice.central, BLOBS), count(alice.central, BLOB_UPLOADS)) == (2, 3)
    clock.advance(days=45)
    blobs.forget_unnamed(alice.central, clock.now())
    assert (count(alice.central, BLOBS), count(alice.central, BLOB_UPLOADS), count(alice.central, BLOB_PIECES)) == (
        1,
        0,
        1,
    )
    assert blobs.content(alice.central, alice.client, NAME) == CV
    assert blobs.progress(alice.central, alice.client, NAME) == Progress(len(CV), len(CV))


def test_the_routes(server: EmbeddedServer) -> None:
    """Over HTTP: piece, progress, whole, a range, and refusals with their numbers."""
    asked = {"email": ALICE.email, "password": PASSWORD, "device_name": "pc"}
    token = httpx.post(f"{server.url}/auth/v1/enrol", json=asked).json()["token"]
    with httpx.Client(base_url=server.url, headers={"authorization": f"Bearer {token}"}) as http:
        path = f"/sync/v1/blobs/{NAME}"
        assert (http.head(path).status_code, http.get(path).json()["number"]) == (404, NOT_FOUND.number)
        headers = {"upload-offset": "0", "upload-length": str(len(CV))}
        assert http.patch(path, content=CV[:HALF], headers=headers).headers["upload-offset"] == str(HALF)
        assert http.head(path).headers["upload-offset"] == str(HALF)
        assert http.put(path, content=CV).json()["facts"] == {"offset": HALF}
        assert http.patch(path, content=b"x", headers={"upload-offset": "x"}).json()["number"] == BAD_REQUEST.number
        assert http.patch(path, content=CV[HALF:], headers=headers | {"upload-offset": str(HALF)}).status_code == 204
        assert http.get(path).status_code == 404
        other = httpx.get(f"{server.url}{path}", headers={"authorization": "Bearer x"})
        assert (other.status_code, other.json()["code"]) == (401, "not_signed_in")
