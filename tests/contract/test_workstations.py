"""Real workstations and a real server on one machine: copies, restored servers, damaged rows, takings back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from sync.domain.answering import Study
from sync.domain.commenting import AddComment
from sync.domain.employers import User
from sync.domain.visibility import Reason, Visibility
from sync.engine.cycle import Cycle, CycleKind, CycleOutcome
from sync.engine.http import HttpTransport, enrol
from sync.protocol.messages import Enrol
from sync.replica.connection import new_key
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation
from sync.server.auth.passwords import Account, create_account
from sync.server.central import Central
from sync.server.embedded import EmbeddedServer
from sync.server.settings import Settings
from tests.kit.central import people
from tests.kit.clocks import FakeClock
from tests.kit.people import ACI, ALICE, DAVE, ERIN, LONG_AGO, application

KEY = new_key()
APPLICATION = "application-1"
PASSWORD = "correct horse"
SEEN = Visibility(
    id="dave@aci", job_seeker_id=DAVE.id, employer_id=ACI.id, reason=Reason.APPLICATION, created_at=LONG_AGO
)


@pytest.fixture
def server(tmp_path: Path, sqlite_template: Path, clock: FakeClock) -> Iterator[EmbeddedServer]:
    """A served database where dave applied to alice's ACI."""
    file = tmp_path / "central.db"
    file.write_bytes(sqlite_template.read_bytes())
    settings = Settings(database_url=f"sqlite:///{file}", port=0)
    central = Central(settings, clock)
    people(central, application(id=APPLICATION, state="new"), SEEN)
    with central.work() as unit:
        for user in (ALICE, ERIN):
            create_account(unit.connection, Account(user.id, user.email), PASSWORD, clock.now())
    central.close()
    with EmbeddedServer(settings, clock) as running:
        yield running


@dataclass
class Post:
    """A workstation and its cycles."""

    workstation: Workstation
    cycle: Cycle

    def sync(self) -> CycleOutcome:
        """One cycle."""
        return self.cycle.run()

    def comment(self, body: str) -> None:
        """Write a note on dave's application."""
        note = AddComment(comment_id=self.workstation.new_id(), job_application_id=APPLICATION, body=body)
        self.workstation.record(note)

    def comments(self) -> list[str]:
        """All notes, as a screen would read them."""
        with self.workstation.reading() as connection:
            return sorted(connection.execute(text("SELECT body FROM comments")).scalars())


@contextmanager
def opened(folder: Path, clock: FakeClock) -> Iterator[Post]:
    """The workstation of a profile folder."""
    workstation = Workstation.open(folder, KEY, clock)
    profile = workstation.profile
    transport = HttpTransport(profile.server_url, profile.token)
    try:
        yield Post(workstation, Cycle(workstation, transport))
    finally:
        transport.close()
        workstation.close()


@contextmanager
def enrolled(server: EmbeddedServer, folder: Path, user: User, clock: FakeClock) -> Iterator[Post]:
    """A new workstation of a user."""
    answer = enrol(server.url, Enrol(email=user.email, password=PASSWORD, device_name=folder.name))
    workstation = Workstation.open(folder, KEY, clock)
    workstation.save_profile(
        Profile(
            server_url=server.url,
            client_id=answer.client_id,
            token=answer.token,
            user_id=answer.user_id,
            user_name=answer.user_name,
        )
    )
    workstation.close()
    with opened(folder, clock) as post:
        yield post


def copied(folder: Path, target: Path) -> Path:
    """A copy of a profile folder, as an image restored on another machine."""
    target.mkdir()
    for file in folder.iterdir():
        (target / file.name).write_bytes(file.read_bytes())
    return target


def test_two_copies_of_a_profile_lose_nothing(server: EmbeddedServer, tmp_path: Path, clock: FakeClock) -> None:
    """The copy goes on under a name of its own; the original is not touched."""
    with enrolled(server, tmp_path / "alice", ALICE, clock) as alice:
        alice.sync()
        alice.comment("avant la copie")
    copy = copied(tmp_path / "alice", tmp_path / "copy")
    with opened(tmp_path / "alice", clock) as alice, opened(copy, clock) as twin:
        alice.comment("de l’original")
        twin.comment("de la copie")
        assert alice.sync().forked is False
        assert twin.sync().forked is True
        for post in (alice, twin):
            post.sync()
            assert post.comments() == ["avant la copie", "de la copie", "de l’original"]
        assert alice.workstation.profile.client_id != twin.workstation.profile.client_id


def test_a_copy_that_has_nothing_to_send_also_finds_out(
    server: EmbeddedServer, tmp_path: Path, clock: FakeClock
) -> None:
    """Its next act would stand at a place the original already filled."""
    with enrolled(server, tmp_path / "alice", ALICE, clock) as alice:
        alice.sync()
    copy = copied(tmp_path / "alice", tmp_path / "copy")
    with opened(tmp_path / "alice", clock) as alice, opened(copy, clock) as twin:
        alice.comment("de l’original")
        alice.sync()
        assert twin.sync().forked is True


def test_a_row_damaged_on_disk_is_found_and_mended(server: EmbeddedServer, tmp_path: Path, clock: FakeClock) -> None:
    """The first cycle of a program counts the rows anew; the pending act stays on top."""
    with enrolled(server, tmp_path / "alice", ALICE, clock) as alice:
        alice.sync()
        with alice.workstation._replica.writing() as connection:  # noqa: SLF001 - the disk does it behind our back
            connection.execute(text("UPDATE job_seekers SET city = 'Nulle part'"))
    with opened(tmp_path / "alice", clock) as alice:
        alice.workstation.record(Study(job_application_id=APPLICATION))
        assert alice.sync().kind is CycleKind.DONE
        with alice.workstation.reading() as connection:
            assert connection.execute(text("SELECT city FROM job_seekers")).scalar_one() == DAVE.city
            assert connection.execute(text("SELECT state FROM job_applications")).scalar_one() == "processing"
        assert alice.workstation.mender.disagreeing() == []


def test_a_sound_replica_raises_no_false_alarm(
    server: EmbeddedServer, tmp_path: Path, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    """Acts pending, sent and confirmed leave the digest as the server counts it."""
    with (
        enrolled(server, tmp_path / "alice", ALICE, clock) as alice,
        enrolled(server, tmp_path / "erin", ERIN, clock) as erin,
    ):
        for post in (alice, erin, alice):
            post.sync()
            post.comment("bonjour")
            post.sync()
        alice.workstation.record(Study(job_application_id=APPLICATION))
        for post in (alice, erin, alice):
            post.sync()
            assert post.workstation.mender.audit() == []
    assert "repaired" not in caplog.text


def test_an_act_taken_back_offline_never_happens(server: EmbeddedServer, tmp_path: Path, clock: FakeClock) -> None:
    """Both entries are pushed and do nothing; the chain has no gap."""
    with enrolled(server, tmp_path / "alice", ALICE, clock) as alice:
        alice.sync()
        recorded = alice.workstation.record(Study(job_application_id=APPLICATION))
        alice.workstation.undo(recorded.mid)
        outcome = alice.sync()
        assert (outcome.kind, outcome.sent) == (CycleKind.DONE, 2)
        with alice.workstation.reading() as connection:
            assert connection.execute(text("SELECT state FROM job_applications")).scalar_one() == "new"
        assert alice.workstation.pending() == []
