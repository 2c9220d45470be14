"""First launch and later ones, against a real server: what goes wrong is told at its place, and nothing is lost."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QRadioButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.app import Program
from desktop.controllers.office import Office
from desktop.controllers.signing import Credentials, Surroundings, enrol_profile, open_profile
from desktop.paths import Paths
from desktop.runtime.store_worker import wait_for
from desktop.settings import Settings, load
from desktop.vault.backup import Source, save
from desktop.vault.envelope import new_passphrase
from desktop.vault.vault import Protection
from desktop.views import theme
from desktop.views.restoring import RestoreWindow
from desktop.views.signin import SignInWindow, StructureWindow
from desktop.views.unlock import UnlockWindow
from desktop.views.window import MainWindow
from sync.domain.answering import Study
from sync.domain.errors import EnvironmentFault
from sync.domain.job_applications import ApplicationState
from sync.domain.visibility import Reason, Visibility
from sync.engine.cycle import CycleKind
from sync.protocol.problems import Refused
from sync.server.auth.devices import ask_wipe
from sync.server.auth.passwords import Account, create_account
from sync.server.central import Central
from sync.server.embedded import EmbeddedServer
from sync.server.settings import Settings as ServerSettings
from sync.server.tables import CLIENTS
from tests.kit.central import people
from tests.kit.clocks import FakeClock
from tests.kit.people import ACI, ALICE, DAVE, LONG_AGO, application
from tests.kit.rings import PocketRing
from tests.kit.wires import NOBODY

PASSWORD = "une phrase de passe assez longue"
SIGHT = Visibility(
    id="sight", job_seeker_id=DAVE.id, employer_id=ACI.id, reason=Reason.APPLICATION, created_at=LONG_AGO
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedServer]:
    """A server that knows alice, and dave's application to her ACI."""
    clock = FakeClock()
    settings = ServerSettings(database_url=f"sqlite:///{tmp_path / 'central.db'}", port=0)
    with EmbeddedServer(settings, clock) as made:
        central = Central(settings, clock)
        people(central, application(state=ApplicationState.NEW), SIGHT)
        with central.work() as unit:
            create_account(unit.connection, Account(ALICE.id, ALICE.email), PASSWORD, clock.now())
        central.close()
        yield made


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    """A profile's folder, a keyring, a clock."""
    paths = Paths(tmp_path / "profile")
    return Surroundings(paths=paths, ring=PocketRing(), clock=FakeClock(), device_name="laptop")


def typed(server: EmbeddedServer, **changes: str) -> Credentials:
    """What alice types."""
    fields = {"server_url": server.url, "email": ALICE.email, "password": PASSWORD}
    return Credentials(**(fields | changes))


def enrolled(around: Surroundings, server: EmbeddedServer) -> Office:
    """Alice's office after her first synchronisation."""
    office = Office(enrol_profile(around, typed(server)).workstation, listen=None)
    assert office.sync_once()
    return office


def test_from_sign_in_to_window(qtbot: QtBot, qapp: QApplication, around: Surroundings, server: EmbeddedServer) -> None:
    """Typed, enrolled, received: the window shows dave's application, and the next launch remembers the server."""
    theme.apply(qapp)
    program = Program(around, Settings(server_url=server.url, email=ALICE.email))
    program.start()
    door = program.shown
    assert isinstance(door, SignInWindow)
    door.enter(PASSWORD)
    assert wait_for(lambda: program.window is not None)
    assert program.office is not None
    program.office.show_screen("applications")
    assert wait_for(lambda: program.office is not None and program.office.applications.count == 1)
    assert isinstance(program.shown, MainWindow)
    qtbot.addWidget(program.shown)
    assert load(around.paths.settings).server_url == server.url
    program.close()


def test_a_backup_is_put_back_at_the_first_launch(
    qtbot: QtBot, qapp: QApplication, around: Surroundings, server: EmbeddedServer, tmp_path: Path
) -> None:
    """A wrong phrase is told and leaves no profile; with the right one the window opens, with what was not sent."""
    theme.apply(qapp)
    before = enrolled(replace(around, paths=Paths(tmp_path / "before")), server)
    workstation, phrase = before.workstation, new_passphrase()
    workstation.record(Study(job_application_id=application().id))
    source = Source(beside=workstation.beside, profile=workstation.profile, protection=Protection.KEYRING)
    backup = save(source, tmp_path, phrase, around.clock.now())
    before.close()
    program = Program(around, Settings())
    program.start()
    assert isinstance(program.shown, SignInWindow)
    program.shown.restore_wanted.emit()
    asking = program.shown
    assert isinstance(asking, RestoreWindow)
    qtbot.addWidget(asking)
    asking.fill(str(backup), phrase + "X")
    asking.go_on()
    assert wait_for(lambda: bool(asking.fault))
    assert not around.vault.exists
    asking.fill(str(backup), phrase)
    asking.go_on()
    assert wait_for(lambda: program.window is not None)
    assert program.office is not None
    assert [each.entry.name for each in program.office.workstation.recent()]
    program.close()


def test_a_wrong_password_is_told_and_leaves_nothing(around: Surroundings, server: EmbeddedServer) -> None:
    """The server refuses; no vault and no file come to be."""
    with pytest.raises(Refused) as refused:
        enrol_profile(around, typed(server, password="faux"))
    assert refused.value.problem.code == "wrong_password"
    assert not around.vault.exists
    assert not list(around.paths.folder.glob("*.db"))


def test_the_fault_stands_at_its_field(
    qtbot: QtBot, qapp: QApplication, around: Surroundings, server: EmbeddedServer
) -> None:
    """A wrong password is said under the password, an unreachable server under its address."""
    theme.apply(qapp)
    program = Program(around, Settings(server_url=server.url, email=ALICE.email))
    program.start()
    door = program.shown
    assert isinstance(door, SignInWindow)
    qtbot.addWidget(door)
    door.enter("faux")
    assert wait_for(lambda: bool(door.fault_at("password")))
    program.close()
    elsewhere = Program(around, Settings(server_url=NOBODY, email=ALICE.email))
    elsewhere.start()
    other = elsewhere.shown
    assert isinstance(other, SignInWindow)
    qtbot.addWidget(other)
    other.enter(PASSWORD)
    assert wait_for(lambda: bool(other.fault_at("server_url")))
    elsewhere.close()


def test_the_first_launch_goes_step_by_step(
    qtbot: QtBot, qapp: QApplication, around: Surroundings, server: EmbeddedServer
) -> None:
    """Each step asks for its own fields; a passphrase beside the keyring protects the key with both."""
    theme.apply(qapp)
    program = Program(around, Settings(server_url=server.url, email=ALICE.email))
    program.start()
    door = program.shown
    assert isinstance(door, SignInWindow)
    qtbot.addWidget(door)
    door.go_on()
    door.go_on()
    assert door.fault_at("password") == "Indiquez votre mot de passe."
    assert door.steps is not None
    assert door.steps.text() == "Étape 2 sur 5\u00a0: Compte"
    door.choose_both()
    door.type_password(PASSWORD)
    door.go_on()
    door.show()
    both = next(each for each in door.findChildren(QRadioButton) if each.isChecked())
    both.setFocus()
    QTest.keyClick(both, Qt.Key.Key_Return)
    assert wait_for(lambda: program.window is not None)
    assert around.vault.protection is Protection.BOTH
    program.close()


def test_who_belongs_to_two_structures_chooses_where_to_begin(qtbot: QtBot, office: Office) -> None:
    """Both, and all of them together; the key of the choice is told."""
    mine = office.desk.structures
    step = StructureWindow((*mine, *mine))
    qtbot.addWidget(step)
    chosen: list[str] = []
    step.chosen.connect(chosen.append)
    assert len(step.choices) == 3
    for choice in step.choices[:2]:
        QTest.mouseClick(choice, Qt.MouseButton.LeftButton)
    assert chosen == ["", mine[0].employer.id]


def test_an_address_without_encryption_is_refused(around: Surroundings, server: EmbeddedServer) -> None:
    """Only this machine itself may be spoken to in clear."""
    with pytest.raises(EnvironmentFault) as fault:
        enrol_profile(around, typed(server, server_url="http://serveur.exemple"))
    assert fault.value.code == "bad_address"


def test_the_second_program_on_a_profile_says_so(around: Surroundings, server: EmbeddedServer, qapp: object) -> None:
    """The first keeps working; when it ends the next may start."""
    assert qapp
    office = enrolled(around, server)
    with pytest.raises(EnvironmentFault) as fault:
        open_profile(around)
    assert fault.value.code == "profile_in_use"
    office.close()
    open_profile(around).workstation.close()


def test_a_damaged_replica_is_rebuilt_and_no_act_is_lost(
    around: Surroundings, server: EmbeddedServer, qapp: object
) -> None:
    """The journal survives; the rows come again from the server, with the act on top."""
    assert qapp
    office = enrolled(around, server)
    office.workstation.record(Study(job_application_id="application-1"))
    office.close()
    damaged = around.paths.folder / "replica.db"
    for file in around.paths.folder.glob("replica.db*"):
        if file != damaged:
            file.unlink()
    damaged.write_bytes(b"not a database" * 1000)
    again = Office(open_profile(around).workstation, listen=None)
    assert len(again.workstation.pending()) == 1
    assert again.sync_once()
    again.show_screen("applications")
    again.record.open("application-1")
    assert again.settle()
    assert again.record.record is not None
    assert again.record.record.application.state is ApplicationState.PROCESSING
    again.close()


def test_a_lost_keyring_item_stops_before_anything_is_made(around: Surroundings, server: EmbeddedServer) -> None:
    """The program asks instead of starting an empty profile over the old one."""
    enrol_profile(around, typed(server)).workstation.close()
    before = sorted(path.name for path in around.paths.folder.iterdir())
    bare = Surroundings(paths=around.paths, ring=PocketRing(), clock=around.clock, device_name="laptop")
    with pytest.raises(EnvironmentFault) as fault:
        open_profile(bare)
    assert fault.value.code == "keyring_item_missing"
    assert sorted(path.name for path in around.paths.folder.iterdir()) == before


def test_without_keyring_a_passphrase_opens(
    qtbot: QtBot, qapp: QApplication, around: Surroundings, server: EmbeddedServer
) -> None:
    """It is asked at each start, a wrong one is told, the right one opens the window."""
    theme.apply(qapp)
    bare = Surroundings(paths=around.paths, ring=PocketRing(""), clock=around.clock, device_name="laptop")
    phrase = new_passphrase()
    opened = enrol_profile(bare, typed(server, passphrase=phrase))
    assert opened.protection is Protection.PASSPHRASE
    office = Office(opened.workstation, listen=None)
    office.sync_once()
    office.close()
    program = Program(bare, Settings())
    program.start()
    door = program.shown
    assert isinstance(door, UnlockWindow)
    assert wait_for(door.isVisible)
    door.enter("pas la bonne phrase du tout")
    assert wait_for(lambda: bool(door.fault()))
    door.enter(phrase)
    assert wait_for(lambda: program.window is not None)
    assert program.window is not None
    qtbot.addWidget(program.window)
    assert "phrase secrète" in program.window.status.rules.text()
    program.close()


def test_work_goes_on_when_the_server_dies(around: Surroundings, server: EmbeddedServer, qapp: object) -> None:
    """A killed server is « hors ligne »; the act waits and leaves when it is back."""
    assert qapp
    office = enrolled(around, server)
    server.stop(abruptly=True)
    office.workstation.record(Study(job_application_id="application-1"))
    assert office.sync_once()
    assert office.sync.last is not None
    assert office.sync.last.kind is CycleKind.OFFLINE
    assert office.sync_state.reading.pending == 1
    office.close()


def test_a_device_that_is_wiped_loses_its_key_and_shows_nothing_more(
    qtbot: QtBot, qapp: QApplication, around: Surroundings, server: EmbeddedServer
) -> None:
    """The server asks at the next contact; what was not sent dies, and the server knows how much it was."""
    theme.apply(qapp)
    enrolled(around, server).close()
    program = Program(around, Settings(server_url=server.url, email=ALICE.email))
    program.start()
    assert wait_for(lambda: program.window is not None)
    assert program.office is not None
    assert program.shown is not None
    qtbot.addWidget(program.shown)
    client_id = program.office.workstation.profile.client_id
    central = Central(server.settings, FakeClock())
    with central.work() as unit:
        ask_wipe(unit.connection, client_id, central.now())
    program.office.sync.sign_in_again()
    assert wait_for(lambda: program.office is None)
    assert not around.vault.exists
    assert program.shown is not None
    assert not program.shown.isVisible()
    with central.reading() as connection:
        row = connection.execute(select(CLIENTS).where(CLIENTS.c.id == client_id)).one()
    central.close()
    assert (row.wiped_at, row.unsent) == (central.now(), 0)
