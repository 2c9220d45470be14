"""The item models keep Qt's contract, ask for pages once, and keep a selection through new lists."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop.models.rows import RowsModel
from desktop.models.window import PAGE_ROWS, PAGES_KEPT, WindowModel

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
ROW = Qt.ItemDataRole.UserRole


def numbered(count: int) -> list[str]:
    """Ids in order."""
    return [f"id-{number}" for number in range(count)]


class Pages:
    """Notes what a model asks for, and answers when told to."""

    def __init__(self, model: WindowModel) -> None:
        self.asked: list[int] = []
        self._model = model
        model.page_wanted.connect(self.note)

    def note(self, page: int, ids: Sequence[str]) -> None:
        """A page was asked for."""
        self.asked.append(page)
        self._ids = ids

    def answer(self) -> None:
        """The last page asked for comes."""
        self._model.put_page(self.asked[-1], {key: key.upper() for key in self._ids})


@pytest.mark.usefixtures("qapp")
def test_window_model_keeps_the_contract() -> None:
    """Through lists that grow, shrink and come back, Qt's own tester finds nothing to say."""
    model = WindowModel()
    tester = QAbstractItemModelTester(model, FATAL)
    for count in (0, 1, 1000, 3, 0, 130):
        model.set_ids(numbered(count))
        assert model.rowCount() == count
    del tester


@pytest.mark.usefixtures("qapp")
def test_a_page_is_asked_for_once() -> None:
    """Painting sixty rows makes one request."""
    model = WindowModel()
    pages = Pages(model)
    model.set_ids(numbered(200))
    for row in range(PAGE_ROWS):
        assert model.data(model.index(row, 0), ROW) is None
    assert pages.asked == [0]
    pages.answer()
    assert model.data(model.index(3, 0), ROW) == "ID-3"
    assert pages.asked == [0]


@pytest.mark.usefixtures("qapp")
def test_old_pages_are_let_go() -> None:
    """A long scroll does not keep everything it passed."""
    model = WindowModel()
    pages = Pages(model)
    model.set_ids(numbered(PAGE_ROWS * (PAGES_KEPT + 1)))
    for page in range(PAGES_KEPT + 1):
        model.data(model.index(page * PAGE_ROWS, 0), ROW)
        pages.answer()
    assert model.data(model.index(0, 0), ROW) is None


def test_the_same_list_is_read_again_without_reset(qtbot: QtBot) -> None:
    """After a sync the rows stay on screen while their contents come anew."""
    model = WindowModel()
    pages = Pages(model)
    model.set_ids(numbered(10))
    model.data(model.index(0, 0), ROW)
    pages.answer()
    with qtbot.assertNotEmitted(model.rowsInserted):
        model.set_ids(numbered(10))
    assert pages.asked == [0, 0]
    assert model.data(model.index(0, 0), ROW) == "ID-0"


@pytest.mark.usefixtures("qapp")
def test_a_first_page_that_comes_with_its_ids_is_kept_when_the_other_ids_come() -> None:
    """What a person already looks at is not asked for again, and does not blink."""
    model = WindowModel()
    pages = Pages(model)
    first = numbered(PAGE_ROWS)
    model.set_ids(first, {key: key.upper() for key in first})
    model.set_ids(numbered(200))
    assert model.data(model.index(3, 0), ROW) == "ID-3"
    assert (pages.asked, model.rowCount()) == ([], 200)


@pytest.mark.usefixtures("qapp")
def test_a_first_page_is_not_kept_for_a_list_that_begins_otherwise() -> None:
    """Another order shows other rows at the top."""
    model = WindowModel()
    pages = Pages(model)
    first = numbered(PAGE_ROWS)
    model.set_ids(first, {key: key.upper() for key in first})
    model.set_ids([*reversed(first), "id-60"])
    assert model.data(model.index(0, 0), ROW) is None
    assert pages.asked == [0]


@pytest.mark.usefixtures("qapp")
def test_a_late_page_of_another_list_is_left_out() -> None:
    """An answer for a list that is gone shows nobody in the wrong place."""
    model = WindowModel()
    model.set_ids(["b"])
    model.put_page(0, {"a": "A"})
    assert model.data(model.index(0, 0), ROW) is None


@pytest.mark.usefixtures("qapp")
def test_places_of_ids() -> None:
    """A selection is kept by id."""
    model = WindowModel()
    model.set_ids(["c", "a"])
    assert (model.row_of("a"), model.row_of("z"), model.id_at(0), model.id_at(9)) == (1, -1, "c", "")


@pytest.mark.usefixtures("qapp")
def test_rows_model_keeps_the_contract() -> None:
    """The same for short lists."""
    model = RowsModel(str)
    tester = QAbstractItemModelTester(model, FATAL)
    for rows in ([], ["a"], ["a"], ["b", "a"], []):
        model.set_rows(rows)
        assert model.rowCount() == len(rows)
    model.set_rows(["b", "a"])
    assert (model.row_of("a"), model.key_at(0), model.row("a"), model.row("z")) == (1, "b", "a", None)
    del tester
