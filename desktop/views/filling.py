"""Small helps to fill layouts: empty one, put a heading over a part, a hairline between panes."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QWidget

from desktop.views.parts.panel import Panel, card
from desktop.views.parts.text import heading
from desktop.views.theme.roles import space


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


def panes(*parts: tuple[QWidget, int]) -> QWidget:
    """Panes side by side with their stretch, hairlines between."""
    page = QWidget()
    across = QHBoxLayout(page)
    space(across, 0)
    for number, (part, stretch) in enumerate(parts):
        if number:
            rule = QFrame()
            rule.setFrameShape(QFrame.Shape.VLine)
            rule.setFixedWidth(1)
            across.addWidget(rule)
        across.addWidget(part, stretch)
    return page


def headed(title: str, link: QWidget | None = None) -> QWidget:
    """A section's heading, with a link at the right where there is one."""
    row = QWidget()
    across = QHBoxLayout(row)
    space(across, 8)
    across.addWidget(heading(title), 1)
    if link is not None:
        across.addWidget(link)
    return row
