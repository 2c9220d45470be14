"""Components on a running Qt: names for screen readers, keys, signals, and no Qt warning in any palette."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.views import theme
from desktop.views.frame import Frame
from desktop.views.parts.badge import StateBadge
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button
from desktop.views.parts.chips import Chip, ChipRow
from desktop.views.parts.comparison import Comparison
from desktop.views.parts.date_field import DateField
from desktop.views.parts.dialog import DecisionDialog
from desktop.views.parts.form import FormField
from desktop.views.parts.pass_card import PassCard, PassFacts
from desktop.views.parts.pill import SyncPill
from desktop.views.parts.rail import Rail
from desktop.views.parts.record_header import RecordHeader, Verb
from desktop.views.parts.row_list import RowList
from desktop.views.parts.rows import TwoLineDelegate
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.table import Table
from desktop.views.theme.tokens import PALETTE_NAMES, load_tokens
from tests.gui.gallery_dialog import open_dialog
from tests.gui.gallery_frame import RAIL, STRUCTURES, build_frame
from tests.gui.gallery_models import ROWS, Rows
from tests.gui.gallery_panes import applications_page, as_row, jobs_page
from tests.gui.gallery_sheets import DIFFERENCES, SHEETS


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """The application in the light palette at 100 %, and so again after the test."""
    theme.apply(qapp)
    yield qapp
    theme.apply(qapp)


def accessible(widget: QWidget) -> QAccessibleInterface:
    """What a screen reader is told about a widget."""
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


def holder() -> QWidget:
    """The widget that has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def show_active(window: QWidget, qtbot: QtBot) -> None:
    """Shows a window and gives it the keyboard."""
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def focusable(root: QWidget) -> list[QWidget]:
    """Every widget of the window one can reach with the keyboard."""
    inside = [part for part in root.findChildren(QWidget) if part.window() is root.window()]
    return [part for part in inside if part.focusPolicy() & Qt.FocusPolicy.TabFocus]


@pytest.mark.parametrize("state", list(load_tokens().states))
def test_a_badge_says_its_full_label_whichever_form_is_shown(qtbot: QtBot, state: str) -> None:
    """The short word is for the eye only."""
    badge = StateBadge(state, short=True)
    qtbot.addWidget(badge)
    assert accessible(badge).text(QAccessible.Text.Name) == load_tokens().states[state].label


def test_an_unsent_badge_says_that_it_waits(qtbot: QtBot) -> None:
    """The dashes have words."""
    badge = StateBadge("processing", unsent=True)
    qtbot.addWidget(badge)
    assert badge.accessibleName() == "Candidature à l’étude, en attente d’envoi"


@pytest.mark.parametrize("palette", PALETTE_NAMES)
@pytest.mark.parametrize("zoom", [1.0, 2.0])
@pytest.mark.parametrize("name", list(SHEETS))
def test_every_sheet_is_drawn_without_a_warning(
    dressed: QApplication, qtbot: QtBot, name: str, zoom: float, palette: str
) -> None:
    """Each component paints in each palette at both ends of the zoom; a Qt warning fails the test by itself."""
    theme.apply(dressed, palette, zoom)
    build, width, height = SHEETS[name]
    sheet = build()
    qtbot.addWidget(sheet)
    sheet.resize(width, height)
    assert not sheet.grab().isNull()


def test_the_whole_window_follows_a_change_of_palette_and_zoom(dressed: QApplication, qtbot: QtBot) -> None:
    """Frame, page and dialog are drawn again without a warning, and the rail grows."""
    frame = build_frame("applications")
    qtbot.addWidget(frame)
    frame.resize(1440, 900)
    frame.show()
    open_dialog(frame)
    narrow = frame.rail.sizeHint().width()
    theme.apply(dressed, "contrast", 2.0)
    assert not frame.grab().isNull()
    assert frame.rail.sizeHint().width() > narrow


@pytest.mark.parametrize("page", ["applications", "jobs"])
def test_everything_one_can_reach_has_a_name(qtbot: QtBot, page: str) -> None:
    """No control of the window is silent."""
    frame = build_frame(page)
    qtbot.addWidget(frame)
    open_dialog(frame)
    silent = [part for part in focusable(frame) if not accessible(part).text(QAccessible.Text.Name)]
    assert [(type(part).__name__, part.objectName()) for part in silent] == []


def test_data_is_never_markup(qtbot: QtBot) -> None:
    """Every label of the window writes plain text."""
    frame = build_frame("applications")
    qtbot.addWidget(frame)
    formats = {label.textFormat() for label in frame.findChildren(QLabel)}
    assert formats == {Qt.TextFormat.PlainText}


def test_a_blocked_button_keeps_its_focus_and_says_why(qtbot: QtBot) -> None:
    """Neither mouse nor key presses it; a screen reader hears the reason; freed, it works again."""
    button = Button("Imprimer", "printer")
    qtbot.addWidget(button)
    button.show()
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    button.set_blocked("Possible dès le 20/02/2021")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.keyClick(button, Qt.Key.Key_Space)
    button.click()
    assert pressed == []
    assert button.isEnabled()
    assert accessible(button).text(QAccessible.Text.Description) == "Possible dès le 20/02/2021"
    button.set_blocked("")
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert pressed == [True]


def test_the_rail_hides_what_is_to_settle_while_nothing_is(qtbot: QtBot) -> None:
    """« À régler » appears with its first entry."""
    rail = Rail(RAIL)
    qtbot.addWidget(rail)
    rail.show()
    issues = rail.findChildren(QWidget, options=Qt.FindChildOption.FindChildrenRecursively)
    first = next(part for part in issues if part.accessibleName().startswith("À régler"))
    assert not first.isVisible()
    rail.set_count("issues", 3)
    assert first.isVisible()
    assert first.accessibleName() == "À régler, 3"


def test_pressing_a_page_asks_for_it(qtbot: QtBot) -> None:
    """The rail tells its key; arrows move between pages."""
    frame = Frame(RAIL)
    qtbot.addWidget(frame)
    show_active(frame, qtbot)
    asked: list[str] = []
    frame.page_requested.connect(asked.append)
    home = next(part for part in focusable(frame.rail) if part.accessibleName() == "Accueil")
    home.setFocus()
    QTest.keyClick(home, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not home)
    QTest.keyClick(holder(), Qt.Key.Key_Space)
    assert asked == ["applications"]


def test_a_structure_is_asked_for_by_list_or_key(qtbot: QtBot) -> None:
    """All of them first in the list; Ctrl+2 is the second."""
    frame = Frame(RAIL)
    qtbot.addWidget(frame)
    frame.set_structures(STRUCTURES, "1")
    show_active(frame, qtbot)
    asked: list[str] = []
    frame.structure_requested.connect(asked.append)
    actions = [action for action in frame.header.switcher.build_list().actions() if not action.isSeparator()]
    assert [action.text().partition("\t")[2] for action in actions] == ["", "Ctrl+1", "Ctrl+2"]
    actions[0].trigger()
    QTest.keyClick(frame, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["", "2"]


def test_the_pill_says_the_state_of_the_exchanges(qtbot: QtBot) -> None:
    """Its name tells what it is about."""
    pill = SyncPill()
    qtbot.addWidget(pill)
    pill.set_state("offline", "Hors ligne · 3 en attente")
    assert accessible(pill).text(QAccessible.Text.Name) == "Synchronisation\u00a0: Hors ligne · 3 en attente"


def test_a_chip_tells_its_key(qtbot: QtBot) -> None:
    """The row of chips says which one changed."""
    row = ChipRow()
    qtbot.addWidget(row)
    chip = row.add("open", Chip("Ouvertes 4"))
    with qtbot.waitSignal(row.chip_toggled) as told:
        chip.click()
    assert told.args == ["open", True]


def test_an_error_takes_the_place_of_the_hint(qtbot: QtBot) -> None:
    """The field is marked, the sentence is heard, and both leave together."""
    field = FormField("Dernier jour", DateField(), "au plus tard le 02/08/2021")
    qtbot.addWidget(field)
    field.show()
    field.set_error(("Essayez le ", bold("02/08/2021"), "."))
    assert field.error.isVisible()
    assert not field.hint.isVisible()
    assert accessible(field.editor).text(QAccessible.Text.Description) == "Essayez le 02/08/2021."
    field.set_error("")
    assert field.hint.isVisible()
    assert field.editor.property("invalid") is False


def test_a_date_field_gives_dates(qtbot: QtBot) -> None:
    """Typing tells the date once there is one, and leaves it written in full."""
    field = DateField()
    qtbot.addWidget(field)
    told: list[date | None] = []
    field.date_changed.connect(told.append)
    QTest.keyClicks(field, "3/2/2021")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert told[-1] == date(2021, 2, 3)
    assert None in told
    assert field.text() == "03/02/2021"


def test_a_pass_asked_for_shows_no_number(qtbot: QtBot) -> None:
    """Offline the card predicts dates, never a number."""
    card = PassCard(PassFacts(date(2021, 2, 15), date(2023, 2, 14)))
    qtbot.addWidget(card)
    assert card.accessibleName() == "PASS demandé, Début prévu 15/02/2021, Fin prévue 14/02/2023"
    card.set_facts(PassFacts(date(2021, 2, 15), date(2023, 2, 14), "999992100001"))
    assert "99999\u00a021\u00a000001" in card.title.text()


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_the_dates_of_a_card_never_touch(qapp: QApplication, qtbot: QtBot, zoom: float) -> None:
    """However narrow the card is made and large its text."""
    theme.apply(qapp, "light", zoom)
    card = PassCard(PassFacts(date(2021, 2, 15), date(2023, 2, 14)))
    qtbot.addWidget(card)
    card.show()
    card.resize(card.minimumSizeHint())
    first, last = (
        next(label for label in card.findChildren(QLabel) if label.text() == words)
        for words in ("15/02/2021", "14/02/2023")
    )
    assert last.geometry().left() - first.geometry().right() >= 10


def test_choosing_a_side_says_what_will_be_kept(qtbot: QtBot) -> None:
    """Nothing is chosen beforehand; each choice is told; the table is complete when every line is."""
    table = Comparison(
        tuple(type(one)(one.key, one.label, one.before, one.mine, one.theirs) for one in DIFFERENCES), "", "", ""
    )
    qtbot.addWidget(table)
    told: list[tuple[str, str]] = []
    table.chosen.connect(lambda key, side: told.append((key, side)))
    assert not table.is_complete
    for name in ("theirs:phone", "mine:address"):
        button = table.findChild(QRadioButton, name)
        assert button is not None
        button.click()
    assert told == [("phone", "theirs"), ("address", "mine")]
    assert table.is_complete


def test_verbs_are_told_by_key_and_blocked_ones_explained(qtbot: QtBot) -> None:
    """A record's verb says its key; a blocked verb stays in place with its reason."""
    header = RecordHeader()
    qtbot.addWidget(header)
    header.set_verbs((Verb("accept", "Accepter", "check", "A"), Verb("cancel", "Annuler", "ban", reason="Trop tard.")))
    asked: list[str] = []
    header.verb_requested.connect(asked.append)
    header.button("accept").click()
    header.button("cancel").click()
    assert asked == ["accept"]
    assert header.button("cancel").accessibleDescription() == "Trop tard."


def test_a_list_of_rows_answers_to_keys(qtbot: QtBot) -> None:
    """Enter opens, Space ticks, a letter is told, arrows move; a screen reader hears the row's sentence."""
    rows = RowList("Candidatures", as_row)
    qtbot.addWidget(rows)
    rows.set_rows(Rows(ROWS))
    rows.choose(0)
    said: list[tuple[str, object]] = []
    rows.opened.connect(lambda row: said.append(("opened", row)))
    rows.check_requested.connect(lambda row: said.append(("ticked", row)))
    rows.letter_typed.connect(lambda letter: said.append(("letter", letter)))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_E):
        QTest.keyClick(rows, key)
    assert said == [("opened", 1), ("ticked", 1), ("letter", "E")]
    assert rows.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == ROWS[0].sentence


def test_rows_stack_where_the_list_is_narrow(qtbot: QtBot) -> None:
    """Badge and date go under the words rather than cut the name."""
    rows = RowList("Candidatures", as_row)
    qtbot.addWidget(rows)
    rows.set_rows(Rows(ROWS))
    rows.resize(440, 400)
    rows.show()
    wide = rows.sizeHintForRow(0)
    rows.resize(260, 400)
    assert rows.sizeHintForRow(0) > wide


def test_a_row_still_to_come_paints_its_place(qtbot: QtBot) -> None:
    """A page of rows not read yet is drawn as quiet bars, not as an error."""
    rows = RowList("Candidatures", lambda _value: None)
    qtbot.addWidget(rows)
    rows.set_rows(Rows(ROWS))
    rows.resize(440, 300)
    assert not rows.grab().isNull()
    assert isinstance(rows.itemDelegate(), TwoLineDelegate)


def test_escape_closes_a_dialog_and_gives_the_keyboard_back(qtbot: QtBot) -> None:
    """Closing tells it once, and the focus returns to where it was."""
    host = QWidget()
    qtbot.addWidget(host)
    before = Button("Accepter")
    before.setParent(host)
    show_active(host, qtbot)
    before.setFocus()
    qtbot.waitUntil(before.hasFocus)
    dialog = DecisionDialog(host, "Embaucher", "Je l’embauche")
    dialog.open()
    with qtbot.waitSignal(dialog.closed):
        QTest.keyClick(dialog.confirm, Qt.Key.Key_Escape)
    assert before.hasFocus()


def test_tab_stays_in_a_dialog(qtbot: QtBot) -> None:
    """From the last control Tab leads to the first, never behind the veil."""
    frame = build_frame("applications")
    qtbot.addWidget(frame)
    show_active(frame, qtbot)
    dialog = open_dialog(frame)
    seen = []
    for _ in range(30):
        QTest.keyClick(holder(), Qt.Key.Key_Tab)
        seen.append(holder())
    assert all(dialog.isAncestorOf(part) for part in seen)
    assert dialog.confirm in seen


def test_wrapped_words_take_the_height_they_need(qtbot: QtBot) -> None:
    """A banner in a narrow place is higher, never cut."""
    banner = Banner(
        "local", (bold("Pas de connexion. "), "Votre décision est enregistrée sur ce poste."), Button("Annuler")
    )
    qtbot.addWidget(banner)
    assert banner.heightForWidth(260) > banner.heightForWidth(900)
    label = RunsLabel("un deux trois quatre")
    qtbot.addWidget(label)
    assert label.heightForWidth(40) >= 3 * label.heightForWidth(900)


def test_panes_fold_where_they_do_not_fit_and_come_back(dressed: QApplication, qtbot: QtBot) -> None:
    """At 200 % the list stays, the others wait behind a button each; pressing one brings that pane."""
    panes = applications_page()
    qtbot.addWidget(panes)
    panes.resize(1230, 700)
    panes.show()
    assert panes.shown == {"filters", "list", "record"}
    theme.apply(dressed, "light", 2.0)
    assert panes.shown == {"list"}
    button = panes.findChild(Button, "record")
    assert button is not None
    button.click()
    assert panes.shown == {"record"}
    theme.apply(dressed, "light", 1.0)
    assert panes.shown == {"filters", "list", "record"}


def test_a_table_speaks_and_opens(qtbot: QtBot) -> None:
    """A screen reader hears both lines of a cell; Enter opens the row."""
    page = jobs_page()
    qtbot.addWidget(page)
    table = page.findChild(Table)
    assert table is not None
    opened: list[int] = []
    table.opened.connect(opened.append)
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened == [1]
    said = table.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Aide de cuisine, repas du chantier, G1602 · Personnel de cuisine"
