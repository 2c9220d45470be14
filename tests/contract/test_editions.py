"""A new edition of the rules, published while one workstation is online and another is away with acts to send."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlalchemy import select, text

from sync import resources
from sync.domain.answering import Refuse, Study
from sync.domain.calendar import start_of_paris_day
from sync.domain.errors import RuleViolation
from sync.domain.world import World
from sync.server.central import Central
from sync.server.embedded import EmbeddedServer
from sync.server.rules import publish
from sync.server.tables import COMMAND_LOG
from tests.kit.central import Device
from tests.kit.clocks import FakeClock
from tests.kit.people import ALICE, ERIN, NOON, application
from tests.kit.posts import APPLICATION, Post, enrolled

SECOND = "application-2"
# A reason of 2021 that the edition of 2026 no longer offers.
UNAVAILABLE = {"reason": "unavailable", "answer": "Bonjour, ce poste demande d’être disponible."}


def on_central(server: EmbeddedServer, clock: FakeClock, write: Callable[[World], object]) -> None:
    """Write to the central rows as staff would."""
    central = Central(server.settings, clock)
    with central.work() as unit:
        write(unit.world)
    central.close()


def publish_newer_rules(world: World) -> None:
    """From 10 February 2021 on, the rules of 2026 hold."""
    source = resources.read_text("rulebook", "2026-08-21.toml")
    publish(world, source, start_of_paris_day(date(2021, 2, 10)), NOON)


def states(post: Post) -> dict[str, str]:
    """The state of each application, as a screen would read it."""
    with post.workstation.reading() as connection:
        return {row.id: row.state for row in connection.execute(text("SELECT id, state FROM job_applications"))}


def test_each_act_is_judged_by_the_edition_of_its_own_instant(
    server: EmbeddedServer, tmp_path: Path, clock: FakeClock
) -> None:
    """Both end on the new rules, no act is lost, and the one that fails names the rules it was recorded under."""
    on_central(server, clock, lambda world: world.put(application(id=SECOND, state="processing")))
    with (
        enrolled(server, tmp_path / "alice", ALICE, clock) as alice,
        enrolled(server, tmp_path / "erin", ERIN, clock) as erin,
    ):
        for post in (alice, erin):
            post.sync()
        on_central(server, clock, publish_newer_rules)
        alice.sync()

        clock.advance(days=1)
        erin.workstation.record(Study(job_application_id=APPLICATION))
        erin.workstation.record(Refuse(job_application_id=APPLICATION, **UNAVAILABLE))
        clock.advance(days=2)
        erin.workstation.record(Refuse(job_application_id=SECOND, **UNAVAILABLE))
        refusal = alice.workstation.check(Refuse(job_application_id=SECOND, **UNAVAILABLE))
        assert isinstance(refusal, RuleViolation)

        clock.advance(days=1)
        for post in (erin, alice, erin):
            post.sync()
        for post in (alice, erin):
            assert post.workstation.rules(clock.now()).edition == "2026-08-21"
            assert states(post) == {APPLICATION: "refused", SECOND: "processing"}
            assert post.workstation.pending() == []
        with erin.workstation.reading() as connection:
            issues = connection.execute(text("SELECT recorded_edition, judged_edition FROM inbox_issues")).all()
        assert [tuple(issue) for issue in issues] == [("2021-02-08", "2026-08-21")]


def test_rules_published_beside_a_running_server_hold_from_the_next_push(central: Central) -> None:
    """Though it remembers those of the push before."""
    with central.work() as unit:
        unit.world.put(application(state="new"))
    device = Device(central, ALICE)
    device.act(Study(job_application_id=application().id))
    beside = Central(central.settings, central.clock)
    with beside.work() as unit:
        source = resources.read_text("rulebook", "2026-08-21.toml")
        publish(unit.world, source, central.now(), central.now())
    beside.close()
    device.act(Study(job_application_id=application().id))
    with central.reading() as connection:
        judged = connection.scalars(select(COMMAND_LOG.c.judged_edition).order_by(COMMAND_LOG.c.mid)).all()
    assert judged == ["2021-02-08", "2026-08-21"]
