"""The theme on a running Qt: fonts that hold every letter, zoom that grows, palettes that switch live."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QImage, QPalette, QTextLayout
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyle,
    QStyleOptionComboBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.views import theme
from desktop.views.parts.definitions import Definitions, Fact
from desktop.views.parts.text import Text
from desktop.views.theme.fonts import build_font, register_fonts
from desktop.views.theme.icons import icon_pixmap
from desktop.views.theme.tokens import PALETTE_NAMES

ATKINSON = "Atkinson Hyperlegible"
REPAINTS = 20_000


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """The application in the light palette at 100 %, and so again after the test."""
    theme.apply(qapp)
    yield qapp
    theme.apply(qapp)


def drawn_by(letter: str, *, bold: bool) -> tuple[str, int]:
    """The family that draws a letter, and the index of its glyph (0 is the empty box)."""
    layout = QTextLayout(letter, build_font("body", 1.0, bold=bold))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    run = layout.glyphRuns()[0]
    return run.rawFont().familyName(), run.glyphIndexes()[0]


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("letter", "ŞŁÇğœ«»’…·–\u00a0\u202f0")
def test_letters_of_names_come_from_one_font(letter: str, *, bold: bool) -> None:
    """Polish, Turkish and French letters are drawn by the merged font, never borrowed."""
    family, glyph = drawn_by(letter, bold=bold)
    assert family == ATKINSON
    assert glyph != 0


@pytest.mark.parametrize("bold", [False, True])
def test_vietnamese_letters_come_from_the_second_font(*, bold: bool) -> None:
    """ễ is in Noto Sans alone."""
    family, glyph = drawn_by("ễ", bold=bold)
    assert family == "Noto Sans"
    assert glyph != 0


def test_the_bundled_families_are_registered() -> None:
    """Nothing depends on the fonts of the computer."""
    assert set(register_fonts()) == {ATKINSON, "Noto Sans"}


@pytest.mark.parametrize("bold", [None, True])
def test_tabular_figures_are_equally_wide(*, bold: bool | None) -> None:
    """Counts and dates stand in columns."""
    tabular = theme.current().metrics("body", bold=bold, tabular=True)
    assert len({tabular.horizontalAdvance(figure) for figure in "0123456789"}) == 1
    usual = theme.current().metrics("body", bold=bold)
    assert len({usual.horizontalAdvance(figure) for figure in "0123456789"}) > 1


def test_zoom_grows_text_and_what_holds_it(dressed: QApplication) -> None:
    """Fonts double, heights grow by their lines, spaces half as fast, lines of 1 px not at all."""
    now = theme.current()
    small = (now.metrics("body").height(), now.height("control"), now.height("row_two_lines"), now.gap(24))
    theme.apply(dressed, "light", 2.0)
    large = (now.metrics("body").height(), now.height("control"), now.height("row_two_lines"), now.gap(24))
    assert large[0] == pytest.approx(2 * small[0], abs=2)
    assert large[1] - small[1] == large[0] - small[0]
    assert large[2] > small[2] + large[0] - small[0]
    assert large[3] == 36


def test_zoom_stays_within_its_range(dressed: QApplication) -> None:
    """Neither under 100 % nor over 200 %."""
    assert theme.apply(dressed, "light", 0.2).zoom == 1.0
    assert theme.apply(dressed, "light", 9.0).zoom == 2.0


def test_an_open_window_follows_palette_and_zoom(dressed: QApplication, qtbot: QtBot) -> None:
    """A label on screen takes the new ink and the new size at once, a label without a wish the new palette."""
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    quiet, plain = Text("Aide maraîchère", "caption", "ink-2"), QLabel("x")
    column.addWidget(quiet)
    column.addWidget(plain)
    holder.show()
    before = quiet.font().pointSizeF()
    theme.apply(dressed, "dark", 1.5)
    dressed.processEvents()
    dark = theme.current().tokens.palettes["dark"]
    assert quiet.palette().color(QPalette.ColorRole.WindowText) == dark.ink_2
    assert plain.palette().color(QPalette.ColorRole.WindowText) == dark.ink
    assert quiet.font().pointSizeF() == pytest.approx(before * 1.5)


def test_columns_stay_apart_after_a_change_of_zoom(dressed: QApplication, qtbot: QtBot) -> None:
    """Labels and values keep the wider space between them, grown with the text."""
    facts = Definitions((Fact("job", "Poste", "Aide maraîcher"),))
    qtbot.addWidget(facts)
    theme.apply(dressed, "light", 2.0)
    grid = facts.layout()
    assert isinstance(grid, QGridLayout)
    assert grid.horizontalSpacing() == 36


@pytest.mark.parametrize("palette", PALETTE_NAMES)
def test_the_palette_of_qt_follows_the_tokens(dressed: QApplication, palette: str) -> None:
    """Widgets Qt draws itself use the same colours, disabled text included."""
    colours = theme.apply(dressed, palette).colours
    made = dressed.palette()
    assert made.color(QPalette.ColorRole.Window) == colours.ground
    assert made.color(QPalette.ColorRole.Highlight) == colours.selected
    assert made.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text) == colours.ink_off


def test_icons_take_the_colour_and_are_kept() -> None:
    """An icon is drawn in the colour asked for at the ratio of the screen, and rendered once."""
    red = QColor("#FF0000")
    twice = icon_pixmap("check", red, 16, 2.0)
    assert (twice.width(), twice.devicePixelRatio()) == (32, 2.0)
    image = twice.toImage().convertToFormat(QImage.Format.Format_ARGB32)
    seen = {
        image.pixelColor(x, y).name() for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() == 255
    }
    assert seen == {"#ff0000"}
    assert icon_pixmap("check", red, 16, 2.0).cacheKey() == twice.cacheKey()


def test_the_ring_stands_outside_the_control(qtbot: QtBot) -> None:
    """Two pixels of air, then the ring in the focus colour; it leaves with the focus."""
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    column.setContentsMargins(20, 20, 20, 20)
    button, field = QPushButton("Étudier"), QLineEdit()
    column.addWidget(button)
    column.addWidget(field)
    holder.resize(300, 160)
    with qtbot.waitExposed(holder):
        holder.show()
    holder.activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    focus = theme.current().colours.focus
    assert ring_colour(holder, button) == focus
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    assert ring_colour(holder, button) != focus
    assert ring_colour(holder, field) == focus


def ring_colour(holder: QWidget, control: QWidget) -> QColor:
    """The colour three pixels above the middle of a control."""
    top = control.geometry().center()
    return holder.grab().toImage().pixelColor(top.x(), control.geometry().top() - 3)


def test_painting_twenty_thousand_times_holds(qtbot: QtBot) -> None:
    """Overridden paint methods return None without wearing anything out."""
    button = QPushButton("Étudier")
    qtbot.addWidget(button)
    button.resize(120, 34)
    target = QImage(120, 34, QImage.Format.Format_ARGB32)
    for _ in range(REPAINTS):
        button.render(target)
    assert target.pixelColor(60, 2) == theme.current().colours.surface


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.0])
def test_a_box_of_choices_is_as_wide_as_the_longest(qapp: QApplication, qtbot: QtBot, zoom: float) -> None:
    """Its words fit between its border and its chevron, however large the text."""
    theme.apply(qapp, "light", zoom)
    box = QComboBox()
    qtbot.addWidget(box)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.addItems(["Par nom", "Plus récentes d’abord"])
    box.resize(box.sizeHint())
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    words = box.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, box
    )
    assert words.width() >= box.fontMetrics().horizontalAdvance("Plus récentes d’abord")
