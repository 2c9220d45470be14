"""EN 301 549 on what the tour of pages does not open: a person's papers, other papers, the tabs of exports."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import open_window
from desktop.controllers.cabinet import cabinet
from desktop.controllers.office import Office
from desktop.controllers.paper_kinds import PaperKind
from desktop.settings import Settings
from desktop.views import theme
from desktop.views.window import MainWindow
from tests.gui.audit import clipped, faint, unnamed, unreached
from tests.gui.tour import lay_out, on
from tests.kit.drawers import with_own_diagnoses
from tests.kit.proofs import attached, picture, rsa


def _person(window: MainWindow, office: Office, job_seeker_id: str) -> None:
    on(window, office, "proofs")
    office.upkeep.proofs.select(job_seeker_id)
    office.settle()
    lay_out()


def _kind(window: MainWindow, office: Office, kind: PaperKind) -> None:
    on(window, office, "papers")
    office.upkeep.papers.set_kind(kind)
    office.settle()
    lay_out()


def _tab(window: MainWindow, office: Office, key: str) -> None:
    on(window, office, "exchanges")
    window.pages.exchanges.tabs.show_tab(key)
    office.upkeep.asp.select("pass-14")
    office.settle()
    lay_out()


PLACES: dict[str, Callable[[MainWindow, Office], None]] = {
    "papers-kept": lambda window, office: _person(window, office, "person-14"),
    "criteria": lambda window, office: _person(window, office, "person-4"),
    "letters": lambda window, office: _kind(window, office, PaperKind.LETTER),
    "dialogue": lambda window, office: _kind(window, office, PaperKind.DIALOGUE),
    "asp": lambda window, office: _tab(window, office, "asp"),
    "person": lambda window, office: _tab(window, office, "person"),
    "calendar": lambda window, office: _tab(window, office, "calendar"),
}


@pytest.fixture
def window(office: Office, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window over a structure that owes proofs and has one."""
    with_own_diagnoses(office.workstation)
    filing = rsa(job_seeker_id="person-14", criterion="CAP_BEP", issued_on=date(2020, 8, 1))
    attached(cabinet(office.workstation), picture("JPEG"), filing)
    made = open_window(office, Settings())
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    yield made
    theme.apply(qapp)


@pytest.mark.parametrize("place", PLACES)
def test_each_control_is_named_reached_and_readable(
    window: MainWindow, office: Office, qapp: QApplication, place: str
) -> None:
    """At 100 % and at 200 %; Tab gets everywhere and back."""
    PLACES[place](window, office)
    shown = window.stack.currentWidget()
    assert shown is not None
    assert unnamed(window) == []
    assert unreached(window, QApplication.focusWidget() or shown) == []
    for zoom in (1.0, 2.0):
        theme.apply(qapp, "light", zoom)
        lay_out()
        assert faint(window) == []
        assert clipped(window) == []
