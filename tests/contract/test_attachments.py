"""A CV from one workstation to another through a real server: by its own queue, and only to whom it concerns."""

import hashlib
from pathlib import Path

from sync.engine.blobs import HttpBlobs
from sync.engine.carrier import Carried, Carrier
from sync.replica.resumes import Place, attach_resume, resume_content, resume_state
from sync.server.embedded import EmbeddedServer
from tests.kit.clocks import FakeClock
from tests.kit.people import ALICE, ERIN
from tests.kit.posts import APPLICATION, Post, enrolled
from tests.kit.wires import NOBODY

CV = b"%PDF-1.7\n" + bytes(range(256)) * 4_000


def carried(post: Post, url: str = "") -> Carried:
    """One run of a workstation's queue."""
    profile = post.workstation.profile
    blobs = HttpBlobs(url or profile.server_url, profile.token)
    try:
        return Carrier(post.workstation, blobs, lambda: 0.0).run()
    finally:
        blobs.close()


def test_a_resume_reaches_the_colleague(server: EmbeddedServer, tmp_path: Path, clock: FakeClock) -> None:
    """Attached offline; the act and the bytes travel apart, and nothing is said to be here before it is."""
    with (
        enrolled(server, tmp_path / "alice", ALICE, clock) as alice,
        enrolled(server, tmp_path / "erin", ERIN, clock) as erin,
    ):
        alice.sync()
        attach_resume(alice.workstation, APPLICATION, CV)
        clock.advance(minutes=1)
        assert carried(alice, NOBODY).is_offline
        for post in (alice, erin):
            post.sync()
        assert carried(erin).fetched == 0
        assert resume_state(erin.workstation, APPLICATION).problem == "attachment_awaited"
        assert carried(alice).sent == 1
        assert resume_state(alice.workstation, APPLICATION).place is Place.HERE
        assert resume_content(erin.workstation, APPLICATION) is None
        assert carried(erin).fetched == 1
        assert resume_content(erin.workstation, APPLICATION) == CV
        assert hashlib.sha256(CV).hexdigest() == resume_state(erin.workstation, APPLICATION).sha256


def test_a_resume_taken_back_goes_nowhere(server: EmbeddedServer, tmp_path: Path, clock: FakeClock) -> None:
    """The act is voided; the colleague never hears of it."""
    with (
        enrolled(server, tmp_path / "alice", ALICE, clock) as alice,
        enrolled(server, tmp_path / "erin", ERIN, clock) as erin,
    ):
        alice.sync()
        recorded = attach_resume(alice.workstation, APPLICATION, CV)
        alice.workstation.undo(recorded.entry_id)
        for post in (alice, erin):
            post.sync()
            carried(post)
        assert resume_state(alice.workstation, APPLICATION).place is Place.NONE
        assert resume_state(erin.workstation, APPLICATION).place is Place.NONE
        assert erin.workstation.attachments.waiting() == []
