"""Where every story begins: a central database with two structures and their people, four workstations bootstrapped.

Made once a process by the shipped code, then copied for each seed.
"""

import atexit
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp

from sqlalchemy import update

from sync.domain.employers import Employer, EmployerKind, User
from sync.domain.job_applications import ApplicationState, JobApplication
from sync.domain.job_descriptions import Appellation, JobDescription
from sync.domain.job_seekers import JobSeeker
from sync.domain.sending import sent_by
from sync.domain.visibility import Reason, Sight, Visibility
from sync.server import sealing
from sync.server.auth import devices
from sync.server.central import Central
from sync.server.schema import upgrade
from sync.server.settings import Settings
from sync.server.tables import CENTRAL
from tests.kit.people import (
    ACI,
    ALICE,
    BOB,
    CAROL,
    DAVE,
    EI,
    ERIN,
    LONG_AGO,
    MISSION_LOCALE,
    ORIENTEUR,
    application,
    diagnosis,
    membership,
    prescriber_membership,
)
from tests.property.clocks import TrueTime

KEY = bytes(range(32))
EPOCH = "01776f00-0000-7000-8000-000000000001"
FRANK = User(id="user-frank", first_name="Frank", last_name="NOËL", email="frank@geiq.example")
GEIQ = Employer(
    id="employer-geiq",
    siret="50262704100017",
    kind=EmployerKind.GEIQ,
    name="GEIQ DES MÉTIERS",
    post_code="57000",
    city="Metz",
    department="57",
    created_at=LONG_AGO,
)
USERS = (ALICE, BOB, ERIN, CAROL)


@dataclass(frozen=True, slots=True)
class Device:
    """An enrolled client: who uses it, what it is called, how it signs in."""

    name: str
    user: User
    client_id: str
    token: str


@dataclass(frozen=True, slots=True)
class Scenery:
    """The folder that holds the server's and each device's folder, and what is known of them.

    `cursors` are those the devices hold; all stand for the first version.
    """

    folder: Path
    entities: tuple[object, ...]
    devices: tuple[Device, ...]
    cursors: tuple[str, ...]


def seekers() -> list[JobSeeker]:
    """Dave and five others."""
    return [DAVE, *map(_seeker, range(1, 6))]


def _seeker(number: int) -> JobSeeker:
    return replace(
        DAVE,
        id=f"seeker-{number}",
        last_name=f"Durand-{number}",
        email=f"person{number}@example.org",
        pole_emploi_id=f"000000{number}B" if number != 4 else "",
        lack_of_pole_emploi_id_reason="forgotten" if number == 4 else "",
    )


def applications() -> list[JobApplication]:
    """Each person applies to one or two structures, so that acts of one reach rows of another."""
    return [_application(*pair) for pair in enumerate((ACI, EI, ACI, EI, ACI, GEIQ, EI, ACI, ACI, EI))]


def _application(number: int, employer: Employer) -> JobApplication:
    return application(
        id=f"application-{number}",
        job_seeker_id=seekers()[number % 6].id,
        employer_id=employer.id,
        state=(ApplicationState.NEW, ApplicationState.PROCESSING, ApplicationState.PROCESSING)[number % 3],
        message=f"Candidature {number}",
        created_at=LONG_AGO + timedelta(days=number),
    )


def _visibilities(made: list[JobApplication]) -> list[Visibility]:
    reasons = (Reason.APPLICATION, Reason.PENDING)
    rows = [_visibility(Sight(one.job_seeker_id, one.employer_id), reason) for one in made for reason in reasons]
    return list({row.id: row for row in rows}.values())


def _visibility(sight: Sight, reason: Reason) -> Visibility:
    return Visibility(
        id=sight.row_id(reason),
        job_seeker_id=sight.job_seeker_id,
        employer_id=sight.employer_id,
        reason=str(reason),
        created_at=LONG_AGO,
    )


def entities() -> list[object]:
    """Every row of the beginning but the edition, which the server publishes itself."""
    made = applications()
    jobs = [
        JobDescription(
            id=f"job-{number}",
            employer_id=employer.id,
            appellation_id=f"{number}",
            created_at=LONG_AGO,
            updated_at=LONG_AGO,
        )
        for number, employer in enumerate((ACI, ACI, EI))
    ]
    return [
        *(ALICE, BOB, CAROL, ERIN, FRANK, ACI, EI, GEIQ, MISSION_LOCALE, ORIENTEUR),
        membership(ALICE, ACI, is_admin=True, is_director=True),
        membership(ALICE, EI),
        membership(ERIN, ACI),
        membership(BOB, EI, is_admin=True),
        membership(FRANK, GEIQ, is_admin=True),
        prescriber_membership(CAROL, MISSION_LOCALE),
        *(Appellation(id=f"{n}", label=f"Métier {n}", rome_code=f"A110{n}", rome_label="Culture") for n in range(5)),
        *jobs,
        *seekers(),
        *made,
        *(sent_by(one) for one in made),
        *_visibilities(made),
        *(
            diagnosis(id=f"diagnosis-{number}", job_seeker_id=person.id, created_at=LONG_AGO + timedelta(days=3))
            for number, person in enumerate(seekers()[:4])
        ),
    ]


class SeededSecrets:
    """Stands for the module `secrets` where a client is enrolled or a key is made."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def token_bytes(self, count: int) -> bytes:
        """That many bytes."""
        return self._random.randbytes(count)

    def token_urlsafe(self, count: int) -> str:
        """As text."""
        return self.token_hex(count)

    def token_hex(self, count: int) -> str:
        """As text, two digits a byte."""
        return self._random.randbytes(count).hex()


@contextmanager
def seeded(random: Random) -> Iterator[None]:
    """Clients enrolled and keys made inside the block come from this."""
    modules = [vars(devices), vars(sealing)]
    real = [names["secrets"] for names in modules]
    for names in modules:
        names["secrets"] = SeededSecrets(random)
    try:
        yield
    finally:
        for names, secrets in zip(modules, real, strict=True):
            names["secrets"] = secrets


def scratch() -> Path:
    """A new folder in memory where there is such a place."""
    memory = Path("/dev/shm")  # noqa: S108 - a RAM disk, where the machine has one
    return Path(mkdtemp(prefix="passerelle-simulation-", dir=memory if memory.is_dir() else None))


def make_server(folder: Path) -> tuple[Device, ...]:
    """Create the central database and enrol a device for each user."""
    settings = Settings(database_url=f"sqlite:///{folder / 'server.db'}")
    time = TrueTime()
    upgrade(settings, time)
    central = Central(settings, time)
    with central.database.writing() as connection:
        for name, value in (("epoch", EPOCH), ("signing_key", bytes(range(32)).hex())):
            connection.execute(update(CENTRAL).where(CENTRAL.c.name == name).values(value=value))
    made = []
    with central.work() as unit:
        unit.put_all(entities())
        for user in USERS:
            client_id, token = devices.add_client(unit.connection, user.id, user.first_name, time.now())
            made.append(Device(user.first_name.lower(), user, client_id, token))
    central.close()
    return tuple(made)


@cache
def scenery() -> Scenery:
    """The beginning, made once."""
    from tests.property.bootstrap import made  # noqa: PLC0415 - the workstations' half needs this half

    folder = scratch()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return made(folder)
