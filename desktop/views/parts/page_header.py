"""The head of a page: title, a sentence under it, acts at the right."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.views.parts.flow import FlowLayout
from desktop.views.parts.runs import RunsLabel, Words
from desktop.views.parts.turning import Turning
from desktop.views.theme.roles import space


class PageHeader(QWidget):
    """Title and sentence; give its acts in the order they stand, the primary last."""

    def __init__(self, title: str, sentence: Words = "", acts: tuple[QWidget, ...] = ()) -> None:
        super().__init__()
        self.title, self.sentence = RunsLabel(title, "title"), RunsLabel(sentence, "body", "ink-2")
        words = QVBoxLayout()
        space(words, 2)
        words.addWidget(self.title)
        words.addWidget(self.sentence)
        told, buttons = QWidget(), QWidget()
        told.setLayout(words)
        across = FlowLayout(buttons, 12)
        for act in acts:
            across.addWidget(act)
        whole = QVBoxLayout(self)
        space(whole, 0)
        whole.addWidget(Turning(told, buttons, middle=True))
        # Once it stands in the page: a part shown on its own is a window for an instant, and takes the keyboard away.
        buttons.setVisible(bool(acts))
