"""The little world the campaigns play in: an ACI with two counsellors, an EI with one, applications to answer."""

import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from sync.domain.employers import Employer, User
from sync.domain.job_applications import ApplicationState
from sync.domain.job_descriptions import Appellation, JobDescription
from sync.domain.sending import sent_by
from sync.domain.visibility import Reason, Sight, Visibility
from sync.replica.clock import SystemClock
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation
from sync.server.auth.devices import add_client
from sync.server.central import Central
from sync.server.opening import opened
from sync.server.settings import Settings
from tests.faults.desk import FREE_APPELLATIONS, JOBS
from tests.kit import people
from tests.kit.people import ACI, ALICE, BOB, CAROL, DAVE, EI, ERIN, MISSION_LOCALE

KEY = bytes(range(32))
COUNSELLORS: tuple[tuple[User, Employer], ...] = ((ALICE, ACI), (ERIN, ACI), (BOB, EI))


@dataclass(frozen=True, slots=True)
class Seat:
    """An enrolled counsellor: who, where, and how the device signs in."""

    user: User
    employer: Employer
    client_id: str
    token: str

    @property
    def name(self) -> str:
        """What the profile folder is called."""
        return self.user.first_name.lower()


def scratch() -> Path:
    """A new folder in memory where there is such a place: a killed process loses nothing of it."""
    memory = Path("/dev/shm")  # noqa: S108 - a RAM disk, where the machine has one
    return Path(tempfile.mkdtemp(prefix="faults-", dir=memory if memory.is_dir() else None))


def found(database_url: str, applications: int = 120) -> tuple[Seat, ...]:
    """Fill an empty central database and enrol a device for each counsellor."""
    with opened(Settings(database_url=database_url)) as central, central.work() as unit:
        now = central.now()
        unit.put_all(_rows(now, applications))
        return tuple(_seat(central, unit.connection, user, employer) for user, employer in COUNSELLORS)


def _seat(central: Central, connection: Connection, user: User, employer: Employer) -> Seat:
    return Seat(user, employer, *add_client(connection, user.id, user.first_name, central.now()))


def _rows(now: datetime, applications: int) -> list[object]:
    rows: list[object] = [
        *(ALICE, BOB, CAROL, ERIN, ACI, EI, MISSION_LOCALE),
        people.membership(ALICE, ACI, is_admin=True, is_director=True),
        people.membership(ERIN, ACI),
        people.membership(BOB, EI, is_admin=True, is_director=True),
        people.prescriber_membership(CAROL, MISSION_LOCALE),
        *(
            Appellation(id=f"{number}", label=f"Métier {number}", rome_code="A1101", rome_label="Culture")
            for number in range(JOBS + FREE_APPELLATIONS)
        ),
    ]
    rows += [_job(number, now) for number in range(JOBS)]
    for number in range(applications):
        rows += _case(number, now)
    return rows


def _job(number: int, now: datetime) -> JobDescription:
    return JobDescription(
        id=f"job-{number}",
        employer_id=COUNSELLORS[number % 3][1].id,
        appellation_id=f"{number}",
        created_at=now,
        updated_at=now,
    )


def _case(number: int, now: datetime) -> list[object]:
    """A person, eligible, and their application: every third to the EI, half of them already studied."""
    person = replace(DAVE, id=f"seeker-{number}", last_name=f"Bernard-{number}", email=f"p{number}@example.org")
    received = now - timedelta(days=2)
    application = people.application(
        id=f"application-{number}",
        job_seeker_id=person.id,
        employer_id=COUNSELLORS[number % 3][1].id,
        state=(ApplicationState.NEW, ApplicationState.PROCESSING)[number // 3 % 2],
        created_at=received,
        state_changed_at=received,
    )
    sight = Sight(person.id, application.employer_id)
    seen = [
        Visibility(
            id=sight.row_id(reason),
            job_seeker_id=person.id,
            employer_id=application.employer_id,
            reason=reason,
            created_at=received,
        )
        for reason in (Reason.APPLICATION, Reason.PENDING)
    ]
    checked = people.diagnosis(id=f"diagnosis-{number}", job_seeker_id=person.id, created_at=received)
    return [person, application, sent_by(application), *seen, checked]


def furnish(folder: Path, seat: Seat, url: str) -> None:
    """Write a counsellor's profile as enrolment leaves it; the replica is still empty."""
    workstation = Workstation.open(folder, KEY, SystemClock())
    workstation.save_profile(
        Profile(
            server_url=url,
            client_id=seat.client_id,
            token=seat.token,
            user_id=seat.user.id,
            user_name=seat.user.display_name,
            email=seat.user.email,
        )
    )
    workstation.close()


def remove(folder: Path) -> None:
    """Clear up behind a campaign."""
    shutil.rmtree(folder, ignore_errors=True)
