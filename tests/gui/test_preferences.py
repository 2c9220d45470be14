"""Préférences hold at once and are told to be kept; the guide is there to read without network."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QTextBrowser
from pytestqt.qtbot import QtBot

from desktop import settings as preferences
from desktop.app import open_window
from desktop.controllers.office import Office
from desktop.queries import guide
from desktop.settings import Settings
from desktop.vault.restoring import restore
from desktop.views import theme
from desktop.views.help import HelpPage
from desktop.views.parts.chips import Chip
from desktop.views.theme.current import current
from desktop.views.window import MainWindow
from tests.kit.rings import PocketRing


def window_of(office: Office, qtbot: QtBot) -> MainWindow:
    """The main window with its preferences in front."""
    window = open_window(office, Settings())
    qtbot.addWidget(window)
    window.show_page("preferences")
    return window


def press(window: MainWindow, key: str) -> None:
    """Press a chip of the preferences."""
    chip = window.pages.preferences.findChild(Chip, key)
    assert chip is not None
    chip.click()


def test_a_palette_and_a_size_hold_at_once(office: Office, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    """The window is dressed anew and what was chosen can be kept and read again."""
    window = window_of(office, qtbot)
    kept: list[Settings] = []
    window.settings_changed.connect(kept.append)
    press(window, "contrast")
    press(window, "150")
    assert (current().colours.is_contrast, current().zoom) == (True, 1.5)
    preferences.save(tmp_path / "settings.toml", kept[-1])
    assert preferences.load(tmp_path / "settings.toml") == Settings(palette="contrast", zoom_percent=150)
    theme.apply(qapp)


def test_a_menu_changes_what_the_page_shows(office: Office, qtbot: QtBot, qapp: QApplication) -> None:
    """Two ways to the same choice never disagree."""
    window = window_of(office, qtbot)
    window.action_requested.emit("palette:dark")
    chip = window.pages.preferences.findChild(Chip, "dark")
    assert chip is not None
    assert chip.isChecked()
    theme.apply(qapp)


def test_letters_can_be_switched_off(office: Office, qtbot: QtBot) -> None:
    """WCAG 2.1.4: then a letter decides nothing."""
    window = window_of(office, qtbot)
    box = window.pages.preferences.findChild(QCheckBox)
    assert box is not None
    box.click()
    assert not window.settings.letter_keys
    assert not window.applications.list.letter_keys


def test_the_guide_is_read_offline(qtbot: QtBot) -> None:
    """Every page opens with its title, the refusals with their anchors."""
    pages = guide.read("2021-02-08")
    page = HelpPage(pages)
    qtbot.addWidget(page)
    text = page.findChild(QTextBrowser)
    assert text is not None
    for each in pages:
        page.open(each.key)
        assert each.title.replace("\u00a0", " ") in text.toPlainText()
    assert pages[-1].key == "refusals"


def test_the_protection_is_told_in_words(office: Office, qtbot: QtBot) -> None:
    """A passphrase alone is named as such."""
    office.upkeep.preferences.protection = "passphrase"
    window = window_of(office, qtbot)
    words = office.upkeep.preferences.protection_words[0]
    assert words == "Votre phrase de passe"
    assert window.pages.preferences.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_the_lock_and_the_reminders_are_chosen(office: Office, qtbot: QtBot) -> None:
    """Each choice is kept; what the program itself must do leaves as an action of the menus."""
    window = window_of(office, qtbot)
    kept: list[Settings] = []
    asked: list[str] = []
    window.settings_changed.connect(kept.append)
    window.action_requested.connect(asked.append)
    press(window, "30")
    box = next(each for each in window.findChildren(QCheckBox) if "échéances" in each.text())
    box.click()
    assert kept[-1] == Settings(lock_minutes=30, reminders=False)
    for key in ("lock", "sandbox"):
        button = window.pages.preferences.findChild(QPushButton, key)
        assert button is not None
        button.click()
    assert asked == ["lock", "sandbox"]


def test_a_backup_is_written_with_the_passphrase_shown(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """The file that is told opens with the phrase of the dialog, and the next backup has another one."""
    window = window_of(office, qtbot)
    part = window.pages.preferences.backup
    backup = office.upkeep.preferences.backup
    part.open()
    assert part.dialog is not None
    (shown,) = part.dialog.findChildren(QLineEdit)
    with qtbot.waitSignal(backup.told, timeout=20_000) as told:
        backup.save(tmp_path / "usb", "keyring")
    assert told.args is not None
    assert told.args[0] == "ok"
    restore(Path(told.args[2]), tmp_path / "other", shown.text(), PocketRing())
    assert (tmp_path / "other" / "vault.json").exists()
    assert backup.passphrase != shown.text()
    part.dialog.dismiss()
