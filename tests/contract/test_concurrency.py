"""Devices that push at the same moment (SYNC.md §12, invariants 1 and 17), on both databases."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

from sync.domain.answering import Study
from sync.domain.hiring import Accept
from sync.domain.job_applications import JobApplication, Transition
from sync.domain.passes import Pass
from sync.server.central import Central
from sync.store.world import SqlWorld, Unwatched
from tests.kit.central import Device
from tests.kit.people import ALICE, BOB, DAVE, EI, ERIN, application, diagnosis

TODAY = date(2021, 2, 8)


def _accept(number: int, job_application_id: str) -> Accept:
    return Accept(
        job_application_id=job_application_id,
        hiring_starts_on=TODAY,
        hiring_ends_on=TODAY + timedelta(days=180),
        pass_id=f"pass-{number}",
    )


def test_two_employers_who_hire_one_person_at_once_share_one_pass(central: Central) -> None:
    """One acceptance wins and makes the other application obsolete; there is never a second valid PASS."""
    with central.work() as unit:
        unit.world.put(diagnosis())
        unit.world.put(application(id="at-aci"))
        unit.world.put(application(id="at-ei", employer_id=EI.id))
    sides = [(Device(central, ALICE), "at-aci"), (Device(central, BOB), "at-ei")]
    entries = [device.record(_accept(number, where)) for number, (device, where) in enumerate(sides)]
    with ThreadPoolExecutor(2) as pool:
        pushed = list(pool.map(lambda side: side[0][0].push(side[1]), zip(sides, entries, strict=True)))
    assert sorted(one.outcomes[0].status for one in pushed) == ["applied", "rejected"]
    with central.reading() as connection:
        world = SqlWorld(connection, Unwatched())
        assert len(world.find(Pass, job_seeker_id=DAVE.id)) == 1
        assert {one.state for one in world.find(JobApplication)} == {"accepted", "obsolete"}


def test_colleagues_who_decide_at_once_get_one_verdict_each(central: Central) -> None:
    """Eight devices study the same application: one does, seven learn that it was done already."""
    with central.work() as unit:
        unit.world.put(application(state="new"))
    devices = [Device(central, user) for user in (ALICE, ERIN) * 4]
    study = Study(job_application_id="application-1")
    entries = [device.record(study, expect={"state": "new"}) for device in devices]
    with ThreadPoolExecutor(8) as pool:
        pushed = list(pool.map(lambda device, entry: device.push(entry), devices, entries))
    assert Counter(one.outcomes[0].status for one in pushed) == {"applied": 1, "noop": 7}
    with central.reading() as connection:
        assert len(SqlWorld(connection, Unwatched()).find(Transition)) == 1


def test_one_entry_sent_twice_at_once_is_executed_once(central: Central) -> None:
    """A client that gave up waiting too early and sends again."""
    with central.work() as unit:
        unit.world.put(application(state="new"))
    alice = Device(central, ALICE)
    entry = alice.record(Study(job_application_id="application-1"))
    with ThreadPoolExecutor(4) as pool:
        pushed = list(pool.map(lambda _: alice.push(entry), range(4)))
    assert len({repr(one.outcomes) for one in pushed}) == 1
    with central.reading() as connection:
        assert len(SqlWorld(connection, Unwatched()).find(Transition)) == 1


def test_numbers_issued_at_once_are_distinct_and_without_gap(central: Central) -> None:
    """Twelve hires of twelve persons, each by a device of its own."""
    with central.work() as unit:
        for number in range(12):
            unit.world.put(replace(DAVE, id=f"person-{number}"))
            unit.world.put(diagnosis(id=f"d{number}", job_seeker_id=f"person-{number}"))
            unit.world.put(application(id=f"a{number}", job_seeker_id=f"person-{number}"))
    devices = [Device(central, ALICE) for _ in range(12)]
    entries = [device.record(_accept(number, f"a{number}")) for number, device in enumerate(devices)]
    with ThreadPoolExecutor(8) as pool:
        pushed = list(pool.map(lambda device, entry: device.push(entry), devices, entries))
    assert {one.outcomes[0].status for one in pushed} == {"applied"}
    with central.reading() as connection:
        numbers = sorted(str(one.number) for one in SqlWorld(connection, Unwatched()).find(Pass))
    assert numbers == [f"99999210{number:04}" for number in range(1, 13)]
