"""Alice's workstation: an encrypted profile that knows dave's application to her ACI."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.replica.connection import new_key
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation
from tests.kit.clocks import FakeClock
from tests.kit.people import ACI, ALICE, DAVE, MISSION_LOCALE, application, diagnosis, membership
from tests.kit.pulls import HandMadeServer

SCOPE = f"employer:{ACI.id}"


@pytest.fixture
def clock() -> FakeClock:
    """Monday 8 February 2021, 10:00 in Paris."""
    return FakeClock()


@pytest.fixture
def key() -> bytes:
    """Alice's data key."""
    return new_key()


@pytest.fixture
def server() -> HandMadeServer:
    """A server that shows alice her ACI, dave and his application."""
    made = HandMadeServer()
    made.put("reference", MISSION_LOCALE)
    made.put(SCOPE, ACI, ALICE, membership(ALICE, ACI), DAVE, diagnosis(), application(state="new"))
    return made


@pytest.fixture
def workstation(tmp_path: Path, key: bytes, clock: FakeClock, server: HandMadeServer) -> Iterator[Workstation]:
    """Alice's workstation, bootstrapped."""
    opened = Workstation.open(tmp_path / "alice", key, clock)
    opened.save_profile(Profile(client_id="client-1", user_id=ALICE.id, user_name=ALICE.display_name))
    opened.apply(server.full_pull(), is_full=True)
    yield opened
    opened.close()
