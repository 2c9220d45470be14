"""The lock: a process replaced by one that knows nothing, drafts and acts kept, and a door that opens again."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.app import Program
from desktop.controllers.locking import Locking
from desktop.controllers.office import Office
from desktop.controllers.signing import Credentials, Surroundings, enrol_profile, open_profile
from desktop.paths import Paths
from desktop.runtime.idle import IdleWatch
from desktop.runtime.store_worker import wait_for
from desktop.settings import Settings
from desktop.vault.envelope import new_passphrase
from desktop.views import theme
from desktop.views.unlock import UnlockWindow
from sync.domain.answering import Study
from sync.domain.job_applications import ApplicationState
from sync.domain.visibility import Reason, Visibility
from sync.replica.clock import SystemClock
from sync.server.auth.passwords import Account, create_account
from sync.server.central import Central
from sync.server.embedded import EmbeddedServer
from sync.server.settings import Settings as ServerSettings
from tests.gui.killed import lock as locked
from tests.kit.central import people
from tests.kit.clocks import FakeClock
from tests.kit.memory import found_in_memory
from tests.kit.people import ACI, ALICE, DAVE, LONG_AGO, application
from tests.kit.rings import PocketRing

PASSWORD = "une phrase de passe assez longue"
SIGHT = Visibility(
    id="sight", job_seeker_id=DAVE.id, employer_id=ACI.id, reason=Reason.APPLICATION, created_at=LONG_AGO
)


@contextmanager
def serving(folder: Path, clock: FakeClock) -> Iterator[Credentials]:
    """A server that knows alice, and dave's application to her ACI; what alice types."""
    settings = ServerSettings(database_url=f"sqlite:///{folder / 'central.db'}", port=0)
    with EmbeddedServer(settings, clock) as server:
        central = Central(settings, clock)
        people(central, application(state=ApplicationState.NEW), SIGHT)
        with central.work() as unit:
            create_account(unit.connection, Account(ALICE.id, ALICE.email), PASSWORD, clock.now())
        central.close()
        yield Credentials(server_url=server.url, email=ALICE.email, password=PASSWORD, passphrase=new_passphrase())


@pytest.fixture
def profile(tmp_path: Path, qapp: QApplication) -> tuple[Surroundings, str]:
    """A profile with dave's application, protected by a passphrase, whose server has gone away."""
    assert qapp
    paths = Paths(tmp_path / "profile")
    around = Surroundings(paths=paths, ring=PocketRing(""), clock=SystemClock(), device_name="laptop")
    with serving(tmp_path, FakeClock(datetime.now(UTC))) as typed:
        office = Office(enrol_profile(around, typed).workstation, listen=None)
        assert office.sync_once()
        office.close()
    return around, typed.passphrase


def command_of(pid: int) -> list[str]:
    """The command line of a process."""
    return Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")


@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory of another process")
def test_a_locked_process_holds_no_key_and_no_word(profile: tuple[Surroundings, str]) -> None:
    """Ctrl+Shift+L in a real process: the same process id, another program, one unsent act told, no content."""
    around, phrase = profile
    key, words = around.vault.open(phrase), locked.WORDS.encode()
    folder = around.paths.folder
    child = subprocess.Popen(
        [sys.executable, "-m", locked.__name__, str(folder), phrase],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"},
    )
    try:
        assert wait_for((folder / "opened").exists, 60)
        assert found_in_memory(child.pid, key, words) == {key, words}
        (folder / "go").touch()
        assert wait_for(lambda: "--locked" in command_of(child.pid), 30)
        assert command_of(child.pid)[-3:-1] == ["--locked", "1"]
        shown = "attend son envoi".encode("utf-16-le")
        assert wait_for(lambda: shown in found_in_memory(child.pid, shown), 60)
        assert found_in_memory(child.pid, key, words) == set()
    finally:
        child.kill()
        child.wait()
    again = Office(open_profile(around, phrase).workstation, listen=None)
    assert len(again.workstation.pending()) == 1
    assert again.desk.drafts.get(locked.DRAFT) == {"answer": locked.WORDS}
    again.close()


def test_the_locked_door_opens_with_the_passphrase(
    qtbot: QtBot, qapp: QApplication, profile: tuple[Surroundings, str]
) -> None:
    """It tells how much waits, not what; nothing opens by itself."""
    theme.apply(qapp)
    around, phrase = profile
    program = Program(around, Settings(), locked=2)
    program.start()
    door = program.shown
    assert isinstance(door, UnlockWindow)
    qtbot.addWidget(door)
    told = " ".join(label.text() for label in door.findChildren(QLabel))
    assert "2\u00a0décisions attendent leur envoi" in told
    assert program.office is None
    door.enter(phrase)
    assert wait_for(lambda: program.window is not None)
    program.close()


def test_the_lock_does_not_wait_for_a_network_that_is_gone(office: Office) -> None:
    """What waits is counted, kept, and not waited for."""
    office.workstation.record(Study(job_application_id="application-1"))
    told: list[int] = []
    locking = Locking(office)
    locking.locked.connect(told.append)
    locking.lock()
    assert wait_for(lambda: bool(told), 5)
    assert told == [len(office.workstation.pending())] == [1]


def test_what_may_leave_is_sent_before_the_lock(tmp_path: Path, qapp: QApplication) -> None:
    """The server answers: nothing is left to tell."""
    assert qapp
    clock = FakeClock()
    paths = Paths(tmp_path / "profile")
    around = Surroundings(paths=paths, ring=PocketRing(), clock=clock, device_name="laptop")
    with serving(tmp_path, clock) as typed:
        office = Office(enrol_profile(around, typed).workstation, listen=None)
        office.sync.rest()
        assert office.sync_once()
        office.workstation.record(Study(job_application_id="application-1"))
        clock.advance(seconds=31)
        told: list[int] = []
        locking = Locking(office)
        locking.locked.connect(told.append)
        locking.lock()
        assert wait_for(lambda: bool(told), 30)
        assert told == [0]
        office.close()


def test_a_lock_asked_twice_is_one(office: Office) -> None:
    """The idle watch and a person may both ask."""
    told: list[int] = []
    locking = Locking(office)
    locking.locked.connect(told.append)
    locking.lock()
    locking.lock()
    assert office.settle()
    assert told == [0]


def test_ten_minutes_without_a_key_are_idle(qtbot: QtBot) -> None:
    """A key begins the count anew; a machine that slept counts as left alone."""
    clock = FakeClock()
    watch = IdleWatch(clock, 10)
    idle: list[bool] = []
    watch.idle.connect(lambda: idle.append(True))
    window = QLabel()
    qtbot.addWidget(window)
    window.show()
    watch.hear(window.windowHandle())
    for _ in range(9):
        clock.advance(seconds=59)
        watch.tick()
    QTest.mouseMove(window.windowHandle())
    for _ in range(10):
        clock.advance(seconds=59)
        watch.tick()
    assert not idle
    clock.advance(seconds=30)
    watch.tick()
    assert len(idle) == 1
    clock.advance(minutes=3)
    watch.tick()
    assert len(idle) == 2
    watch.stop()
