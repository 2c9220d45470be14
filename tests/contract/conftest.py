"""Each test of this folder runs on SQLite and on a real PostgreSQL, each time on a fresh, migrated database."""

import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from sync.server.auth.passwords import Account, create_account
from sync.server.central import Central
from sync.server.embedded import EmbeddedServer
from sync.server.schema import upgrade
from sync.server.settings import Settings
from tests.kit.central import people
from tests.kit.clocks import FakeClock
from tests.kit.people import ALICE, ERIN, application
from tests.kit.postgres import ON_POSTGRESQL, Cluster, postgresql
from tests.kit.posts import APPLICATION, PASSWORD, SEEN

BOTH = [pytest.param("sqlite", id="sqlite"), ON_POSTGRESQL]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    file = tmp_path_factory.mktemp("template") / "central.db"
    upgrade(Settings(database_url=f"sqlite:///{file}"), FakeClock())
    return file


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server with a migrated database called `template`."""
    with postgresql() as running:
        upgrade(Settings(database_url=running.create("template")), FakeClock())
        yield running


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a fresh database with the schema and nothing else."""
    if request.param == "sqlite":
        file = tmp_path / "central.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        return f"sqlite:///{file}"
    running: Cluster = request.getfixturevalue("cluster")
    return running.create(f"t{uuid.uuid4().hex}", "template")


@pytest.fixture
def backed_up(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Makes a copy of a database that nobody has open, and gives the URL of the copy."""

    def copy(url: str) -> str:
        name = f"b{uuid.uuid4().hex}"
        if url.startswith("sqlite"):
            shutil.copy(url.removeprefix("sqlite:///"), tmp_path / name)
            return f"sqlite:///{tmp_path / name}"
        cluster: Cluster = request.getfixturevalue("cluster")
        return cluster.create(name, str(make_url(url).database))

    return copy


@pytest.fixture
def clock() -> FakeClock:
    """The server's clock: 8 February 2021, 10:00 in Paris."""
    return FakeClock()


@pytest.fixture
def central(database_url: str, clock: FakeClock) -> Iterator[Central]:
    """A server with everybody at their place."""
    opened = Central(Settings(database_url=database_url), clock)
    people(opened)
    yield opened
    opened.close()


@pytest.fixture
def server(tmp_path: Path, sqlite_template: Path, clock: FakeClock) -> Iterator[EmbeddedServer]:
    """A served database where dave applied to alice's ACI."""
    file = tmp_path / "central.db"
    file.write_bytes(sqlite_template.read_bytes())
    settings = Settings(database_url=f"sqlite:///{file}", port=0)
    central = Central(settings, clock)
    people(central, application(id=APPLICATION, state="new"), SEEN)
    with central.work() as unit:
        for user in (ALICE, ERIN):
            create_account(unit.connection, Account(user.id, user.email), PASSWORD, clock.now())
    central.close()
    with EmbeddedServer(settings, clock) as running:
        yield running
