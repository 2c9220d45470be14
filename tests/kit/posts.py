"""Real workstations of alice and her colleagues, and what they do with dave's application."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from sync.domain.commenting import AddComment
from sync.domain.employers import User
from sync.domain.visibility import Reason, Visibility
from sync.engine.cycle import Cycle, CycleOutcome
from sync.engine.http import HttpTransport, enrol
from sync.protocol.messages import Enrol
from sync.replica.connection import new_key
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation
from sync.server.embedded import EmbeddedServer
from tests.kit.clocks import FakeClock
from tests.kit.people import ACI, DAVE, LONG_AGO

KEY = new_key()
APPLICATION = "application-1"
PASSWORD = "correct horse"
SEEN = Visibility(
    id="dave@aci", job_seeker_id=DAVE.id, employer_id=ACI.id, reason=Reason.APPLICATION, created_at=LONG_AGO
)


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

    def count(self, table: str) -> int:
        """How many rows of a table a screen would find."""
        with self.workstation.reading() as connection:
            return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 - own names


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
