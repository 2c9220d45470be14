"""The workstations' half of the scenery: each user's device, enrolled and bootstrapped by the shipped code."""

from pathlib import Path
from random import Random

from sync.engine.cycle import CycleKind
from tests.property.clocks import TrueTime
from tests.property.network import Network
from tests.property.scenery import Scenery, entities, make_server, seeded
from tests.property.service import Service
from tests.property.station import Station


def made(folder: Path) -> Scenery:
    """Fill a folder with the beginning of every story."""
    with seeded(Random(1)):
        (folder / "server").mkdir()
        enrolled = make_server(folder / "server")
    time = TrueTime()
    service = Service(folder / "server", time)
    network = Network(service, lambda _: None)
    cursors = []
    for device in enrolled:
        station = Station(device, folder / device.name, time, network)
        if station.sync().kind is not CycleKind.DONE:
            raise AssertionError(device.name)
        cursors.append(station.workstation.meta()["cursor"])
        station.stop()
    service.close()
    return Scenery(folder, tuple(entities()), enrolled, tuple(cursors))
