"""Justificatifs never leave the workstation: a tap on the wire during a week of work, and its control."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.controllers.cabinet import cabinet
from desktop.controllers.office import Office
from desktop.runtime.store_worker import wait_for
from sync.server.embedded import EmbeddedServer
from tests.kit.clocks import FakeClock
from tests.kit.people import ALICE, DAVE
from tests.kit.posts import APPLICATION, enrolled
from tests.kit.proofs import scanned_pdf
from tests.kit.tap import Tap, disguises

DAYS = 7
LEAK = "SENTINELLE-QUI-FUIT"


def sentinel(day: int) -> bytes:
    """Bytes that are in one day's paper and nowhere else."""
    return f"SENTINELLE-{day}-{hashlib.sha256(str(day).encode()).hexdigest()}".encode()


@pytest.fixture
def tap(server: EmbeddedServer) -> Iterator[Tap]:
    """Ears on the way to the server."""
    made = Tap(int(server.url.rsplit(":", 1)[1]))
    yield made
    made.close()


@pytest.fixture
def office(server: EmbeddedServer, tap: Tap, tmp_path: Path, clock: FakeClock, qapp: object) -> Iterator[Office]:
    """Alice's office, which reaches the server through the tap."""
    assert qapp
    with enrolled(server, tmp_path / "alice", ALICE, clock) as post:
        post.workstation.save_profile(replace(post.workstation.profile, server_url=tap.url))
        made = Office(post.workstation, listen=None)
        made.sync.rest()
        assert made.sync_once()
        yield made
        made.close()


def a_day(office: Office, day: int, folder: Path) -> Path:
    """A paper attached and dated, the eligibility sworn on the first day, a note written, everything sent."""
    office.show_screen("proofs")
    assert office.settle()
    proofs = office.upkeep.proofs
    proofs.select(DAVE.id)
    if day == 0:
        proofs.diagnosis.toggle("RSA", on=True)
        proofs.diagnosis.set_sworn(on=True)
        assert office.settle()
        proofs.diagnosis.confirm()
        assert office.settle()
    paper = folder / f"fichier-{day}-{sentinel(day).decode()[:30]}.pdf"
    paper.write_bytes(scanned_pdf(1) + b"\n% " + sentinel(day))
    proofs.attach([paper], "RSA")
    assert wait_for(lambda: not proofs.is_busy and len(cabinet(office.workstation).of(DAVE.id)) == day + 1)
    note(office, f"Jour {day} : justificatif joint.")
    assert office.sync_once()
    return paper


def note(office: Office, words: str) -> None:
    """A note on dave's application."""
    office.record.show()
    office.record.open(APPLICATION)
    assert office.settle()
    office.record.comment(words)
    assert office.settle()


def traces(tap: Tap, words: list[bytes]) -> list[bytes]:
    """Which of the words went over the wire, in whatever disguise."""
    sent = tap.sent
    return [word for word in words if any(shape in sent for shape in disguises(word))]


def test_a_week_of_work_sends_no_byte_of_a_proof(office: Office, tap: Tap, tmp_path: Path, clock: FakeClock) -> None:
    """Neither its content, its picture, its hash nor its name; while the acts about the same person do arrive."""
    papers = []
    for day in range(DAYS):
        papers.append(a_day(office, day, tmp_path))
        clock.advance(days=1)
    assert office.sync_once()
    store = cabinet(office.workstation)
    kept = store.of(DAVE.id)
    assert len(kept) == DAYS
    secrets = [sentinel(day) for day in range(DAYS)]
    secrets += [hashlib.sha256(paper.read_bytes()).digest() for paper in papers]
    secrets += [paper.name.encode() for paper in papers]
    secrets += [store.thumbnail(proof)[200:260] for proof in kept]
    secrets += [store.content(proof)[offset : offset + 60] for proof in kept for offset in (900, 5_000)]
    assert traces(tap, secrets) == []
    arrived = [f"Jour {day} : justificatif joint.".encode() for day in range(DAYS)]
    assert traces(tap, arrived) == arrived


def test_a_planted_leak_is_found(office: Office, tap: Tap, qtbot: QtBot, clock: FakeClock) -> None:
    """The control: the same ears hear a word of a paper that somebody typed into a note."""
    assert qtbot
    note(office, f"Voir {LEAK}")
    clock.advance(minutes=1)
    assert office.sync_once()
    assert traces(tap, [LEAK.encode()]) == [LEAK.encode()]
