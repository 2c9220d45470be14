"""Attachments of a story: carried by their own queue through the same weather, never there without their bytes."""

from collections.abc import Iterator
from hashlib import sha256
from random import Random

import msgspec
from sqlalchemy import select
from typing_extensions import override

from sync.domain.attaching import AttachResume
from sync.engine.carrier import Blobs, Carried, Carrier
from sync.engine.transport import Unreachable
from sync.protocol.problems import NOT_FOUND, Refused
from sync.replica.attachments import FILE
from sync.replica.workstation import Workstation
from sync.server.tables import BLOB_PIECES, BLOBS
from tests.property.network import Network, SimulatedTransport
from tests.property.oracle import require
from tests.property.parts import PIECE
from tests.property.service import BlobAsk, Service
from tests.property.station import Station

_OURS = "SELECT sha256 FROM items WHERE is_ours = 1 AND way = ''"


class SimulatedBlobs(Blobs):
    """One device's way for its attachments."""

    def __init__(self, network: Network, station: Station) -> None:
        self._network = network
        self._transport = SimulatedTransport(network, station.name, station.workstation.profile.token)

    @override
    def progress(self, sha256: str) -> int:
        try:
            return self._number(BlobAsk("progress", sha256))
        except Refused as refused:
            if refused.problem != NOT_FOUND:
                raise
            return 0

    @override
    def send(self, sha256: str, start: int, size: int, data: bytes) -> int:
        return self._number(BlobAsk("send", sha256, start, size, data))

    @override
    def fetch(self, sha256: str, start: int) -> Iterator[bytes]:
        content = self._answer(BlobAsk("fetch", sha256))
        was_cut = self._network.was_cut
        yield from (content[at : at + PIECE] for at in range(start, len(content), PIECE))
        if was_cut:
            raise Unreachable("cut")

    def _number(self, ask: BlobAsk) -> int:
        answer = self._answer(ask)
        if self._network.was_cut:
            raise Unreachable("cut")
        return int(answer)

    def _answer(self, ask: BlobAsk) -> bytes:
        return self._transport.exchange("blob", msgspec.msgpack.encode(ask)) or b""


def some_resume(workstation: Workstation, random: Random) -> AttachResume | None:
    """A CV, kept, for one of the applications on the screen, and the act that names it."""
    with workstation.reading() as connection:
        ids = connection.exec_driver_sql("SELECT id FROM job_applications ORDER BY id").scalars().all()
    if not ids:
        return None
    content = b"%PDF-" + random.randbytes(random.choice((10, PIECE - 5, 3 * PIECE)))
    return AttachResume(job_application_id=random.choice(ids), resume=workstation.attachments.attach(content))


def carry(station: Station, network: Network, random: Random) -> Carried:
    """One run of the queue of a workstation."""
    return Carrier(station.workstation, SimulatedBlobs(network, station), random.random).run()


def check_luggage(workstation: Workstation) -> None:
    """Invariant 15: what a screen is told to be here can be read, and is what its name says."""
    if not (workstation.beside.folder / FILE).exists():
        return
    store = workstation.attachments
    with store._engine.begin() as connection:  # noqa: SLF001 - no screen lists all contents
        names = connection.exec_driver_sql("SELECT sha256 FROM items ORDER BY sha256").scalars().all()
    for name in names:
        item, content = store.item(name), store.content(name)
        is_whole = content is not None and sha256(content).hexdigest() == name
        is_here = item is not None and item.is_here
        require(is_here == (content is not None), "15 attachments", f"{name[:8]} is here: {is_here}, has no bytes")
        require(content is None or is_whole, "15 attachments", f"{name[:8]} has other bytes")


def check_served(service: Service) -> None:
    """The server hands out whole attachments only."""
    with service.central.reading() as connection:
        for name in connection.scalars(select(BLOBS.c.sha256)).all():
            pieces = select(BLOB_PIECES.c.data).where(BLOB_PIECES.c.sha256 == name, BLOB_PIECES.c.owner == "")
            content = b"".join(connection.scalars(pieces.order_by(BLOB_PIECES.c.start)))
            require(sha256(content).hexdigest() == name, "15 attachments", f"{name[:8]} is served without its bytes")


def check_delivered(workstation: Workstation, service: Service) -> None:
    """In the end the server has what was attached here, restored or not (invariant 21)."""
    if not (workstation.beside.folder / FILE).exists():
        return
    with workstation.attachments._engine.begin() as connection:  # noqa: SLF001 - as above
        delivered = set(connection.exec_driver_sql(_OURS).scalars())
    with service.central.reading() as connection:
        there = set(connection.scalars(select(BLOBS.c.sha256)))
    require(delivered <= there, "21 attachments", f"{sorted(delivered - there)} never reached the server")
