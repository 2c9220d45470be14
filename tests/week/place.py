"""A small place on real processes: a central server and workstations of alice and her colleagues, in a moved time."""

from datetime import UTC, datetime
from pathlib import Path

from sync.domain.employers import User
from sync.server.auth.passwords import Account, create_account
from sync.server.central import Central
from sync.server.opening import opened
from sync.server.settings import Settings
from tests.kit.central import people
from tests.kit.people import ACI, ALICE, BOB, ERIN, application, diagnosis
from tests.kit.posts import PASSWORD, SEEN
from tests.week.machines import Machine, Server
from tests.week.moved_time import MovedTime, sweep

APPLICATION = "application-1"
BEGINS_AT = datetime(2021, 2, 8, 9, tzinfo=UTC)


class Place:
    """The server and its machines. Dave applied to the ACI where erin works and alice administers."""

    def __init__(self, folder: Path, plant: str = "") -> None:
        self.folder = folder
        self.moved = MovedTime(folder / "time")
        self.moved.begin_at(BEGINS_AT)
        self.server = Server(folder, self.moved, plant)
        self._machines: list[Machine] = []
        with opened(Settings(database_url=self.server.database_url), self.moved) as central:
            settle_in(central)
        self.server.start()

    def machine(self, name: str, moved: MovedTime | None = None) -> Machine:
        """A machine that is not switched on yet."""
        made = Machine(self.folder, name, ACI.id, moved or self.moved)
        self._machines.append(made)
        return made

    def join(self, name: str, user: User) -> Machine:
        """A workstation of a user, signed in and complete."""
        machine = self.machine(name)
        machine.start()
        machine.ask("enrol", server=self.server.url, email=user.email, password=PASSWORD)
        machine.sync()
        return machine

    def close(self) -> None:
        """End every process."""
        for program in (*self._machines, self.server):
            if program.is_running:
                program.kill()
        sweep()


def settle_in(central: Central) -> None:
    """Write everybody's rows and accounts."""
    people(central, application(), diagnosis(), SEEN)
    with central.work() as unit:
        for user in (ALICE, BOB, ERIN):
            create_account(unit.connection, Account(user.id, user.email), PASSWORD, central.now())


def note(machine: Machine, body: str) -> str:
    """Write a note on dave's application; the act's id."""
    args = {"comment_id": "new", "job_application_id": APPLICATION, "body": body}
    return str(machine.ask("record", name="job_application.comment", args=args)["act"])
