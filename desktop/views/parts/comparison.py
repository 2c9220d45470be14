"""Two entries that differ, side by side: before, mine, the version now; one radio a field, and what will be kept."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desktop.views.parts.glyph import Glyph
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.theme.current import current
from desktop.views.theme.paint import Box, draw_box
from desktop.views.theme.roles import height_role, space

MINE = "mine"
THEIRS = "theirs"
BEFORE_COLUMN, MINE_COLUMN, THEIRS_COLUMN = 1, 2, 3
COLUMNS = {MINE: MINE_COLUMN, THEIRS: THEIRS_COLUMN}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field on which two entries differ; `choice` is mine, theirs, or empty until the person chose."""

    key: str
    label: str
    before: str
    mine: str
    theirs: str
    choice: str = ""

    @property
    def kept(self) -> str:
        """The value that will be kept; empty until chosen."""
        return {MINE: self.mine, THEIRS: self.theirs}.get(self.choice, "")


class Choice(QWidget):
    """One cell to choose: a radio button and its value, wrapped; the whole cell can be pressed."""

    def __init__(self, value: str, name: str, *, chosen: bool) -> None:
        super().__init__()
        self.radio = QRadioButton()
        self.radio.setAccessibleName(name)
        self.radio.setChecked(chosen)
        self._value = value
        self.words = RunsLabel("")
        across = QHBoxLayout(self)
        space(across, 8, (14, 14, 12, 14))
        across.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self.words, 1, Qt.AlignmentFlag.AlignTop)
        self.radio.toggled.connect(self._embolden)
        self._embolden(chosen)

    def mousePressEvent(self, _event: object) -> None:
        """Chooses this value."""
        self.radio.setFocus(Qt.FocusReason.MouseFocusReason)
        self.radio.setChecked(True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fills the chosen cell."""
        if self.radio.isChecked():
            QPainter(self).fillRect(self.rect(), current().colours.selected)

    def _embolden(self, chosen: bool) -> None:
        self.words.set_words((bold(self._value),) if chosen else self._value)
        self.update()


class Comparison(QWidget):
    """The table of differences; emits `chosen(key, mine | theirs)`; nothing is chosen for the person."""

    chosen = Signal(str, str)

    def __init__(self, differences: tuple[Difference, ...], before: str, mine: str, theirs: str) -> None:
        super().__init__()
        self._choices = {one.key: one.choice for one in differences}
        self._differences = differences
        self._groups: dict[str, QButtonGroup] = {}
        self._grid = QGridLayout(self)
        space(self._grid, 1, (1, 1, 1, 1))
        for column, stretch in enumerate((4, 7, 8, 8)):
            self._grid.setColumnStretch(column, stretch)
        self._kept = RunsLabel("")
        self._kept_glyph = Glyph("check", "ink", "icon", "body")
        self._add_head(
            (("", "", ""), ("", "Avant", before), ("user", "Ma saisie", mine), ("cloud", "Version actuelle", theirs))
        )
        for line, one in enumerate(differences, start=1):
            self._add_line(line, one)
        self._add_kept(len(differences) + 1)

    @property
    def choices(self) -> dict[str, str]:
        """What was chosen for each field; empty where nothing was."""
        return dict(self._choices)

    @property
    def is_complete(self) -> bool:
        """True once every field is chosen."""
        return all(self._choices.values())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the sheet, its sunken head, the hairlines between cells and the ground of what is kept."""
        theme, painter = current(), QPainter(self)
        colours, radius = theme.colours, theme.tokens.radius_card
        shape = QPainterPath()
        shape.addRoundedRect(self.rect(), radius, radius)
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(self.rect(), colours.surface)
        last = self._grid.rowCount() - 1
        head, foot = self._cell_rect(0, 0), self._cell_rect(last, MINE_COLUMN)
        painter.fillRect(QRect(0, 0, self.width(), head.bottom() + 1), colours.sunken)
        if self.is_complete:
            painter.fillRect(QRect(foot.left(), foot.top(), self.width(), foot.height() + 2), colours.ok_soft)
        for line in range(last):
            painter.fillRect(0, self._cell_rect(line, 0).bottom() + 1, self.width(), 1, colours.line)
        for column in range(3):
            edge = self._cell_rect(0, column).right() + 1
            high = foot.top() if column == MINE_COLUMN else self.height()
            painter.fillRect(edge, 0, 1, high, colours.line)
        painter.restore()
        draw_box(painter, self.rect(), Box(border=colours.line, radius=radius))

    def _cell_rect(self, line: int, column: int) -> QRect:
        item = self._grid.itemAtPosition(line, column)
        return item.geometry() if item is not None else QRect()

    def _add_head(self, heads: tuple[tuple[str, str, str], ...]) -> None:
        for column, (icon, title, note) in enumerate(heads):
            cell = QWidget()
            down = QVBoxLayout(cell)
            space(down, 0, (14, 9, 12, 9))
            line = QHBoxLayout()
            space(line, 7)
            if icon:
                line.addWidget(Glyph(icon, "ink"))
            line.addWidget(RunsLabel((bold(title),)), 1)
            down.addLayout(line)
            down.addWidget(RunsLabel(note, "caption", "ink-2"))
            self._grid.addWidget(cell, 0, column)

    def _add_line(self, line: int, one: Difference) -> None:
        self._grid.addWidget(_cell(one.label, "ink-2"), line, 0)
        self._grid.addWidget(_cell(one.before), line, BEFORE_COLUMN)
        group = QButtonGroup(self)
        self._groups[one.key] = group
        for side, words, value in ((MINE, "ma saisie", one.mine), (THEIRS, "version actuelle", one.theirs)):
            name = f"{one.label}, {words}\u00a0: {value}"
            cell = Choice(value, name, chosen=one.choice == side)
            cell.radio.setObjectName(f"{side}:{one.key}")
            group.addButton(cell.radio)
            cell.radio.toggled.connect(self._choose)
            self._grid.addWidget(cell, line, COLUMNS[side])

    def _add_kept(self, line: int) -> None:
        self._grid.addWidget(_cell("Sera gardé", "ink-2"), line, 0)
        cell = QWidget()
        across = QHBoxLayout(cell)
        space(across, 8, (14, 12, 12, 12))
        across.addWidget(self._kept_glyph, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self._kept, 1, Qt.AlignmentFlag.AlignTop)
        height_role(cell, "control")
        self._grid.addWidget(cell, line, MINE_COLUMN, 1, 2)
        self._show_kept()

    def _choose(self, on: bool) -> None:
        if not on:
            return
        side, _, key = self.sender().objectName().partition(":")
        self._choices[key] = side
        self._show_kept()
        self.chosen.emit(key, side)

    def _show_kept(self) -> None:
        values = {one.key: {MINE: one.mine, THEIRS: one.theirs} for one in self._differences}
        kept = [values[key][side] for key, side in self._choices.items() if side]
        self._kept_glyph.setVisible(self.is_complete)
        self._kept.set_words(" · ".join(kept) if kept else "Choisissez une valeur par ligne.")
        self._kept.set_ink("ink" if kept else "ink-2")
        self.update()


def _cell(words: str, ink: str = "ink") -> QWidget:
    cell = QWidget()
    down = QVBoxLayout(cell)
    space(down, 0, (14, 14, 12, 14))
    down.addWidget(RunsLabel(words, "body", ink))
    down.addStretch(1)
    return cell
