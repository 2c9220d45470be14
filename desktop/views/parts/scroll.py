"""A column that scrolls when the window is small or the text large, so that no line is ever squeezed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.views.theme.roles import Margins, fill_role, space

PAGE_MARGINS: Margins = (24, 20, 24, 20)


class ScrollColumn(QScrollArea):
    """A page or half a page: add parts to `column`; `fill` is a colour of the theme."""

    def __init__(self, fill: str = "ground", gap: int = 12, margins: Margins = PAGE_MARGINS) -> None:
        super().__init__()
        body = QWidget()
        self.column = QVBoxLayout(body)
        space(self.column, gap, margins)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for part in (self, self.viewport(), body):
            fill_role(part, fill)
