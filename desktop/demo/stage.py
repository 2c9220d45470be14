"""The stage: a central server that can be cut off, and the workstations' folders."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from typing_extensions import override

from desktop.controllers.office import Office, hints_over_http
from desktop.controllers.signing import Credentials, Opened, Surroundings, enrol_profile, open_profile
from desktop.paths import Paths
from desktop.vault.ring import Ring
from sync.replica.clock import Clock
from sync.server.central import Central
from sync.server.demo.cast import PASSWORD, Sources
from sync.server.demo.writing import Demo, DemoPlan, write_demo
from sync.server.embedded import EmbeddedServer
from sync.server.opening import opened
from sync.server.settings import Settings


class MemoryRing(Ring):
    """A keyring that lives as long as the demonstration: nothing is left in the system's own."""

    def __init__(self) -> None:
        self._shares: dict[str, bytes] = {}

    @property
    @override
    def backend(self) -> str:
        return "demo"

    @override
    def read(self, account: str) -> bytes | None:
        return self._shares.get(account)

    @override
    def write(self, account: str, share: bytes) -> None:
        self._shares[account] = share


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where the demonstration lives, on which files it builds, and how many applications it invents.

    The server's database is not encrypted, as on a server: it lies apart from the workstations' folders.
    """

    server_folder: Path
    profiles: Path
    sources: Sources
    applications: int


class Stage:
    """A server on a loopback port with its world written, and profiles below one folder."""

    def __init__(self, setting: Setting, clock: Clock) -> None:
        self._profiles = setting.profiles
        self._clock = clock
        self._ring = MemoryRing()
        self._settings = Settings(database_url=f"sqlite:///{setting.server_folder / 'central.db'}", port=0)
        self._server: EmbeddedServer | None = None
        self._offices: list[Office] = []
        with opened(self._settings, clock) as central:
            plan = DemoPlan(applications=setting.applications, sources=setting.sources)
            self.demo: Demo = write_demo(central, plan)

    @property
    def url(self) -> str:
        """Where the server listens."""
        return f"http://127.0.0.1:{self._settings.port}"

    def connect(self) -> None:
        """Let the network come: the server listens, on the same port as before."""
        self._server = EmbeddedServer(self._settings, self._clock)
        self._server.start()
        port = int(self._server.url.rsplit(":", 1)[1])
        self._settings = replace(self._settings, port=port)

    def cut(self) -> None:
        """Take the network away, abruptly."""
        if self._server is not None:
            self._server.stop(abruptly=True)
            self._server = None

    @contextmanager
    def central(self) -> Iterator[Central]:
        """The server's own view of its rows."""
        central = Central(self._settings, self._clock)
        try:
            yield central
        finally:
            central.close()

    def enrol(self, email: str, name: str, *, hears: bool = False) -> Office:
        """A new workstation of a user, signed in as at a first launch; `hears` lets it sync by itself, at hints too."""
        around = self._around(name)
        credentials = Credentials(server_url=self.url, email=email, password=PASSWORD)
        return self._office(enrol_profile(around, credentials), hears=hears)

    def reopen(self, name: str) -> Office:
        """The workstation again, as at any later launch."""
        return self._office(open_profile(self._around(name)))

    def _office(self, profile: Opened, *, hears: bool = False) -> Office:
        """Kept even after it is closed: Qt objects may only go in the thread that made them."""
        office = Office(profile.workstation, listen=hints_over_http if hears else None)
        if not hears:
            office.sync.rest()
        self._offices.append(office)
        return office

    def profile(self, name: str) -> Path:
        """A workstation's folder."""
        return self._profiles / name

    def _around(self, name: str) -> Surroundings:
        return Surroundings(paths=Paths(self.profile(name)), ring=self._ring, clock=self._clock, device_name=name)
