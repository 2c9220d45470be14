"""Issues that people arbitrate, and issues that close themselves (SYNC.md §7, §8), on both databases."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from sync.domain.answering import Refuse, Study
from sync.domain.hiring import Accept
from sync.domain.inbox import InboxIssue, IssueKind
from sync.domain.job_applications import JobApplication
from sync.domain.passes import Pass
from sync.domain.registering import EditJobSeeker
from sync.domain.settling import Settle, Settlement
from sync.protocol import messages as m
from sync.server.central import Central
from sync.store.world import SqlWorld, Unwatched
from tests.kit.central import Device
from tests.kit.clocks import FakeClock
from tests.kit.people import ACI, ALICE, BOB, DAVE, EI, ERIN, application, diagnosis

TODAY = date(2021, 2, 8)


@pytest.fixture
def studied(central: Central) -> Central:
    """The server, where dave's applications to both employers are under study."""
    with central.work() as unit:
        unit.world.put(diagnosis())
        unit.world.put(application(id="at-aci"))
        unit.world.put(application(id="at-ei", employer_id=EI.id))
    return central


def _find(central: Central, kind: type, **equals: Any) -> list[Any]:  # noqa: ANN401 - any column value
    with central.reading() as connection:
        return SqlWorld(connection, Unwatched()).find(kind, **equals)


def _accept(where: str) -> Accept:
    return Accept(
        job_application_id=where,
        hiring_starts_on=TODAY,
        hiring_ends_on=TODAY + timedelta(days=180),
        pass_id=f"pass-{where}",
    )


def _raced(clock: FakeClock, first: Device, second: Device, places: tuple[str, str]) -> m.Pushed:
    """The first device accepts offline, the second one an hour later online; then the first one's act comes in."""
    entry = first.record(_accept(places[0]), expect={"state": "processing"})
    clock.advance(hours=1)
    assert second.act(_accept(places[1])).status == "applied"
    clock.advance(hours=1)
    return first.push(entry)


@pytest.mark.parametrize("places", [("at-aci", "at-ei"), ("at-aci", "at-aci")], ids=["two employers", "one hire twice"])
def test_an_earlier_acceptance_that_came_too_late_is_arbitrated(
    studied: Central, clock: FakeClock, places: tuple[str, str]
) -> None:
    """First committed wins, nothing is reversed, and people are asked; the other employer is not named."""
    alice, second = Device(studied, ALICE, clock), Device(studied, BOB if places[1] == "at-ei" else ERIN, clock)
    made_at = clock.now()
    pushed = _raced(clock, alice, second, places)
    assert [one.status for one in pushed.outcomes] == ["rejected"]
    (issue,) = _find(studied, InboxIssue)
    assert (issue.kind, issue.employer_id, issue.code) == (IssueKind.ARBITRATION, ACI.id, "hired_later_elsewhere")
    facts = msgspec.json.decode(issue.facts)
    assert (facts["made_at"][:16], facts["grade"]) == (made_at.isoformat()[:16], "proven")
    assert EI.id not in issue.facts + issue.theirs
    assert [one.id for one in _find(studied, Pass)] == [f"pass-{places[1]}"]
    assert [one.id for one in _find(studied, JobApplication, state="accepted")] == [places[1]]


def test_a_later_acceptance_is_merely_refused(studied: Central, clock: FakeClock) -> None:
    """Nobody need judge what came second and was made second."""
    bob, alice = Device(studied, BOB, clock), Device(studied, ALICE, clock)
    assert bob.act(_accept("at-ei")).status == "applied"
    clock.advance(hours=1)
    assert alice.act(_accept("at-aci")).status == "rejected"
    assert [issue.kind for issue in _find(studied, InboxIssue)] == [IssueKind.REJECTED]


def test_the_employer_s_administrators_see_the_arbitration(studied: Central, clock: FakeClock) -> None:
    """Its author does too, but only an administrator or staff closes it."""
    erin, alice, bob = Device(studied, ERIN, clock), Device(studied, ALICE, clock), Device(studied, BOB, clock)
    _raced(clock, erin, bob, ("at-aci", "at-ei"))
    (issue,) = _find(studied, InboxIssue)
    for device, user in ((erin, ERIN), (alice, ALICE)):
        device.pull()
        assert list(device.held(f"user:{user.id}", "inbox_issues")) == [issue.id]
    settled = Settle(issue_id=issue.id, how=Settlement.CURRENT)
    assert erin.act(settled).status == "rejected"
    assert alice.act(settled).status == "applied"


def test_an_issue_closes_itself_when_what_its_author_wanted_comes_about(studied: Central) -> None:
    """Alice's refusal failed on what erin had just done; erin then refuses too."""
    alice, erin = Device(studied, ALICE), Device(studied, ERIN)
    refuse = Refuse(job_application_id="at-aci", reason="did_not_come", answer="Non")
    assert alice.act(refuse, expect={"state": "new"}).code == "changed_elsewhere"
    (issue,) = _find(studied, InboxIssue)
    assert issue.closed_at is None
    assert erin.act(refuse, expect={"state": "processing"}).status == "applied"
    (issue,) = _find(studied, InboxIssue)
    assert (issue.closed_how, issue.closed_by) == ("reached", "")


def test_an_issue_stays_when_something_else_comes_about(studied: Central) -> None:
    """And one about another application is not touched."""
    alice, erin = Device(studied, ALICE), Device(studied, ERIN)
    with studied.work() as unit:
        unit.world.put(application(id="at-aci", state="new"))
    refuse = Refuse(job_application_id="at-aci", reason="did_not_come", answer="Non")
    assert alice.act(refuse, expect={"state": "postponed"}).status == "rejected"
    erin.act(Study(job_application_id="at-aci"))
    (issue,) = _find(studied, InboxIssue)
    assert issue.closed_at is None


def test_a_parked_acceptance_closes_itself_when_a_colleague_hires(studied: Central, clock: FakeClock) -> None:
    """Confirming it afterwards does nothing."""
    alice, erin = Device(studied, ALICE, clock), Device(studied, ERIN, clock)
    clock.reboot()
    entry = erin.record(_accept("at-aci"))
    clock.advance(days=2)
    assert erin.push(entry).outcomes[0].status == "parked"
    later = clock.now().date()
    colleague = _accept("at-aci")
    hired = Accept(
        job_application_id="at-aci",
        hiring_starts_on=later,
        hiring_ends_on=later + timedelta(days=90),
        pass_id=colleague.pass_id,
    )
    assert alice.act(hired).status == "applied"
    (issue,) = _find(studied, InboxIssue)
    assert issue.closed_how == "reached"
    assert alice.act(Settle(issue_id=issue.id, how=Settlement.CONFIRMED)).status == "noop"


def test_a_disputed_form_closes_itself_when_it_says_the_same(studied: Central) -> None:
    """Bit by bit: all the fields in dispute have to agree."""
    with studied.work() as unit:
        unit.world.put(application(id="at-aci", state="processing"))
    alice, erin = Device(studied, ALICE), Device(studied, ERIN)
    seen = {"phone": DAVE.phone, "city": DAVE.city}

    def edit(**changes: str) -> EditJobSeeker:
        return EditJobSeeker(job_seeker_id=DAVE.id, employer_id=ACI.id, changes=changes)

    alice.act(edit(phone="0611111111", city="Nancy"), expect=seen)
    assert erin.act(edit(phone="0622222222", city="Toul"), expect=seen).status == "adjusted"
    alice.act(edit(phone="0622222222"), expect={"phone": "0611111111"})
    assert [issue.closed_how for issue in _find(studied, InboxIssue)] == [""]
    alice.act(edit(city="Toul"), expect={"city": "Nancy"})
    assert [issue.closed_how for issue in _find(studied, InboxIssue)] == ["reached"]
