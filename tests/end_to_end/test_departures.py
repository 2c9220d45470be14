"""Departures and lost machines on real processes: each ends as SYNC.md §6 says."""

import time
from collections.abc import Callable
from random import SystemRandom

import httpx
import pytest
from sqlalchemy import select

from sync.domain.inbox import InboxIssue
from sync.protocol.problems import REVOKED
from sync.server.auth.devices import ask_wipe, revoke
from sync.server.tables import CLIENTS, COMMAND_LOG
from sync.store.tables import TABLES
from tests.kit.people import ACI, ALICE, ERIN
from tests.week.machines import Machine
from tests.week.place import APPLICATION, Place, note

pytestmark = [pytest.mark.xdist_group("departures"), pytest.mark.timeout(180)]

MEMBERSHIP = f"{ERIN.id}@{ACI.id}"
HELD = "SELECT (SELECT count(*) FROM job_applications), (SELECT count(*) FROM search)"
ISSUES = "SELECT id, command_name, code FROM inbox_issues WHERE closed_at IS NULL ORDER BY command_name"
# Every door but that of the quarantine, which alone is open to a revoked device.
DOORS = (
    *(("POST", f"/sync/v1/{name}") for name in ("hello", "push", "pull", "digest", "rows")),
    *(("GET", f"/sync/v1/{name}") for name in ("events", "snapshot/reference", f"parts/{'0' * 64}")),
    *((verb, f"/sync/v1/blobs/{'0' * 64}") for verb in ("GET", "PUT", "PATCH", "HEAD")),
    ("POST", "/auth/v1/fork"),
)


def settle(machine: Machine, issue_id: str, how: str) -> None:
    """Settle an issue, and send that."""
    machine.ask("record", name="inbox.settle", args={"issue_id": issue_id, "how": how})
    machine.sync()


def end_membership(alice: Machine) -> None:
    """Alice takes erin's access away."""
    assert "act" in alice.ask("record", name="membership.deactivate", args={"membership_id": MEMBERSHIP})
    alice.sync()


def revoked(place: Place, machine: Machine, how: Callable[..., None]) -> str:
    """The central service takes the machine's access away; its client id."""
    client = str(machine.ask("state")["client"])
    with place.server.central() as central, central.work() as unit:
        how(unit.connection, client, central.now())
    return client


def test_acts_of_one_who_left_wait_in_the_administrators_inbox(place: Place) -> None:
    """Neither lost nor applied: alice takes one over and dismisses the other; erin's rows are gone with their index."""
    alice, erin = place.join("alice", ALICE), place.join("erin", ERIN)
    assert erin.rows(HELD) == [[1, 1]]
    note(erin, "vu au chantier")
    erin.ask("record", name="job_application.postpone", args={"job_application_id": APPLICATION})
    end_membership(alice)
    place.moved.advance(seconds=60)
    outcome = erin.sync()
    assert (outcome["kind"], outcome["pending"]) == ("done", 0)
    assert erin.rows(HELD) == [[0, 0]]
    assert [(act["status"], act["code"]) for act in erin.ask("journal")["acts"]] == [("parked", "not_entitled")] * 2

    alice.sync()
    issues = alice.rows(ISSUES)
    assert [issue[1:] for issue in issues] == [
        ["job_application.comment", "not_entitled"],
        ["job_application.postpone", "not_entitled"],
    ]
    settle(alice, issues[0][0], "confirmed")
    settle(alice, issues[1][0], "dismissed")
    assert alice.rows("SELECT body, user_id FROM comments") == [["vu au chantier", ALICE.id]]
    assert alice.rows("SELECT state FROM job_applications") == [["processing"]]
    assert alice.rows(ISSUES) == []


def test_a_lost_laptop_loses_its_key_first_and_the_server_knows_how_much_died_with_it(place: Place) -> None:
    """What it had sent stays, what it had not is counted; without the key its files are noise."""
    alice, erin = place.join("alice", ALICE), place.join("erin", ERIN)
    note(erin, "envoyée")
    erin.sync()
    for number in range(3):
        note(erin, f"jamais envoyée {number}")
    client = revoked(place, erin, ask_wipe)
    outcome = erin.ask("sync")
    assert (outcome["kind"], outcome["problem"], outcome["must_wipe"]) == ("refused", REVOKED.code, True)
    assert erin.ask("wipe")["heard"] is True
    erin.stop()
    assert erin.start() == {"ok": False, "code": "key_lost"}
    assert [path.name for path in erin.folder.iterdir() if is_plain(path.read_bytes())] == []

    with place.server.central() as central, central.reading() as rows:
        known = rows.execute(select(CLIENTS.c.unsent, CLIENTS.c.wiped_at).where(CLIENTS.c.id == client)).one()
    assert known.unsent == 3
    assert known.wiped_at is not None
    alice.sync()
    assert alice.rows("SELECT body FROM comments") == [["envoyée"]]


def is_plain(content: bytes) -> bool:
    """Whether a file can be read without a key."""
    return content.startswith(b"SQLite format 3") or b"Bernard" in content


def test_the_wipe_is_durable_even_where_the_server_hears_nothing_of_it(place: Place) -> None:
    """The key goes before the network is asked."""
    erin = place.join("erin", ERIN)
    note(erin, "jamais envoyée")
    revoked(place, erin, ask_wipe)
    place.server.kill()
    assert erin.ask("wipe")["heard"] is False
    erin.kill()
    assert erin.start() == {"ok": False, "code": "key_lost"}


def test_a_revoked_device_is_refused_at_every_door_but_the_quarantine(place: Place) -> None:
    """Its unsent acts are deposited for the administrators, change nothing by themselves, and are kept once."""
    alice, erin = place.join("alice", ALICE), place.join("erin", ERIN)
    token = erin.ask("token")["token"]
    with httpx.Client(base_url=place.server.url, headers={"authorization": f"Bearer {token}"}, timeout=30) as client:
        before = {door: client.request(*door).status_code for door in DOORS if door[1] != "/sync/v1/events"}
        note(erin, "pas encore envoyée")
        revoked(place, erin, revoke)
        after = {door: client.request(*door).status_code for door in DOORS}
    assert REVOKED.status not in before.values()
    assert after == dict.fromkeys(DOORS, REVOKED.status)

    assert erin.ask("sync")["problem"] == REVOKED.code
    assert [erin.ask("deposit")["kept"] for _ in range(2)] == [True, True]
    assert len(erin.ask("journal")["pending"]) == 1
    alice.sync()
    assert alice.rows("SELECT body FROM comments") == []
    (issue,) = alice.rows(ISSUES)
    assert issue[2] == "quarantined"
    settle(alice, issue[0], "confirmed")
    (act,) = alice.rows(ISSUES)
    assert act[1:] == ["job_application.comment", "not_entitled"]
    settle(alice, act[0], "confirmed")
    assert alice.rows("SELECT body, user_id FROM comments") == [["pas encore envoyée", ALICE.id]]
    with place.server.central() as central, central.reading() as rows:
        assert rows.scalars(select(COMMAND_LOG.c.name).where(COMMAND_LOG.c.user_id == ERIN.id)).all() == [
            "job_application.comment"
        ]


def test_a_device_in_good_standing_finds_the_quarantine_closed(place: Place) -> None:
    """Nobody parks acts there to get around the rules."""
    erin = place.join("erin", ERIN)
    note(erin, "par la grande porte")
    assert erin.ask("deposit")["kept"] is False
    assert erin.sync()["kind"] == "done"
    with place.server.central() as central, central.reading() as rows:
        assert rows.scalars(select(TABLES[InboxIssue].c.id)).all() == []


def test_an_employer_left_and_joined_again_comes_back_whole(place: Place) -> None:
    """All its rows go and come in one commit each, search index included, wherever the program is killed."""
    alice, erin = place.join("alice", ALICE), place.join("erin", ERIN)
    note(alice, "à retrouver")
    alice.sync()
    erin.sync()
    end_membership(alice)
    assert leave_under_kills(erin) == [[0, 0]]
    assert erin.rows("SELECT count(*) FROM comments") == [[0]]

    invitation = {"invitation_id": "invitation-1", "employer_id": ACI.id, "email": ERIN.email}
    alice.ask("record", name="membership.invite", args=invitation | {"first_name": "Erin", "last_name": "LEROY"})
    alice.sync()
    erin.sync()
    assert erin.rows("SELECT employer_id FROM invitations") == [[ACI.id]]
    join = {"invitation_id": "invitation-1", "membership_id": "not used"}
    assert "act" in erin.ask("record", name="membership.join", args=join)
    for _ in range(2):
        assert erin.sync()["kind"] == "done"
    assert erin.rows("SELECT id, is_active, is_admin FROM memberships WHERE user_id = :id", id=ERIN.id) == [
        [MEMBERSHIP, 1, 0]
    ]
    assert erin.rows(HELD) == [[1, 1]]
    assert erin.rows("SELECT body FROM comments") == [["à retrouver"]]
    assert erin.rows("SELECT count(*) FROM search WHERE search MATCH 'retrouver'") == [[1]]
    assert erin.ask("state")["disagreeing"] == []


def leave_under_kills(machine: Machine) -> list[list[int]]:
    """Sync, killed at random points meanwhile; applications and index entries afterwards, never one alone."""
    for _ in range(3):
        machine.begin("sync")
        time.sleep(SystemRandom().uniform(0, 0.05))
        assert machine.kill()
        machine.start()
        assert machine.rows(HELD) in ([[1, 1]], [[0, 0]])
    assert machine.sync()["kind"] == "done"
    return machine.rows(HELD)
