"""A page on screen: whole in a narrow column, never larger than it was drawn."""

from io import BytesIO

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.views import theme
from desktop.views.parts.page_sheet import PageSheet
from desktop.views.parts.scroll import ScrollColumn


def page() -> bytes:
    """An empty page of A4 at some 70 dots an inch."""
    content = BytesIO()
    Image.new("RGB", (600, 848), "white").save(content, "PNG")
    return content.getvalue()


@pytest.mark.parametrize(("room", "zoom", "wide"), [(400, 1.0, 300), (400, 2.0, 390), (900, 2.0, 600)])
def test_a_page_fits_its_column(qapp: QApplication, qtbot: QtBot, room: int, zoom: float, wide: int) -> None:
    """At most 300 pixels at 100 %, twice that at 200 % where there is room, and no bar under it."""
    theme.apply(qapp, "light", zoom)
    column = ScrollColumn("surface", 0, (0, 0, 0, 0))
    sheet = PageSheet(page(), "Page 1", 300)
    column.column.addWidget(sheet)
    qtbot.addWidget(column)
    column.resize(room, 400)
    column.show()
    qapp.processEvents()
    height = sheet.height()
    theme.apply(qapp)
    assert not column.horizontalScrollBar().isVisible()
    assert abs(height - wide * 848 / 600) <= 30
