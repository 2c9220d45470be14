"""Pulls: whole or not at all, rebased under what is pending, closing what they confirm."""

import pytest
from sqlalchemy import text

from sync.domain.answering import Postpone
from sync.protocol.messages import OutcomeMessage
from sync.protocol.problems import Refused
from sync.replica.entry import EntryState
from sync.replica.workstation import Workstation
from tests.kit.people import DAVE, application
from tests.kit.pulls import HandMadeServer
from tests.unit.sync.replica.conftest import SCOPE
from tests.unit.sync.replica.test_workstation import STUDY, state_of

ROW = ("job_applications", "application-1")


def applied(mid: int, entry_id: str) -> OutcomeMessage:
    """The server executed this entry."""
    return OutcomeMessage(mid=mid, id=entry_id, status="applied")


def names(workstation: Workstation) -> list[str]:
    """Everybody's last name on the workstation."""
    with workstation.reading() as connection:
        return list(connection.execute(text("SELECT last_name FROM job_seekers")).scalars())


def test_a_bootstrap_holds_the_rows_and_is_ready(workstation: Workstation) -> None:
    """Ready is written with the rows, not before."""
    assert names(workstation) == ["Bernard"]
    assert workstation.meta()["ready"] == "all"


def test_a_pull_keeps_the_pending_act_on_top(workstation: Workstation, server: HandMadeServer) -> None:
    """The server changed the message; the unsent study still shows."""
    workstation.record(STUDY)
    server.put(SCOPE, application(state="new", message="Nouveau message"))
    workstation.apply(server.pull({SCOPE: {ROW}}), is_full=False)
    assert state_of(workstation) == "processing"
    with workstation.reading() as connection:
        assert connection.execute(text("SELECT message FROM job_applications")).scalar_one() == "Nouveau message"


def test_an_act_that_no_longer_holds_is_doubtful_and_stays_queued(
    workstation: Workstation, server: HandMadeServer
) -> None:
    """A colleague refused the application meanwhile: the server will decide."""
    workstation.record(STUDY)
    server.put(SCOPE, application(state="refused"))
    workstation.apply(server.pull({SCOPE: {ROW}}), is_full=False)
    assert state_of(workstation) == "refused"
    assert len(workstation.pending()) == 1
    with workstation.reading() as connection:
        assert connection.execute(text("SELECT mid, code FROM doubtful")).all() == [(1, "changed_elsewhere")]


def test_the_pull_that_carries_an_outcome_closes_the_entry(workstation: Workstation, server: HandMadeServer) -> None:
    """From then on the act is the server's row, not a pending one."""
    recorded = workstation.record(STUDY)
    server.put(SCOPE, application(state="processing"))
    workstation.apply(server.pull({SCOPE: {ROW}}, [applied(1, recorded.entry_id)]), is_full=False)
    assert workstation.pending() == []
    assert state_of(workstation) == "processing"
    with workstation.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM shadows")).scalar_one() == 0


def test_replay_starts_after_the_outcomes_the_pull_carries(workstation: Workstation, server: HandMadeServer) -> None:
    """The second act is replayed on the first one's confirmed effect."""
    first = workstation.record(STUDY)
    workstation.record(Postpone(job_application_id="application-1", answer="Plus tard"))
    server.put(SCOPE, application(state="processing"))
    workstation.apply(server.pull({SCOPE: {ROW}}, [applied(1, first.entry_id)]), is_full=False)
    assert state_of(workstation) == "postponed"
    assert [item.mid for item in workstation.pending()] == [2]


def test_a_crash_between_replica_and_journal_does_not_replay_twice(
    workstation: Workstation, server: HandMadeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The replica remembers the outcomes it holds, so an entry left open by a crash is not run again on top."""
    first = workstation.record(STUDY)
    server.put(SCOPE, application(state="processing"))
    journal = workstation._journal  # noqa: SLF001 - the crash happens inside
    with monkeypatch.context() as patch:
        patch.setattr(journal, "close_entries", _crash)
        with pytest.raises(KeyboardInterrupt):
            workstation.apply(server.pull({SCOPE: {ROW}}, [applied(1, first.entry_id)]), is_full=False)
    workstation.apply(server.pull({}), is_full=False)
    with workstation.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM doubtful")).scalar_one() == 0
        assert connection.execute(text("SELECT count(*) FROM pending_rows")).scalar_one() == 0


def _crash(*_args: object) -> None:
    raise KeyboardInterrupt


def test_a_truncated_pull_changes_nothing(workstation: Workstation, server: HandMadeServer) -> None:
    """Without its last line a pull is not applied."""
    server.put(SCOPE, application(state="refused"))
    with pytest.raises(Refused, match="truncated"):
        workstation.apply(server.pull({SCOPE: {ROW}})[:-1], is_full=False)
    assert state_of(workstation) == "new"


def test_a_truncated_bootstrap_leaves_the_old_replica(workstation: Workstation, server: HandMadeServer) -> None:
    """The new file is not swapped in; the present one goes on."""
    with pytest.raises(Refused, match="truncated"):
        workstation.apply(server.full_pull()[:-1], is_full=True)
    assert names(workstation) == ["Bernard"]


def test_a_changed_byte_is_noticed(workstation: Workstation, server: HandMadeServer) -> None:
    """The end line's hash covers every byte before it."""
    server.put(SCOPE, application(state="refused"))
    lines = [line.replace(b"refused", b"refusee") for line in server.pull({SCOPE: {ROW}})]
    with pytest.raises(Refused, match="bad_hash"):
        workstation.apply(lines, is_full=False)


def test_a_missing_row_is_noticed_by_the_digest(workstation: Workstation, server: HandMadeServer) -> None:
    """A well-formed pull that forgot a change leaves its scope to be repaired."""
    server.put(SCOPE, application(state="refused"))
    workstation.apply(server.pull({}), is_full=False)
    assert workstation.mender.disagreeing() == [SCOPE]


def test_a_pending_act_is_no_disagreement(workstation: Workstation, server: HandMadeServer) -> None:
    """The digest counts confirmed images, not working rows."""
    workstation.record(STUDY)
    workstation.apply(server.pull({}), is_full=False)
    assert workstation.mender.disagreeing() == []


def test_rows_that_left_a_scope_go_with_their_search_entry(workstation: Workstation, server: HandMadeServer) -> None:
    """A person no longer visible is not found by name either."""
    gone = [(SCOPE, *ROW), (SCOPE, "job_seekers", DAVE.id)]
    workstation.apply(server.pull({}, gone=gone), is_full=False)
    assert names(workstation) == []
    with workstation.reading() as connection:
        found = connection.execute(text("SELECT count(*) FROM search WHERE search MATCH 'bernard'")).scalar_one()
    assert found == 0


def test_a_scope_no_longer_named_takes_its_rows_along(workstation: Workstation, server: HandMadeServer) -> None:
    """The scope list of a pull is authoritative."""
    server.drop_scope(SCOPE)
    workstation.apply(server.pull({}), is_full=False)
    assert names(workstation) == []


def test_a_row_of_two_scopes_stays_while_one_holds_it(workstation: Workstation, server: HandMadeServer) -> None:
    """Leaving one scope does not delete what another still shows."""
    server.put("user:user-alice", DAVE)
    workstation.apply(server.pull({"user:user-alice": {("job_seekers", DAVE.id)}}), is_full=False)
    server.drop_scope(SCOPE)
    workstation.apply(server.pull({}), is_full=False)
    assert names(workstation) == ["Bernard"]


def test_undoing_after_a_pull_gives_the_confirmed_row_back(workstation: Workstation, server: HandMadeServer) -> None:
    """The shadow follows the server, not the state at recording."""
    recorded = workstation.record(STUDY)
    server.put(SCOPE, application(state="new", message="Autre"))
    workstation.apply(server.pull({SCOPE: {ROW}}), is_full=False)
    workstation.undo(recorded.entry_id)
    with workstation.reading() as connection:
        row = connection.execute(text("SELECT state, message FROM job_applications")).one()
    assert tuple(row) == ("new", "Autre")


def test_an_unknown_column_and_an_unknown_line_are_ignored(workstation: Workstation, server: HandMadeServer) -> None:
    """A newer server may say more than this program knows."""
    assert workstation.apply(server.pull({}), is_full=False).everything is False


def test_entries_lost_by_a_restored_server_are_sent_again(workstation: Workstation, server: HandMadeServer) -> None:
    """Closed entries behind the server's last mid become pending again, in order."""
    recorded = workstation.record(STUDY)
    server.put(SCOPE, application(state="processing"))
    workstation.apply(server.pull({SCOPE: {ROW}}, [applied(1, recorded.entry_id)]), is_full=False)
    assert workstation.outbox.server_holds(0) == 1
    assert [item.state for item in workstation.pending()] == [EntryState.SENT]


def test_search_finds_a_person_without_accents_as_you_type(workstation: Workstation, server: HandMadeServer) -> None:
    """Prefix, accents ignored, names and messages."""
    server.put(SCOPE, application(id="application-2", message="Très motivé"))
    workstation.apply(server.pull({SCOPE: {("job_applications", "application-2")}}), is_full=False)
    with workstation.reading() as connection:
        found = connection.execute(text('SELECT count(*) FROM search WHERE search MATCH \'"motiv"* "ber"*\''))
        assert found.scalar_one() == 1
