"""The queue of attachments: each on its own, resumed where it broke off, never in the way of another."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typing_extensions import override

from sync.domain.attaching import AttachResume
from sync.domain.attachments import Resume
from sync.engine.carrier import Blobs, Carrier
from sync.engine.transport import Unreachable
from sync.protocol.problems import BUSY, NOT_FOUND, WRONG_OFFSET, Refused
from sync.replica.attachments import PIECE, Way
from sync.replica.connection import new_key
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation
from tests.kit.clocks import FakeClock
from tests.kit.people import ACI, ALICE, DAVE, application, membership
from tests.kit.pulls import HandMadeServer

CV = b"%PDF-1.7\n" + bytes(3 * PIECE)
NAME = hashlib.sha256(CV).hexdigest()
OTHER = b"%PDF-1.7\nother"


@dataclass
class FakeBlobs(Blobs):
    """A server in memory. `cuts` is how many more calls break the connection, `refusing` what is always refused."""

    held: dict[str, bytes] = field(default_factory=dict)
    cuts: int = 0
    refusing: dict[str, Refused | Exception] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)

    @override
    def progress(self, sha256: str) -> int:
        self._met("progress", sha256)
        return len(self.held.get(sha256, b""))

    @override
    def send(self, sha256: str, start: int, size: int, data: bytes) -> int:
        self._met("send", sha256)
        here = self.held.get(sha256, b"")
        if start != len(here):
            raise Refused(WRONG_OFFSET, {"offset": len(here)})
        self.held[sha256] = here + data
        if self.cuts:
            self.cuts -= 1
            raise Unreachable("cut behind the piece")
        return len(self.held[sha256])

    @override
    def fetch(self, sha256: str, start: int) -> Iterator[bytes]:
        self._met("fetch", sha256)
        if sha256 not in self.held:
            raise Refused(NOT_FOUND)
        for at in range(start, len(self.held[sha256]), PIECE):
            yield self.held[sha256][at : at + PIECE]
            if self.cuts:
                self.cuts -= 1
                raise Unreachable("cut")

    def _met(self, what: str, sha256: str) -> None:
        self.calls.append(what)
        if sha256 in self.refusing:
            raise self.refusing[sha256]


@pytest.fixture
def clock() -> FakeClock:
    """Monday morning."""
    return FakeClock()


@pytest.fixture
def workstation(tmp_path: Path, clock: FakeClock) -> Iterator[Workstation]:
    """Alice's, with an application that names a CV she does not have, and one that names none."""
    server = HandMadeServer()
    named = application(resume_sha256=NAME, resume_size=len(CV))
    server.put(f"employer:{ACI.id}", ACI, ALICE, membership(ALICE, ACI), DAVE, named, application(id="application-2"))
    opened = Workstation.open(tmp_path / "alice", new_key(), clock)
    opened.save_profile(Profile(client_id="client-1", user_id=ALICE.id, user_name=ALICE.display_name))
    opened.apply(server.full_pull(), is_full=True)
    yield opened
    opened.close()


@pytest.fixture
def blobs() -> FakeBlobs:
    """An empty server."""
    return FakeBlobs()


@pytest.fixture
def carrier(workstation: Workstation, blobs: FakeBlobs) -> Carrier:
    """Without jitter: it always waits as long as it may."""
    return Carrier(workstation, blobs, lambda: 1.0)


def test_the_cvs_of_open_applications_come_by_themselves(
    workstation: Workstation, blobs: FakeBlobs, carrier: Carrier
) -> None:
    """And the screens that show them are told."""
    blobs.held[NAME] = CV
    carried = carrier.run()
    assert (carried.fetched, carried.waits) == (1, 0)
    assert carried.changes.touches("job_applications")
    assert workstation.attachments.content(NAME) == CV


def test_a_download_goes_on_where_it_broke_off(
    workstation: Workstation, blobs: FakeBlobs, carrier: Carrier, clock: FakeClock
) -> None:
    """Not one byte comes twice."""
    blobs.held[NAME] = CV
    blobs.cuts = 1
    assert carrier.run().is_offline
    item = workstation.attachments.item(NAME)
    assert item is not None
    assert (item.received, item.way) == (PIECE, Way.DOWN)
    clock.advance(minutes=1)
    assert carrier.run().fetched == 1
    assert workstation.attachments.content(NAME) == CV


def test_an_upload_goes_on_where_the_server_stands(
    workstation: Workstation, blobs: FakeBlobs, carrier: Carrier, clock: FakeClock
) -> None:
    """Also when the answer to a piece was lost."""
    resume = workstation.attachments.attach(CV)
    blobs.cuts = 1
    assert carrier.run().is_offline
    clock.advance(minutes=1)
    assert carrier.run().sent == 1
    assert blobs.held[resume.sha256] == CV
    assert blobs.calls.count("send") == 4


def test_a_poisoned_attachment_delays_nothing_else(
    workstation: Workstation, blobs: FakeBlobs, carrier: Carrier, clock: FakeClock
) -> None:
    """Refused, or the cause of a bug: it waits longer and longer, always with a deadline."""
    poisoned = workstation.attachments.attach(b"%PDF-poison").sha256
    blobs.refusing[poisoned] = Refused(BUSY, {"retry_after_s": "90"})
    blobs.held[NAME] = CV
    other = workstation.attachments.attach(OTHER).sha256
    carried = carrier.run()
    assert (carried.sent, carried.fetched, carried.waits) == (1, 1, 1)
    assert blobs.held[other] == OTHER
    (waiting,) = workstation.attachments.waiting()
    assert (waiting.sha256, waiting.problem) == (poisoned, "busy")
    clock.advance(seconds=89)
    assert workstation.attachments.due() == []
    clock.advance(seconds=1)
    assert workstation.attachments.due() == [waiting]


@pytest.mark.logs_error("attachment failed")
def test_a_bug_with_one_attachment_is_that_ones(workstation: Workstation, blobs: FakeBlobs, carrier: Carrier) -> None:
    """Logged, postponed; the others go."""
    poisoned = workstation.attachments.attach(b"%PDF-poison").sha256
    blobs.refusing[poisoned] = ZeroDivisionError()
    blobs.held[NAME] = CV
    assert carrier.run().fetched == 1
    assert [waiting.problem for waiting in workstation.attachments.waiting()] == ["attachment_failed"]


def test_one_that_breaks_the_line_lets_others_go_first_next_time(
    workstation: Workstation, blobs: FakeBlobs, carrier: Carrier
) -> None:
    """Something on the way may dislike this one alone."""
    poisoned = workstation.attachments.attach(b"%PDF-poison").sha256
    blobs.refusing[poisoned] = Unreachable("reset")
    blobs.held[NAME] = CV
    assert carrier.run().is_offline
    assert carrier.run().fetched == 1


def test_bytes_that_are_not_there_yet_are_asked_for_again(
    workstation: Workstation, blobs: FakeBlobs, carrier: Carrier, clock: FakeClock
) -> None:
    """The colleague who attached them is offline: the row is here, its CV is not."""
    assert carrier.run().fetched == 0
    (waiting,) = workstation.attachments.waiting()
    assert (waiting.problem, workstation.attachments.content(NAME)) == ("attachment_awaited", None)
    blobs.held[NAME] = CV
    clock.advance(minutes=5)
    assert carrier.run().fetched == 1


def test_false_bytes_are_refused(workstation: Workstation, blobs: FakeBlobs, carrier: Carrier) -> None:
    """A content is what its name says, or nothing."""
    blobs.held[NAME] = OTHER
    assert carrier.run().fetched == 0
    assert [(waiting.problem, waiting.received) for waiting in workstation.attachments.waiting()] == [("bad_hash", 0)]


def test_a_run_stops_when_it_is_told(blobs: FakeBlobs, carrier: Carrier) -> None:
    """The program closes."""
    blobs.held[NAME] = CV
    assert carrier.run(lambda: True).waits == 1


def test_names_that_are_no_hash_are_not_asked_for(workstation: Workstation, carrier: Carrier) -> None:
    """A row may hold anything; it never becomes an address."""
    odd = Resume(sha256="../../hello", size=1)
    workstation.record(AttachResume(job_application_id="application-2", resume=odd))
    carrier.run()
    assert [item.sha256 for item in workstation.attachments.waiting()] == [NAME]
