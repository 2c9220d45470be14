"""Small helps to fill layouts: empty one, put parts in a card, a heading over a part."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QWidget

from desktop.views.parts.panel import Panel, card
from desktop.views.parts.progress import Progress
from desktop.views.parts.text import heading
from desktop.views.theme.current import current
from desktop.views.theme.roles import space


def widest_column(box: QBoxLayout) -> int:
    """The width that the widest part of a box cannot do without."""
    items = (box.itemAt(at) for at in range(box.count()))
    return max((item.minimumSize().width() for item in items if item is not None), default=0)


class Folding(QWidget):
    """Two columns side by side, under each other where less than `room` pixels at 100 % are there for both."""

    def __init__(self, left: QLayout, right: QLayout, stretches: tuple[int, int], room: int) -> None:
        super().__init__()
        self._room = room
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        space(self._box, 16)
        self._box.addLayout(left, stretches[0])
        self._box.addLayout(right, stretches[1])

    def minimumSizeHint(self) -> QSize:
        """As narrow as one column: it folds."""
        return QSize(widest_column(self._box), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Folds or unfolds."""
        super().resizeEvent(event)
        is_narrow = self.width() < current().px(self._room)
        ways = QBoxLayout.Direction
        self._box.setDirection(ways.TopToBottom if is_narrow else ways.LeftToRight)


def clear(layout: QLayout) -> None:
    """Take every widget out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def card_of(*parts: QWidget, gap: int = 8, padding: int = 16) -> Panel:
    """A card holding parts under each other."""
    made = card(gap=gap, padding=padding)
    layout = made.layout()
    if layout is not None:
        for part in parts:
            layout.addWidget(part)
    return made


def show_share(progress: Progress, done: int, total: int) -> None:
    """A share in percent, where the units mean nothing to a person."""
    percent = 100 * done // max(1, total)
    progress.set_progress(percent, 100)
    progress.words.setText(f"{percent}\u00a0%")


def headed(title: str, link: QWidget | None = None) -> QWidget:
    """A section's heading, with a link at the right where there is one."""
    row = QWidget()
    across = QHBoxLayout(row)
    space(across, 8)
    across.addWidget(heading(title), 1)
    if link is not None:
        across.addWidget(link)
    return row
