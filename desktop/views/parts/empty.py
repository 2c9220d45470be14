"""The empty state: what is missing, what to do, one button."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.parts.glyph import Glyph
from desktop.views.parts.panel import Panel, card_box
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.turning import Turning
from desktop.views.theme.roles import space


class EmptyState(Panel):
    """A card where a list would be."""

    def __init__(self, what: str, do: str, action: QWidget | None = None, icon: str = "inbox") -> None:
        across = QHBoxLayout()
        super().__init__(card_box, across, 14, (14, 12, 14, 12))
        self.what, self.do = RunsLabel((bold(what),)), RunsLabel(do, "caption", "ink-2")
        words = QVBoxLayout()
        space(words, 1)
        words.addWidget(self.what)
        words.addWidget(self.do)
        across.addWidget(Glyph(icon, "ink-2", "icon_empty"))
        told = QWidget()
        told.setLayout(words)
        across.addWidget(Turning(told, action, middle=True) if action is not None else told, 1)
        self.setAccessibleName(f"{what} {do}")
