"""Days to come: bold date over the day of the week, a line, what falls due and for whom."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.views.parts.runs import RunsLabel
from desktop.views.parts.text import Text
from desktop.views.theme.current import current
from desktop.views.theme.roles import space


@dataclass(frozen=True, slots=True)
class DueDay:
    """One day: its date and weekday as shown, what falls due, and for whom."""

    day: str
    weekday: str
    what: str
    who: str


class Upright(QWidget):
    """The coloured line between a date and what falls due."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(3)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws it."""
        QPainter(self).fillRect(self.rect(), current().colours.accent)


class When(QWidget):
    """A date over its weekday, as wide for every day of the week, at any size of text."""

    def __init__(self, day: DueDay) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        down, ends = QVBoxLayout(self), Qt.AlignmentFlag.AlignRight
        space(down, 0)
        down.addWidget(Text(day.day, bold=True), 0, ends)
        down.addWidget(Text(day.weekday, "caption", "ink-2"), 0, ends)

    def sizeHint(self) -> QSize:
        """Room for the longest weekday."""
        widest = current().metrics("caption").horizontalAdvance("mercredi") + 4
        own = super().sizeHint()
        return QSize(max(widest, own.width()), own.height())


class Agenda(QWidget):
    """Days under each other."""

    def __init__(self, days: tuple[DueDay, ...] = ()) -> None:
        super().__init__()
        self._down = QVBoxLayout(self)
        space(self._down, 16)
        self.set_days(days)

    def set_days(self, days: tuple[DueDay, ...]) -> None:
        """Shows other days."""
        while (item := self._down.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for day in days:
            self._down.addWidget(_line(day))


def _line(day: DueDay) -> QWidget:
    line = QWidget()
    line.setAccessibleName(f"{day.weekday} {day.day}, {day.what}, {day.who}")
    across = QHBoxLayout(line)
    space(across, 12)
    right = QVBoxLayout()
    space(right, 0)
    right.addWidget(RunsLabel(day.what))
    right.addWidget(RunsLabel(day.who, "caption", "ink-2"))
    across.addWidget(When(day))
    across.addWidget(Upright())
    across.addLayout(right, 1)
    return line
