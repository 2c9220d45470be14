"""Rebasing: what readers see meanwhile, and acts of commands this version does not know."""

import msgspec
import pytest
from sqlalchemy import text

from sync.domain.answering import Study
from sync.domain.commenting import AddComment
from sync.replica.workstation import Workstation
from tests.kit.clocks import FakeClock
from tests.kit.people import application
from tests.kit.pulls import HandMadeServer
from tests.unit.sync.replica.conftest import SCOPE
from tests.unit.sync.replica.test_workstation import STUDY, state_of

KEY = ("job_applications", "application-1")


def message_of(workstation: Workstation) -> str:
    """The message of dave's application, read on a connection of its own."""
    with workstation.reading() as connection:
        return str(connection.execute(text("SELECT message FROM job_applications")).scalar_one())


def test_readers_see_the_old_state_then_the_new_one(workstation: Workstation, server: HandMadeServer) -> None:
    """Never the rewound rows in between, nor the new ones without the pending act."""
    workstation.record(STUDY)
    server.put(SCOPE, application(state="new", message="changed"))
    seen = []

    def watched(lines: list[bytes]) -> list[bytes]:
        seen.append((message_of(workstation), state_of(workstation)))
        return lines

    lines = server.pull({SCOPE: {KEY}})
    workstation.apply((line for part in lines for line in watched([part])), is_full=False)
    assert len(seen) == len(lines)
    assert set(seen) == {(application().message, "processing")}
    assert (message_of(workstation), state_of(workstation)) == ("changed", "processing")


@pytest.mark.parametrize("version", [1, 99])
def test_an_unknown_command_stays_queued_without_effect(
    workstation: Workstation, server: HandMadeServer, clock: FakeClock, version: int
) -> None:
    """An older program on a newer one's journal: what it does not know waits, what stands behind it is replayed."""
    entries = workstation._entries  # noqa: SLF001 - only another version of the program would write it
    made = entries.make(workstation.new_id(), STUDY, {}, "2021-02-08")
    name = made.name if version == 99 else "job_application.dance"
    unknown = msgspec.structs.replace(made, name=name, version=version)
    workstation._journal.append(clock.now(), (unknown, None))  # noqa: SLF001 - as above
    note = AddComment(comment_id=workstation.new_id(), job_application_id="application-1", body="Behind it")
    workstation.record(note)
    workstation.apply(server.full_pull(), is_full=True)
    assert state_of(workstation) == "new"
    assert [item.mid for item in workstation.pending()] == [1, 2]
    with workstation.reading() as connection:
        assert connection.execute(text("SELECT body FROM comments")).scalars().all() == ["Behind it"]
        assert connection.execute(text("SELECT count(*) FROM doubtful")).scalar_one() == 0
    assert workstation.check(Study(job_application_id="application-1")) is None
