"""Pictures of the screens, as a person would see them at that moment of the story."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.app import make_application, open_window
from desktop.controllers.drafts import DraftKey
from desktop.controllers.office import Office
from desktop.queries.verbs import ACCEPT, REFUSE
from desktop.settings import Settings
from desktop.views.window import MainWindow

_SETTINGS = Settings()
_LAYOUT_TURNS = 10
_TICKED = 12
_ANSWER = "Bonjour,\n\nNous ne recrutons pas pour ce poste en ce moment. Votre dossier reste connu de notre équipe."


def dressed_application() -> QApplication:
    """The program's application; without a display nothing appears, and pictures can be taken all the same."""
    return make_application(sys.argv[:1], _SETTINGS)


class Screens:
    """One window an office, as a person has; opened at its first picture."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._windows: dict[Office, MainWindow] = {}

    def show(self, office: Office, page: str, name: str, row_id: str = "") -> None:
        """Keep a picture of a page, at the row of that id, as `name.png`; "accept" is the dialog of a hire."""
        window = self._window(office)
        _go(window, office, page, row_id)
        office.settle()
        _lay_out()
        window.grab().save(str(self._out / f"{name}.png"))
        if window.dialog is not None:
            window.dialog.dismiss()
            QApplication.processEvents()

    def leave(self, office: Office) -> None:
        """Close the window of an office and the office, as a person who quits."""
        window = self._windows.pop(office, None)
        if window is not None:
            window.close()
            window.deleteLater()
            QApplication.processEvents()
        office.close()

    def _window(self, office: Office) -> MainWindow:
        if office not in self._windows:
            self._windows[office] = open_window(office, _SETTINGS)
            self._windows[office].show()
        return self._windows[office]


def _lay_out() -> None:
    """Let every layout that follows another one take place."""
    for _ in range(_LAYOUT_TURNS):
        QApplication.processEvents()


def _go(window: MainWindow, office: Office, page: str, row_id: str) -> None:
    if page in _DIALOGS:
        window.show_page("applications")
        office.settle()
        _DIALOGS[page](window, office)
    elif page in ("applications", "accept"):
        window.open_application(row_id)
    elif page == "passes":
        window.open_pass(row_id)
    elif page == "asp":
        window.show_page("exchanges")
        office.settle()
        window.pages.exchanges.tabs.show_tab("asp")
        window.pages.exchanges.asp.list.choose(0)
    else:
        window.show_page(page)
    office.settle()
    if page == "jobs":
        office.jobs.select(row_id)
    elif page == "inbox":
        office.inbox.select(row_id)
    elif page == "accept":
        _open_hire(window, office)


def _decline_several(window: MainWindow, office: Office) -> None:
    """The first screenful of the list, so that rules skip some of them."""
    office.applications.clear()
    office.settle()
    for row in range(min(_TICKED, office.applications.count)):
        office.applications.toggle_checked(row)
    office.desk.drafts.keep(DraftKey(f"batch_{REFUSE}", ""), {"reason": "no_position", "answer": _ANSWER})
    window.dialogs.decide_checked(REFUSE)


def _register(window: MainWindow, office: Office) -> None:
    office.applications.check_all(on=False)
    window.dialogs.about_person("register")


def _orient(window: MainWindow, office: Office) -> None:
    """The directory comes with the cycle that the dialog asks for."""
    office.applications.select_row(0)
    office.settle()
    window.dialogs.about_person("orient")
    office.sync_once()
    office.orient.choose(office.orient.model.key_at(0))


_DIALOGS: dict[str, Callable[[MainWindow, Office], None]] = {
    "decline_several": _decline_several,
    "register": _register,
    "orient": _orient,
}


def _open_hire(window: MainWindow, office: Office) -> None:
    window.open_decision(ACCEPT)
    office.settle()
    if window.dialog is not None:
        window.dialog.confirm.click()
        office.settle()
