"""The stage of a campaign: a database, a server on it, workstations around it, put to rest and compared at the end."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults import world
from tests.faults.campaign import Tally
from tests.faults.processes import LOOPBACK, PATIENCE_S, Place, ServerChild, WorkstationChild
from tests.faults.verdict import judge

_DRAIN_S = 25


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a campaign plays. `url` is where the workstations look for the server: perhaps a proxy."""

    folder: Path
    database_url: str
    server: ServerChild
    stations: tuple[WorkstationChild, ...]

    def rest(self, tally: Tally, *options: str) -> None:
        """No more faults: start what is down, let every workstation drain, and compare.

        In a control they need not drain: what the planted bug did is there, and it may never let them.
        """
        if not self.server.is_running:
            self.server.start()
        self.server.await_listening()
        for station in self.stations:
            if station.is_running:
                station.kill()
        if not self.server.plant:
            self._drain(tally, *options)
            self._drain(tally, *options)  # again: the first to come to rest has not seen the last one's acts
        judge(self.database_url, self.stations, tally)

    def _drain(self, tally: Tally, *options: str) -> None:
        for station in self.stations:
            station.start("--only-drain", "--drain", str(_DRAIN_S), *options)
        for station in self.stations:
            status = station.wait(PATIENCE_S)
            if status:
                tally.wrong.append(f"{station.name} did not come to rest: exit status {status}")
            elif status is None:
                station.kill()
                tally.wrong.append(f"{station.name} hangs")


@contextmanager
def stage(
    *,
    names: Sequence[str] = ("alice", "erin"),
    database_url: str = "",
    place: Place = LOOPBACK,
    plant: str = "",
    applications: int = 120,
) -> Iterator[Stage]:
    """A stage on SQLite unless told otherwise; everything goes when the block ends."""
    folder = world.scratch()
    url = database_url or f"sqlite:///{folder / 'central.db'}"
    server = ServerChild(folder, url, place, plant)
    seats = [seat for seat in world.found(url, applications) if seat.name in names]
    stations = []
    for seat in seats:
        world.furnish(folder / seat.name, seat, server.url)
        stations.append(WorkstationChild(folder, seat.name, seat.employer.id, place))
    try:
        yield Stage(folder, url, server, tuple(stations))
    finally:
        for child in (server, *stations):
            if child.is_running:
                child.kill()
        world.remove(folder)
