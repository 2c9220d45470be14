"""Two copies of one profile: neither takes the other's outcomes for its own, none loses an act or its undo."""

from sync.domain.answering import Study
from sync.domain.commenting import AddComment
from sync.replica.entry import EntryState
from sync.replica.workstation import Workstation
from tests.kit.people import application
from tests.kit.pulls import HandMadeServer
from tests.unit.sync.replica.conftest import SCOPE
from tests.unit.sync.replica.test_apply import ROW, applied
from tests.unit.sync.replica.test_workstation import state_of

STUDY = Study(job_application_id="application-1")


def test_the_outcome_of_another_copy_closes_nothing(workstation: Workstation, server: HandMadeServer) -> None:
    """The server's mid 1 is another act than ours: ours stays pending, and shown."""
    workstation.record(STUDY)
    server.put(SCOPE, application(message="Autre"))
    workstation.apply(server.pull({SCOPE: {ROW}}, [applied(1, "an-act-of-the-other-copy")]), is_full=False)
    assert [item.state for item in workstation.pending()] == [EntryState.HELD]
    assert state_of(workstation) == "processing"


def test_the_answer_to_another_copy_is_not_ours(workstation: Workstation) -> None:
    """An outcome told for our mid but another act leaves the entry as it is."""
    workstation.record(STUDY)
    workstation.outbox.answered([applied(1, "an-act-of-the-other-copy")])
    assert [item.state for item in workstation.pending()] == [EntryState.HELD]


def test_an_act_keeps_its_seconds_of_undo_under_a_new_name(workstation: Workstation) -> None:
    """What was held is chained again and still held; whoever offers to take it back means the act, not its place."""
    before = workstation.record(AddComment(comment_id="comment-1", job_application_id="application-1", body="x"))
    recorded = workstation.record(STUDY)
    workstation.outbox.sending(workstation.outbox.batch(0, 50, 1 << 18))
    workstation._journal.close_entries([applied(before.mid, before.entry_id)], workstation.clock.now())  # noqa: SLF001 - a pull closes it
    workstation.become("client-2", "token-2")
    (item,) = workstation.pending()
    assert (item.entry.id, item.mid, recorded.mid) == (recorded.entry_id, 1, 2)
    assert workstation.outbox.batch(0, 50, 1 << 18) == []
    workstation.undo(recorded.entry_id)
    assert state_of(workstation) == "new"
