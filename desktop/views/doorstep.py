"""The small windows before the main one: a card in the middle, and where the person is in the first launch."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from desktop.views.parts.panel import card
from desktop.views.parts.runs import RunsLabel
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.steps import Steps
from desktop.views.parts.text import heading
from desktop.views.theme.current import current
from desktop.views.theme.roles import space

WIDTH, WIDE = 460, 720
STEPS = ("Serveur", "Compte", "Protection", "Réception", "Structure")
SERVER, ACCOUNT, PROTECTION, RECEPTION, STRUCTURE = range(len(STEPS))


def roomy(editor: QLineEdit) -> None:
    """Air between the border and the words, as in the fields of the pages."""
    side = current().px(8)
    editor.setTextMargins(side, 0, side, 0)


class Doorstep(ScrollColumn):
    """A small window with one card in its middle: `column` is the card's; `step` is one of the first launch."""

    def __init__(self, title: str, sentence: str, step: int | None = None) -> None:
        super().__init__("ground", 14)
        self.setWindowTitle("Passerelle")
        made = card(gap=14, padding=24)
        made.setMaximumWidth(current().px(WIDTH if step is None else WIDE))
        self.steps: Steps | None = None
        outer, self.column = self.column, QVBoxLayout()
        space(self.column, 14)
        layout = made.layout()
        if isinstance(layout, QVBoxLayout):
            if step is not None:
                self._add_steps(layout, step)
            self.title, self.sentence = heading(title, "title"), RunsLabel(sentence, "body", "ink-2")
            layout.addWidget(self.title)
            layout.addWidget(self.sentence)
            layout.addLayout(self.column)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(made, 100, Qt.AlignmentFlag.AlignVCenter)
        across.addStretch(1)
        outer.addLayout(across, 1)

    def set_step(self, step: int) -> None:
        """Mark another step of the first launch."""
        if self.steps is not None:
            self.steps.set_step(step)

    def _add_steps(self, layout: QVBoxLayout, step: int) -> None:
        self.steps = Steps(STEPS, step)
        layout.addWidget(self.steps)
