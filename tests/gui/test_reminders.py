"""Reminders: once for each day not to miss, without a name, and only for who wants them."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.controllers.office import Office
from desktop.controllers.reminders import Reminders
from desktop.views import theme
from desktop.views.tray import Tray
from tests.kit.clocks import FakeClock


def looked(office: Office, reminders: Reminders) -> list[str]:
    """What is told by one look."""
    told: list[str] = []
    reminders.told.connect(told.append)
    reminders.look()
    assert office.settle()
    reminders.told.disconnect(told.append)
    return told


def test_each_deadline_is_told_once(office: Office, clock: FakeClock) -> None:
    """Also after a restart; another day brings what has come near since."""
    reminders = office.upkeep.reminders
    first = looked(office, reminders)
    assert len(first) == 1
    assert "approchent" in first[0]
    assert office.acts.notice is not None
    assert office.acts.notice.strong == first[0]
    again = Reminders(office.desk, office.acts)
    assert looked(office, again) == []
    clock.advance(days=2)
    assert len(looked(office, again)) == 1


def test_no_reminder_for_who_wants_none(office: Office) -> None:
    """The switch of the preferences."""
    office.upkeep.reminders.is_on = False
    assert looked(office, office.upkeep.reminders) == []


def test_the_tray_only_repeats_what_the_window_offers(qtbot: QtBot, qapp: object) -> None:
    """Its menu leads to pages and to the lock."""
    theme.apply(qapp)  # type: ignore[arg-type] # the fixture is a QApplication
    window = QLabel()
    qtbot.addWidget(window)
    tray = Tray(window)
    asked: list[str] = []
    tray.wanted.connect(asked.append)
    for action in tray.contextMenu().actions():
        action.trigger()
    tray.messageClicked.emit()
    assert asked == ["home", "deadlines", "lock", "deadlines"]
