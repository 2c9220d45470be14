"""The feed: who gets which row when, in one piece (SYNC.md §1, §3, §6), on both databases."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, text

from sync.domain.answering import Study
from sync.domain.job_applications import JobApplication
from sync.domain.visibility import Reason, Sight, Visibility
from sync.protocol import messages as m
from sync.protocol.problems import BAD_REQUEST, EPOCH_CHANGED, FOREIGN_SCOPE, Problem, Refused
from sync.server.central import Central
from sync.server.cursors import Position, write_cursor
from sync.server.feed import pull
from sync.server.tables import SCOPE_HEADS
from sync.server.unit_of_work import UnitOfWork
from sync.server.write_hook import UnhookedWriteError
from sync.store.tables import TABLES
from tests.kit.central import Device
from tests.kit.people import ACI, ALICE, BOB, DAVE, EI, ERIN, LONG_AGO, application, diagnosis, membership

ACI_SCOPE = f"employer:{ACI.id}"
APPLICATIONS = TABLES[JobApplication]


def _put(central: Central, *rows: object) -> None:
    with central.work() as unit:
        for row in rows:
            unit.world.put(row)


def _sees(employer_id: str, reason: Reason = Reason.APPLICATION) -> Visibility:
    return Visibility(
        id=Sight(DAVE.id, employer_id).row_id(reason),
        job_seeker_id=DAVE.id,
        employer_id=employer_id,
        reason=reason,
        created_at=LONG_AGO,
    )


def _heads(central: Central) -> dict[str, int]:
    with central.reading() as connection:
        return {row.scope: row.head for row in connection.execute(SCOPE_HEADS.select())}


def _refused(problem: Problem) -> Any:  # noqa: ANN401 - pytest's context
    return pytest.raises(Refused, check=lambda refused: refused.problem == problem)


def test_a_first_pull_brings_all_and_the_next_one_nothing(central: Central) -> None:
    """Digests and numbers of rows hold (the device checks them), then there is no news."""
    _put(central, application(), _sees(ACI.id), diagnosis())
    alice = Device(central, ALICE)
    assert alice.pull()
    assert set(alice.rows) == {"reference", f"user:{ALICE.id}", ACI_SCOPE}
    assert list(alice.held(ACI_SCOPE, "job_seekers")) == [DAVE.id]
    assert not alice.pull()


def test_a_pull_brings_only_what_changed(central: Central) -> None:
    """After a decision: the application, its history, and nothing else."""
    _put(central, application(state="new"), _sees(ACI.id), _sees(ACI.id, Reason.PENDING))
    alice, erin = Device(central, ALICE), Device(central, ERIN)
    erin.pull()
    alice.act(Study(job_application_id="application-1"))
    before = dict(erin.rows[ACI_SCOPE])
    erin.pull()
    changed = {key for key, row in erin.rows[ACI_SCOPE].items() if before.get(key) != row}
    assert {table for table, _ in changed} == {"job_applications", "transitions"}


def test_a_pull_carries_the_outcomes_from_the_first_open_mid(central: Central) -> None:
    """Also when no scope moved: the entry is closed by it."""
    alice = Device(central, ALICE)
    alice.pull()
    alice.act(Study(job_application_id="nowhere"), void=False)
    alice.pull()
    assert alice.outcomes[1].status == "rejected"


def test_a_person_and_all_that_hangs_on_them_reach_and_leave_an_employer_in_one_commit(central: Central) -> None:
    """DOMAIN.md §6: the visibility row carries the person and the prescriber's diagnosis."""
    _put(central, diagnosis())
    bob = Device(central, BOB)
    bob.pull()
    scope = f"employer:{EI.id}"
    assert not bob.held(scope, "job_seekers")
    _put(central, _sees(EI.id))
    bob.pull()
    assert bob.held(scope, "job_seekers")
    assert bob.held(scope, "eligibility_diagnoses")
    with central.work() as unit:
        unit.world.remove(_sees(EI.id))
    bob.pull()
    assert not bob.held(scope, "job_seekers")
    assert not bob.held(scope, "eligibility_diagnoses")
    assert not bob.held(scope, "visibilities")


def test_a_scope_that_is_no_longer_the_user_s_is_not_named(central: Central) -> None:
    """The list of scopes is authoritative; coming back brings everything again."""
    erin = Device(central, ERIN)
    erin.pull()
    _put(central, replace(membership(ERIN, ACI), is_active=False))
    erin.pull()
    assert ACI_SCOPE not in erin.rows
    _put(central, membership(ERIN, ACI))
    erin.pull()
    assert erin.held(ACI_SCOPE, "employers")


def test_the_directory_comes_only_when_wanted(central: Central) -> None:
    """Its pull leaves the other scopes where they are."""
    alice = Device(central, ALICE)
    alice.pull()
    assert "directory" not in alice.rows
    alice.pull("directory")
    assert set(alice.held("directory", "employers")) == {ACI.id, EI.id}
    assert alice.held(ACI_SCOPE, "employers")
    assert not alice.pull("directory")


def test_a_foreign_scope_is_answered_as_one_that_does_not_exist(central: Central) -> None:
    """The same problem for another employer's scope and for nonsense."""
    alice = Device(central, ALICE)
    for scope in (f"employer:{EI.id}", "employer:nobody"):
        with _refused(FOREIGN_SCOPE):
            alice.pull(scope)


def test_a_cursor_ahead_of_the_database_begins_a_new_epoch(central: Central) -> None:
    """Only a database that was restored meets a cursor of its own that it has not reached."""
    client, before = Device(central, ALICE).client, central.epoch
    ahead = write_cursor(central.anchors, central.epoch, {ACI_SCOPE: Position(10_000, 0, 0)})
    with _refused(EPOCH_CHANGED):
        pull(central, client, m.Pull(epoch="", cursor=ahead, schema=1, digest=1))
    assert central.epoch != before


def test_a_cursor_of_another_epoch_or_forged_is_refused(central: Central) -> None:
    """Each has its own numbered problem."""
    client = Device(central, ALICE).client
    cases = {
        write_cursor(central.anchors, "another", {ACI_SCOPE: Position(1, 0, 0)}): EPOCH_CHANGED,
        "forged": BAD_REQUEST,
    }
    for cursor, problem in cases.items():
        with _refused(problem):
            pull(central, client, m.Pull(epoch="", cursor=cursor, schema=1, digest=1))


def test_a_head_rises_by_one_for_each_commit_that_touches_its_scope(central: Central) -> None:
    """Invariant 20; a commit that changes nothing touches nothing."""
    before = _heads(central)
    _put(central, application(), application(id="another"))
    _put(central, application(message="Autre."), application(message="Encore."))
    _put(central, application(message="Encore."))
    after = _heads(central)
    assert {scope: head - before[scope] for scope, head in after.items() if head != before[scope]} == {ACI_SCOPE: 2}


def test_what_is_rolled_back_to_a_savepoint_is_not_in_the_feed(central: Central) -> None:
    """The hook forgets with the transaction."""
    before = _heads(central)

    def fail(unit: UnitOfWork) -> None:
        with unit.savepoint():
            unit.world.put(application())
            raise KeyError

    with central.work() as unit, pytest.raises(KeyError):
        fail(unit)
    assert _heads(central) == before


def test_bulk_writes_feed_like_single_ones(central: Central) -> None:
    """Both fill the same index: a device finds digests that hold."""
    with central.work() as unit:
        unit.put_all([application(id=f"a{number}") for number in range(30)])
    alice = Device(central, ALICE)
    alice.pull()
    assert len(alice.held(ACI_SCOPE, "job_applications")) == 30


_BYPASSES = {
    "core update": lambda connection: connection.execute(APPLICATIONS.update().values(message="x")),
    "core delete": lambda connection: connection.execute(APPLICATIONS.delete()),
    "text": lambda connection: connection.execute(text("UPDATE job_applications SET message = 'x'")),
    "driver": lambda connection: connection.exec_driver_sql("DELETE FROM job_applications"),
}


@pytest.mark.parametrize("way", _BYPASSES)
def test_a_write_that_bypasses_the_hook_is_refused(central: Central, way: str) -> None:
    """Inside a unit of work and outside of one."""
    _put(central, application())

    def attempt(connection: Connection) -> None:
        with pytest.raises(UnhookedWriteError):
            _BYPASSES[way](connection)

    with central.work() as unit:
        attempt(unit.connection)
    with central.database.writing() as connection:
        attempt(connection)


def test_a_snapshot_cannot_write_at_all(central: Central) -> None:
    """Readers get connections the database itself holds read-only."""
    with central.reading() as connection, pytest.raises(Exception, match=r"(?i)read.?only"):
        connection.execute(SCOPE_HEADS.update().values(head=0))


def test_a_pull_is_one_snapshot(central: Central) -> None:
    """What is committed while lines are being read is not in them."""
    _put(central, application())
    device = Device(central, ALICE)
    lines = pull(central, device.client, m.Pull(epoch="", schema=1, digest=1))
    assert lines is not None
    first = next(lines)
    _put(central, application(id="late"), application(message="Modifié."))
    rest = b"".join([first, *lines])
    assert b"late" not in rest
    assert "Modifié".encode() not in rest
