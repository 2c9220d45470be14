"""One cycle with a server that does as it is told: what is sent, what waits, and how it ends."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from typing_extensions import override

from sync.domain.commenting import AddComment
from sync.engine.cycle import Cycle, CycleKind
from sync.engine.http import HttpTransport
from sync.protocol import messages as m
from sync.protocol.problems import NOT_SIGNED_IN, TOO_LARGE, Problem, Refused
from sync.replica.connection import new_key
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation
from tests.kit.clocks import FakeClock
from tests.kit.people import ACI, ALICE, DAVE, application, membership
from tests.kit.pulls import HandMadeServer
from tests.kit.wires import NOBODY

SCOPE = f"employer:{ACI.id}"


class Counter(HttpTransport):
    """Takes at most so many bytes and entries at a time; `refusal` is its answer to every hello, once set."""

    def __init__(self, server: HandMadeServer) -> None:
        super().__init__(NOBODY, "token")
        self.most_bytes = 1 << 20
        self.most_entries = 1 << 20
        self.refusal: Problem | None = None
        self.batches: list[int] = []
        self._server = server
        self._outcomes: list[m.OutcomeMessage] = []

    @override
    def hello(self, message: m.Hello) -> m.Welcome:
        if self.refusal:
            raise Refused(self.refusal)
        return m.Welcome(
            proto=1,
            schema=1,
            digest=1,
            epoch=self._server.epoch,
            last_mid=len(self._outcomes),
            chain="",
            anchor="",
            server_time="2021-02-08T09:00:00.000000Z",
            user_id=ALICE.id,
            user_name=ALICE.display_name,
            scopes=[SCOPE],
            max_batch_entries=50,
            max_batch_bytes=1 << 20,
        )

    @override
    def push(self, message: m.Push) -> m.Pushed:
        if len(msgspec.json.encode(message)) > self.most_bytes:
            raise Refused(TOO_LARGE)
        taken = [msgspec.json.decode(one.body, type=m.Entry) for one in message.entries[: self.most_entries]]
        self.batches.append(len(taken))
        self._outcomes += [m.OutcomeMessage(mid=entry.mid, id=entry.id, status="applied") for entry in taken]
        return m.Pushed(last_mid=len(self._outcomes), outcomes=self._outcomes[-len(taken) :])

    @override
    def pull(self, message: m.Pull) -> list[bytes]:
        return self._server.full_pull(self._outcomes)


@pytest.fixture
def server() -> HandMadeServer:
    """Alice's ACI, dave and his application."""
    made = HandMadeServer()
    made.put(SCOPE, ACI, ALICE, membership(ALICE, ACI), DAVE, application())
    return made


@pytest.fixture
def workstation(tmp_path: Path, server: HandMadeServer) -> Iterator[Workstation]:
    """Alice's, bootstrapped."""
    opened = Workstation.open(tmp_path / "alice", new_key(), FakeClock())
    opened.save_profile(Profile(client_id="client-1", user_id=ALICE.id, user_name=ALICE.display_name))
    opened.apply(server.full_pull(), is_full=True)
    yield opened
    opened.close()


def write_notes(workstation: Workstation, count: int) -> None:
    """So many acts that leave at once."""
    for number in range(count):
        note_id = workstation.new_id()
        workstation.record(AddComment(comment_id=note_id, job_application_id="application-1", body=f"Note {number}"))


def test_a_batch_that_is_too_large_is_halved_until_it_fits(workstation: Workstation, server: HandMadeServer) -> None:
    """413: nothing is lost, the order stays, and all of it leaves in one cycle."""
    write_notes(workstation, 8)
    transport = Counter(server)
    transport.most_bytes = 3 * 800
    outcome = Cycle(workstation, transport).run()
    assert (outcome.kind, outcome.sent) == (CycleKind.DONE, 8)
    assert 1 < len(transport.batches) <= 8
    assert workstation.pending() == []


def test_done_means_that_all_was_sent_and_pulled(workstation: Workstation, server: HandMadeServer) -> None:
    """A server that took the first act only: the cycle is not done, though nothing was refused."""
    write_notes(workstation, 3)
    transport = Counter(server)
    transport.most_entries = 1
    outcome = Cycle(workstation, transport).run()
    assert (outcome.kind, outcome.sent) == (CycleKind.UNFINISHED, 1)
    assert outcome.retry_after_s > 0
    assert len(workstation.pending()) == 2


def test_signed_out_it_is_said_and_work_goes_on(workstation: Workstation, server: HandMadeServer) -> None:
    """401: acts are recorded as before, and leave once the user has signed in again."""
    transport = Counter(server)
    transport.refusal = NOT_SIGNED_IN
    cycle = Cycle(workstation, transport)
    assert cycle.run().problem is NOT_SIGNED_IN
    write_notes(workstation, 1)
    assert cycle.run().kind is CycleKind.REFUSED
    transport.refusal = None
    assert (cycle.run().kind, workstation.pending()) == (CycleKind.DONE, [])
