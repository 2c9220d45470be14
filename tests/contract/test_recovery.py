"""What people are told once the server was restored: acts sent again, PASS with another number (SYNC.md §1.9)."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import text

from sync.domain.answering import Study
from sync.domain.hiring import Accept
from sync.replica.recovery import Replaced
from sync.server.embedded import EmbeddedServer
from tests.contract.test_workstations import backed_up, office, restore
from tests.kit.clocks import FakeClock
from tests.kit.people import ALICE, DAVE, ERIN, diagnosis
from tests.kit.posts import APPLICATION, Post, enrolled

TODAY = date(2021, 2, 8)


def number(post: Post) -> str:
    """The one PASS number that a workstation shows."""
    with post.workstation.reading() as connection:
        return str(connection.execute(text("SELECT number FROM passes")).scalar_one())


def test_a_pass_that_comes_back_with_another_number_is_told_wherever_it_was_seen(
    server: EmbeddedServer, tmp_path: Path, clock: FakeClock
) -> None:
    """On the workstation that hired and on a colleague's: which number, whose, and how many acts went again."""
    server.settings = replace(server.settings, note_file=str(tmp_path / "elsewhere" / "note"))
    (tmp_path / "elsewhere").mkdir()
    with office(server, clock) as central, central.work() as unit:
        unit.world.put(diagnosis())
    with (
        enrolled(server, tmp_path / "alice", ALICE, clock) as alice,
        enrolled(server, tmp_path / "erin", ERIN, clock) as erin,
    ):
        alice.sync()
        backup = backed_up(server)
        ends_on = TODAY + timedelta(days=180)
        hire = Accept(job_application_id=APPLICATION, hiring_starts_on=TODAY, hiring_ends_on=ends_on, pass_id="pass-1")
        for act in (Study(job_application_id=APPLICATION), hire):
            alice.workstation.record(act)
            clock.advance(minutes=1)
            alice.sync()
        erin.sync()
        before = number(erin)
        assert (number(alice), alice.workstation.recovery.told()) == (before, None)

        restore(server, backup)
        for post in (erin, alice, alice, erin, erin):
            post.sync()
        now = number(alice)
        assert before != now == number(erin)
        for post, acts in ((alice, 2), (erin, 0)):
            told = post.workstation.recovery.told()
            assert told is not None
            assert (told.replaced, told.reissued, told.watched) == ((Replaced(before, now, DAVE.id),), acts, {})
            clock.advance(days=46)
            assert post.workstation.recovery.told() is None
            clock.advance(days=-46)
