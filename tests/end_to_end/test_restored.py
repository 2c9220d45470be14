"""Restored servers and copied profiles on real processes: nothing acknowledged is lost, nothing is there twice."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.wire import Fault, Proxy
from tests.kit.people import ALICE, ERIN
from tests.week.machines import Machine
from tests.week.place import APPLICATION, Place, note
from tests.week.verdict import compare, logged

pytestmark = [pytest.mark.xdist_group("departures"), pytest.mark.timeout(180)]

WAITING = "SELECT code FROM inbox_issues WHERE closed_at IS NULL"
NOTES = "SELECT body FROM comments ORDER BY body"


def bodies(machine: Machine) -> list[str]:
    """The notes a workstation shows."""
    return [row[0] for row in machine.rows(NOTES)]


def once_each(place: Place, *machines: Machine) -> bool:
    """Whether every act these machines ever acknowledged is in the server's log once, and none beside."""
    kept = [act for machine in machines for act in machine.acts]
    with place.server.central() as central, central.reading() as rows:
        return bool(kept) and compare(kept, logged(rows)).is_clean


def test_a_server_restored_from_before_acknowledged_acts_gets_them_all_back(place: Place) -> None:
    """It dies again while the first workstation sends; another is killed; a third part was never sent. All converge."""
    alice, erin = place.join("alice", ALICE), place.join("erin", ERIN)
    note(alice, "1 avant la sauvegarde")
    alice.sync()
    backup = place.server.backup()
    for number in range(5):
        note(alice, f"2 alice {number}")
        note(erin, f"3 erin {number}")
    alice.sync()
    erin.sync()
    note(erin, "4 jamais envoyée")
    erin.kill()
    place.server.restore(backup)
    place.server.start()
    assert not once_each(place, alice)

    alice.begin("sync")
    place.server.kill()
    alice.hear()
    place.server.start()
    erin.start()
    for machine in (erin, alice, erin, alice):
        outcome = machine.sync()
        assert (outcome["kind"], outcome["pending"]) == ("done", 0)
    assert once_each(place, alice, erin)
    assert bodies(alice) == bodies(erin)
    assert len(bodies(alice)) == len(set(bodies(alice))) == 12
    for machine in (alice, erin):
        assert machine.ask("state")["disagreeing"] == []


def test_decisions_that_come_back_before_those_they_rest_on_are_all_applied_once(place: Place) -> None:
    """The two take turns with one application; after the restore each sends its own first, and nothing is refused."""
    alice, erin = place.join("alice", ALICE), place.join("erin", ERIN)
    backup = place.server.backup()
    for machine, name, more in (
        (alice, "job_application.postpone", {}),
        (erin, "job_application.refuse", {"reason": "other", "answer": "Bonne chance."}),
    ):
        machine.sync()
        act = machine.ask("record", name=name, args={"job_application_id": APPLICATION, **more})
        assert "act" in act, act
        place.moved.advance(seconds=60)
        machine.sync()
    alice.sync()
    assert alice.rows("SELECT state FROM job_applications") == [["refused"]]
    place.server.restore(backup)
    place.server.start()

    assert erin.sync()["reissued"] == 1
    assert erin.rows(WAITING) == [["waits_for_others"]]
    assert [act["code"] for act in erin.ask("journal")["acts"]] == ["waits_for_others"]
    for machine in (alice, erin, alice):
        machine.sync()
    for machine in (alice, erin):
        assert machine.rows("SELECT state FROM job_applications") == [["refused"]]
        assert [act["status"] for act in machine.ask("journal")["acts"]] == ["applied"]
        assert machine.rows(WAITING) == []
        assert machine.ask("state")["disagreeing"] == []
    assert once_each(place, alice, erin)


def test_a_server_that_dies_in_its_answer_executes_nothing_twice(place: Place) -> None:
    """The push is committed, its answer cut at a byte: the workstation sends it again and learns the old outcomes."""
    alice = place.machine("alice")
    alice.start()
    line = Proxy(place.server.port)
    alice.ask("enrol", server=line.url, email=ALICE.email, password="correct horse")
    alice.sync()
    note(alice, "une seule fois")
    fault = Fault("call", "down", 60, "/sync/v1/push", call=lambda: kill(place))
    line.arm(fault)
    assert alice.ask("sync")["kind"] == "offline"
    assert fault.happened.is_set()
    place.server.start()
    assert alice.sync()["kind"] == "done"
    assert once_each(place, alice)
    assert bodies(alice) == ["une seule fois"]
    line.close()


def kill(place: Place) -> None:
    """The server dies."""
    assert place.server.kill()


def copy(machine: Machine, target: Machine) -> None:
    """The profile of a machine that is off, as an image put on another one."""
    shutil.copytree(machine.folder, target.folder)
    shutil.copy(machine.folder.with_suffix(".key"), target.folder.with_suffix(".key"))


def test_a_cloned_profile_loses_no_act_and_never_overwrites_the_original(place: Place) -> None:
    """Each of the two goes on under a name of its own, whichever speaks first, and all their acts are there once."""
    alice, twin = place.join("alice", ALICE), place.machine("twin")
    note(alice, "1 envoyée avant la copie")
    alice.sync()
    note(alice, "2 en attente lors de la copie")
    alice.stop()
    copy(alice, twin)
    for machine in (alice, twin):
        machine.start()
    name = alice.ask("state")["client"]
    shared = [act["id"] for act in alice.ask("journal")["acts"]]
    note(alice, "3 de l’original")
    note(twin, "4 de la copie")
    note(twin, "5 de la copie")
    original = [act["id"] for act in alice.ask("journal")["acts"]]

    assert [alice.sync()["forked"], twin.sync()["forked"]] == [False, True]
    for machine in (alice, twin):
        assert machine.sync()["kind"] == "done"
    assert bodies(alice) == bodies(twin)
    assert [body[0] for body in bodies(alice)] == ["1", "2", "3", "4", "5"]
    assert alice.ask("state")["client"] == name != twin.ask("state")["client"]
    assert [act["id"] for act in alice.ask("journal")["acts"]] == original
    twins = [act for act in twin.acts if act not in shared]
    with place.server.central() as central, central.reading() as rows:
        executed = Counter(act.id for act in logged(rows))
    assert {executed[act] for act in (*original, *twins)} == {1}


def test_a_profile_put_back_from_an_older_image_keeps_what_it_had_sent_since(place: Place) -> None:
    """The acts sent after the image was taken are on the server; those made after it was put back are sent as well."""
    alice, image = place.join("alice", ALICE), place.machine("image")
    note(alice, "1 avant l’image")
    alice.sync()
    alice.stop()
    copy(alice, image)
    alice.start()
    note(alice, "2 après l’image")
    alice.sync()
    alice.stop()
    put_back(image, alice)
    alice.start()
    note(alice, "3 après la remise en place")
    assert alice.sync()["forked"] is True
    assert alice.sync()["kind"] == "done"
    assert [body[0] for body in bodies(alice)] == ["1", "2", "3"]
    assert once_each(place, alice)


def put_back(image: Machine, machine: Machine) -> None:
    """The image in place of a machine's profile."""
    shutil.rmtree(machine.folder)
    copy(image, machine)
    assert Path(machine.folder).is_dir()
