"""Attachments travel in a thread of their own, after good cycles, and screens hear of those that arrived."""

import threading
from collections.abc import Iterator

import pytest
from typing_extensions import override

from desktop.controllers.office import Office
from desktop.runtime.carrier_worker import BlobsWire, Carrying
from desktop.runtime.store_worker import wait_for
from sync.engine.cycle import CycleKind, CycleOutcome
from sync.replica.profile import Profile
from sync.replica.resumes import Place, attach_resume, resume_state

CV = b"%PDF-1.7 CV"
APPLICATION = "application-0"


class Shelf(BlobsWire):
    """A server's attachments that takes everything, and notes in which thread it was asked."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.threads: set[int] = set()
        self.is_closed = False

    @override
    def progress(self, sha256: str) -> int:
        self.threads.add(threading.get_ident())
        return 0

    @override
    def send(self, sha256: str, start: int, size: int, data: bytes) -> int:
        self.taken.append(data)
        return size

    @override
    def fetch(self, sha256: str, start: int) -> Iterator[bytes]:
        return iter(())

    @override
    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def shelf() -> Shelf:
    """An empty one."""
    return Shelf()


@pytest.fixture
def carrying(office: Office, shelf: Shelf) -> Iterator[Carrying]:
    """The queue of alice's workstation, with a server in reach."""

    def connect(_profile: Profile) -> BlobsWire:
        return shelf

    made = Carrying(office.workstation, office.bus, office.sync, connect)
    yield made
    made.close()


def test_a_good_cycle_lets_attachments_go(office: Office, carrying: Carrying, shelf: Shelf) -> None:
    """Elsewhere than in the GUI thread; the application's screen is told that its CV is with the server."""
    attach_resume(office.workstation, APPLICATION, CV)
    heard: list[bool] = []
    office.bus.changed.connect(lambda changes: heard.append(changes.touches("job_applications")))
    office.sync.ended.emit(CycleOutcome(CycleKind.DONE))
    assert wait_for(lambda: not carrying.is_running)
    assert (shelf.taken, shelf.is_closed) == ([CV], True)
    assert shelf.threads.isdisjoint({threading.get_ident()})
    assert heard[-1]
    assert resume_state(office.workstation, APPLICATION).place is Place.HERE


def test_nothing_is_tried_without_network(office: Office, carrying: Carrying, shelf: Shelf) -> None:
    """A cycle that failed says enough."""
    attach_resume(office.workstation, APPLICATION, CV)
    office.sync.ended.emit(CycleOutcome(CycleKind.OFFLINE))
    assert not carrying.is_running
    assert shelf.taken == []


def test_asking_twice_runs_twice(carrying: Carrying) -> None:
    """What fell due during a run is not left until the next cycle."""
    ended: list[object] = []
    carrying.ended.connect(ended.append)
    carrying.run_now()
    carrying.run_now()
    assert wait_for(lambda: len(ended) == 2)
