"""The PASS as a card: solid with its number once delivered, dashed and without one while it is asked for."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QLineF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.views.parts.formats import french_date, grouped_pass_number
from desktop.views.parts.glyph import Glyph
from desktop.views.parts.panel import Panel
from desktop.views.parts.runs import RunsLabel
from desktop.views.parts.text import Text
from desktop.views.theme.current import current
from desktop.views.theme.paint import Box, pen
from desktop.views.theme.roles import space

DATES_APART = 14


@dataclass(frozen=True, slots=True)
class PassFacts:
    """A PASS to show: no number means that it was only asked for, and that its dates are predicted."""

    starts_on: date
    ends_on: date
    number: str = ""
    note: str = ""

    @property
    def is_delivered(self) -> bool:
        """True once the server gave it a number."""
        return bool(self.number)


class Bridge(QWidget):
    """The small bridge inside the card, dashed while the PASS is only asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._dashed = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_dashed(self, *, dashed: bool) -> None:
        """Draws it dashed or solid."""
        self._dashed = dashed
        self.update()

    def sizeHint(self) -> QSize:
        """Some width, and the height of the piers."""
        return QSize(120, current().px(22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the deck on five piers."""
        theme, painter = current(), QPainter(self)
        colour = theme.colours.local_line if self._dashed else theme.colours.accent
        deck, inset = theme.px(4), theme.px(6)
        middle = self.height() / 2
        stroke = pen(colour, deck)
        if self._dashed:
            stroke.setDashPattern([2.0, 1.0])
        painter.setPen(stroke)
        left, right = inset, self.width() - inset
        painter.drawLine(QLineF(left, middle, right, middle))
        painter.setPen(pen(colour, theme.px(2)))
        for number in range(5):
            at = left + (right - left) * number / 4
            top = 0 if number in {0, 4} else middle
            painter.drawLine(QLineF(at, top, at, middle + theme.px(9)))


class PassCard(Panel):
    """The card of one PASS."""

    def __init__(self, facts: PassFacts) -> None:
        self._facts = facts
        down = QVBoxLayout()
        super().__init__(self._made, down, 4, (18, 16, 18, 14))
        self.title = Text("", "section")
        self.line = RunsLabel("", "body", "ink-2")
        self._starts, self._ends = Text("", "section", bold=True), Text("", "section", bold=True)
        self._starts_label, self._ends_label = Text("", "caption", "ink-2"), Text("", "caption", "ink-2")
        self._bridge, self.note = Bridge(), Text("", "caption", "ink-2")
        self._lay_out(down)
        self.set_facts(facts)

    def set_facts(self, facts: PassFacts) -> None:
        """Shows another PASS."""
        self._facts = facts
        delivered = facts.is_delivered
        self.title.setText(f"PASS IAE {grouped_pass_number(facts.number)}" if delivered else "PASS demandé")
        self.line.set_words("" if delivered else "Le numéro sera attribué par le serveur.")
        self.line.setVisible(not delivered)
        self._starts_label.setText("Début" if delivered else "Début prévu")
        self._ends_label.setText("Fin" if delivered else "Fin prévue")
        self._starts.setText(french_date(facts.starts_on))
        self._ends.setText(french_date(facts.ends_on))
        self._bridge.set_dashed(dashed=not delivered)
        self.note.setText(facts.note)
        self.note.setVisible(bool(facts.note))
        self.setAccessibleName(
            f"{self.title.text()}, {self._starts_label.text()} {self._starts.text()}, "
            f"{self._ends_label.text()} {self._ends.text()}"
        )
        self.update()

    def _made(self) -> Box:
        theme = current()
        colours, radius = theme.colours, theme.tokens.radius_card
        if self._facts.is_delivered:
            return Box(colours.surface, colours.accent, width=2, radius=radius)
        return Box(colours.surface, colours.local_line, width=2, radius=radius, dashed=True)

    def _lay_out(self, down: QVBoxLayout) -> None:
        head = QHBoxLayout()
        space(head, 8)
        head.addWidget(Glyph("id-card", "ink", "icon_page"))
        head.addWidget(self.title, 1)
        dates = QGridLayout()
        space(dates, 0, (0, 8, 0, 2))
        ends = Qt.AlignmentFlag.AlignRight
        dates.addWidget(self._starts_label, 0, 0)
        dates.addWidget(self._ends_label, 0, 2, ends)
        dates.addWidget(self._starts, 1, 0)
        dates.addWidget(self._ends, 1, 2, ends)
        dates.setColumnMinimumWidth(1, DATES_APART)
        dates.setColumnStretch(1, 1)
        down.addLayout(head)
        down.addWidget(self.line)
        down.addLayout(dates)
        down.addSpacing(4)
        down.addWidget(self._bridge)
        down.addWidget(self.note, 0, Qt.AlignmentFlag.AlignHCenter)
        down.addStretch(1)
