"""Every page and every dialog of the window, and how a person gets there."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget

from desktop.controllers.office import Office
from desktop.queries.verbs import ACCEPT, CANCEL, POSTPONE, REFUSE
from desktop.views.palette import Palette
from desktop.views.parts.dialog import DecisionDialog
from desktop.views.places import RAIL
from desktop.views.window import MainWindow

PAGES = [item.key for group in RAIL for item in group]
_HIRED = "application-5"


def lay_out() -> None:
    """Let every layout that follows another one take place."""
    for _ in range(6):
        QApplication.processEvents()


def choose_something(office: Office) -> None:
    """A record on each page that shows one."""
    office.show_screen("applications")
    office.settle()
    office.applications.select("application-2")
    office.show_screen("passes")
    office.settle()
    office.passes.select("pass-14")
    office.settle()


def on(window: MainWindow, office: Office, page: str) -> None:
    """A page on screen, read and laid out."""
    window.show_page(page)
    if not office.settle():
        raise TimeoutError(page)
    lay_out()


def _decide(window: MainWindow, office: Office, decision: str, application_id: str = "application-2") -> None:
    on(window, office, "applications")
    office.applications.select(application_id)
    office.settle()
    window.open_decision(decision)


def _accept_to_the_end(window: MainWindow, office: Office) -> None:
    _decide(window, office, ACCEPT)
    office.settle()
    if window.dialog is not None:
        window.dialog.confirm.click()


def _batch(window: MainWindow, office: Office) -> None:
    on(window, office, "applications")
    office.applications.check_all(on=True)
    office.settle()
    window.dialogs.decide_checked(REFUSE)


def _person(window: MainWindow, office: Office, what: str) -> None:
    on(window, office, "applications")
    office.applications.select("application-2")
    office.settle()
    window.dialogs.about_person(what)


def _structure(window: MainWindow, office: Office, form: str) -> None:
    on(window, office, "structure")
    getattr(window.pages.structure, f"open_{form}")()


def _palette(window: MainWindow, _office: Office) -> None:
    window.focus_search()


DIALOGS: dict[str, Callable[[MainWindow, Office], None]] = {
    "accepter": lambda window, office: _decide(window, office, ACCEPT),
    "accepter-fin": _accept_to_the_end,
    "decliner": lambda window, office: _decide(window, office, REFUSE),
    "liste-d-attente": lambda window, office: _decide(window, office, POSTPONE),
    "annuler-l-embauche": lambda window, office: _decide(window, office, CANCEL, _HIRED),
    "plusieurs": _batch,
    "candidature-spontanee": lambda window, office: _person(window, office, "register"),
    "obtenir-un-pass": lambda window, office: _person(window, office, "pass"),
    "coordonnees": lambda window, office: _person(window, office, "edit"),
    "orienter": lambda window, office: _person(window, office, "orient"),
    "inviter": lambda window, office: _structure(window, office, "invite"),
    "structure-soeur": lambda window, office: _structure(window, office, "sister"),
    "fiche-structure": lambda window, office: _structure(window, office, "edit"),
    "attestation": lambda window, _office: window.open_attestation("pass-14"),
    "verifier": lambda window, _office: window.open_checking(),
    "palette": _palette,
}


def dialog_of(window: MainWindow) -> QWidget:
    """The dialog in front; LookupError when there is none."""
    fronts = [part for part in window.findChildren(QWidget) if isinstance(part, (DecisionDialog, Palette))]
    shown = [part for part in fronts if part.isVisible()]
    if not shown:
        raise LookupError("no dialog is open")
    return shown[-1]
