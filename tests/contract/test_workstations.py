"""Real workstations and a real server on one machine: copies, damaged rows, takings back."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text

from sync.domain.answering import Study
from sync.engine.cycle import CycleKind
from sync.engine.http import HttpTransport
from sync.engine.quarantine import part_if_revoked
from sync.protocol.problems import REVOKED
from sync.server.auth.devices import ask_wipe, revoke
from sync.server.central import Central
from sync.server.embedded import EmbeddedServer
from sync.server.nights import Night
from sync.server.tables import CLIENTS, QUARANTINE, SCOPE_FLOORS
from tests.kit.clocks import FakeClock
from tests.kit.people import ALICE, DAVE, ERIN, RULES_2021
from tests.kit.posts import APPLICATION, SEEN, copied, enrolled, opened


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
        alice.workstation.undo(recorded.entry_id)
        outcome = alice.sync()
        assert (outcome.kind, outcome.sent) == (CycleKind.DONE, 2)
        with alice.workstation.reading() as connection:
            assert connection.execute(text("SELECT state FROM job_applications")).scalar_one() == "new"
        assert alice.workstation.pending() == []


def test_a_server_restored_from_a_backup_gets_back_what_it_lacks(
    server: EmbeddedServer, tmp_path: Path, clock: FakeClock
) -> None:
    """Acts it had acknowledged after the backup are sent again, each once; everybody converges."""
    with (
        enrolled(server, tmp_path / "alice", ALICE, clock) as alice,
        enrolled(server, tmp_path / "erin", ERIN, clock) as erin,
    ):
        for post in (alice, erin):
            post.sync()
        backup = backed_up(server)
        alice.comment("après la sauvegarde")
        erin.comment("aussi")
        for post in (alice, erin, alice):
            post.sync()
        restore(server, backup)
        reissued = 0
        for post in (alice, erin, alice, erin, alice):
            reissued += post.sync().reissued
        assert reissued == 2
        for post in (alice, erin):
            assert post.comments() == ["après la sauvegarde", "aussi"]
            assert post.workstation.pending() == []


def test_a_restored_server_with_a_note_needs_nobody_to_tell_it(
    server: EmbeddedServer, tmp_path: Path, clock: FakeClock
) -> None:
    """It begins a new epoch before the first of them comes; each act is there once, and no number comes twice."""
    server.settings = replace(server.settings, note_file=str(tmp_path / "elsewhere" / "note"))
    (tmp_path / "elsewhere").mkdir()
    with enrolled(server, tmp_path / "alice", ALICE, clock) as alice:
        alice.sync()
        backup = backed_up(server)
        with office(server, clock) as central, central.work() as unit:
            lost = central.ledger(unit.connection).pass_number(RULES_2021, clock.now().date())
            epoch = central.epoch
        alice.comment("après la sauvegarde")
        alice.sync()
        restore(server, backup)
        with office(server, clock) as central, central.work() as unit:
            assert central.epoch != epoch
            assert central.ledger(unit.connection).pass_number(RULES_2021, clock.now().date()) > lost
        assert sum(alice.sync().reissued for _ in range(3)) == 1
        assert alice.comments() == ["après la sauvegarde"]


def test_a_revoked_workstation_hands_in_its_journal_and_nothing_else(
    server: EmbeddedServer, tmp_path: Path, clock: FakeClock
) -> None:
    """Every act it had not sent, once, however often it tries; the journal stays where it is."""
    with enrolled(server, tmp_path / "erin", ERIN, clock) as erin:
        erin.sync()
        for number in range(60):
            erin.comment(f"note {number}")
        profile = erin.workstation.profile
        with office(server, clock) as central, central.work() as unit:
            revoke(unit.connection, profile.client_id, clock.now())
        with closing(HttpTransport(server.url, profile.token)) as transport:
            for _ in range(2):
                outcome = erin.sync()
                assert (outcome.problem, outcome.must_wipe) == (REVOKED, False)
                part_if_revoked(outcome, erin.workstation, transport, lose_key)
        assert len(erin.workstation.pending()) == 60
        with office(server, clock) as central, central.reading() as connection:
            assert len(connection.execute(select(QUARANTINE)).all()) == 60
            assert connection.execute(text("SELECT COUNT(*) FROM comments")).scalar_one() == 0


def test_a_workstation_to_be_wiped_loses_its_key_before_it_answers(
    server: EmbeddedServer, tmp_path: Path, clock: FakeClock
) -> None:
    """The server knows how many acts died, even where the answer never comes: it was told at the last hello."""
    lost: list[str] = []
    with enrolled(server, tmp_path / "erin", ERIN, clock) as erin:
        erin.sync()
        erin.workstation.record(Study(job_application_id=APPLICATION))
        clock.advance(minutes=6)
        profile = erin.workstation.profile
        with office(server, clock) as central, central.work() as unit:
            ask_wipe(unit.connection, profile.client_id, clock.now())
        outcome = erin.sync()
        with closing(HttpTransport("http://127.0.0.1:1", profile.token)) as nowhere:
            part_if_revoked(outcome, erin.workstation, nowhere, lambda: lost.append("key"))
        assert lost == ["key"]
        with closing(HttpTransport(server.url, profile.token)) as transport:
            part_if_revoked(outcome, erin.workstation, transport, lambda: lost.append("key"))
        with office(server, clock) as central, central.reading() as connection:
            row = connection.execute(select(CLIENTS).where(CLIENTS.c.id == profile.client_id)).one()
        assert (row.unsent, row.wiped_at) == (1, clock.now())


def test_a_workstation_below_the_floor_is_brought_level(
    server: EmbeddedServer, tmp_path: Path, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    """What left while it was away, and is no longer told of, is gone, with no repair; its own acts are there."""
    with enrolled(server, tmp_path / "alice", ALICE, clock) as alice:
        alice.sync()
        with office(server, clock) as central, central.work() as unit:
            unit.world.remove(SEEN)
        with office(server, clock) as central:
            for days in (1, 61):
                clock.advance(days=days)
                Night(central).pass_if_due()
            with central.reading() as connection:
                assert connection.execute(select(SCOPE_FLOORS)).all()
        alice.comment("toujours là")
        assert alice.sync().kind is CycleKind.DONE
        with alice.workstation.reading() as connection:
            assert connection.execute(text("SELECT COUNT(*) FROM job_seekers")).scalar_one() == 0
        assert alice.comments() == ["toujours là"]
        assert alice.workstation.mender.audit() == []
        assert "repaired" not in caplog.text


def lose_key() -> None:
    """Not to be called: the device is revoked, not wiped."""
    raise AssertionError


def office(server: EmbeddedServer, clock: FakeClock) -> closing[Central]:
    """The server's database, from beside."""
    return closing(Central(server.settings, clock))


def backed_up(server: EmbeddedServer) -> dict[Path, bytes]:
    """The server's files as they lie on disk while it is stopped."""
    server.stop()
    file = Path(server.settings.database_url.removeprefix("sqlite:///"))
    files = {path: path.read_bytes() for path in file.parent.glob(f"{file.name}*") if path.is_file()}
    again(server)
    return files


def restore(server: EmbeddedServer, backup: dict[Path, bytes]) -> None:
    """The backup in place of what came after it."""
    server.stop()
    file = Path(server.settings.database_url.removeprefix("sqlite:///"))
    for path in file.parent.glob(f"{file.name}*"):
        if path.is_file():
            path.unlink()
    for path, content in backup.items():
        path.write_bytes(content)
    again(server)


def again(server: EmbeddedServer) -> None:
    """The server listens once more, where it was."""
    server.settings = replace(server.settings, port=int(server.url.rsplit(":", 1)[1]))
    server.start()


def test_the_directory_is_fetched_on_demand_and_stays(server: EmbeddedServer, tmp_path: Path, clock: FakeClock) -> None:
    """Other structures come when they are wanted, and no later cycle takes them away or finds them wrong."""
    with enrolled(server, tmp_path / "alice", ALICE, clock) as alice:
        alice.sync()
        assert alice.count("employers") == 1
        alice.cycle.want_directory()
        alice.sync()
        assert alice.count("employers") == 2
        alice.comment("après l’annuaire")
        alice.sync()
        assert alice.count("employers") == 2
        assert alice.workstation.mender.disagreeing() == []
