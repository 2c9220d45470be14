"""Every page of the rail: no Qt warning, no wider than the window, in every palette, up to 200 %."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import open_window
from desktop.controllers.office import Office
from desktop.settings import Settings
from desktop.views import theme
from desktop.views.jobs import JobsView
from desktop.views.places import RAIL
from desktop.views.theme.current import current
from desktop.views.window import MainWindow

KEYS = [item.key for group in RAIL for item in group]


@pytest.fixture
def window(office: Office, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The main window, shown; light again after the test."""
    made = open_window(office, Settings())
    qtbot.addWidget(made)
    made.show()
    yield made
    theme.apply(qapp)


@pytest.mark.parametrize(("palette", "zoom"), [("light", 1.5), ("dark", 1.0), ("contrast", 2.0)])
def test_every_page_paints_in_every_dress(
    window: MainWindow, office: Office, qapp: QApplication, palette: str, zoom: float
) -> None:
    """Painted without a warning of Qt, and no wider than the window."""
    theme.apply(qapp, palette, zoom)
    for key in KEYS:
        window.show_page(key)
        assert office.settle()
        assert not window.grab().isNull()
        assert window.stack.minimumSizeHint().width() <= window.width()


def test_rows_of_jobs_grow_with_the_text(window: MainWindow, office: Office, qapp: QApplication) -> None:
    """Both their lines keep the room they need when the text is enlarged while the page stands."""
    window.show_page("jobs")
    assert office.settle()
    table = window.pages.page("jobs").findChild(JobsView)
    assert table is not None
    theme.apply(qapp, "light", 2.0)
    qapp.processEvents()
    assert table.rowHeight(0) >= current().height("row_table_two_lines")
