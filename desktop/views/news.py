"""News and webinars on Accueil: what, when, and a way to the browser."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.controllers.home import NewsLine
from desktop.views.filling import clear
from desktop.views.parts.buttons import Button
from desktop.views.parts.glyph import Glyph
from desktop.views.parts.panel import Panel, card_box
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.theme.roles import space


class NewsList(Panel):
    """Lines in a card; only an https address opens, in the person's own browser."""

    def __init__(self) -> None:
        self._down = QVBoxLayout()
        super().__init__(card_box, self._down, 14, (16, 14, 16, 14))

    def set_lines(self, lines: tuple[NewsLine, ...]) -> None:
        """Show other lines."""
        clear(self._down)
        for line in lines:
            self._down.addWidget(_line(line))


def _line(line: NewsLine) -> QWidget:
    whole = QWidget()
    across = QHBoxLayout(whole)
    space(across, 12)
    words = QVBoxLayout()
    space(words, 1)
    words.addWidget(RunsLabel((bold(line.title),)))
    words.addWidget(RunsLabel(line.detail, "caption", "ink-2"))
    across.addWidget(Glyph(line.icon, "ink-2", "icon_page"))
    across.addLayout(words, 1)
    if line.link:
        button = Button(line.verb, small=True)
        button.setAccessibleName(f"{line.verb}\u00a0: {line.title}")
        button.setToolTip(line.link)
        button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(line.link)))
        across.addWidget(button)
    return whole
