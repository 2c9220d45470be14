"""The page as it will be: the paper of the line one looks at."""

from PySide6.QtWidgets import QVBoxLayout

from desktop.controllers.papers import PapersController
from desktop.views.filling import clear
from desktop.views.parts.banner import Banner
from desktop.views.parts.runs import RunsLabel
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.text import heading
from desktop.views.printing import page_sheet
from desktop.views.theme.roles import space

PAGE_WIDTH = 420
CHOOSE = "Choisissez une personne dans la liste pour voir sa page."


class PreviewPane(ScrollColumn):
    """The first pages of a paper, or why there is none yet."""

    def __init__(self, controller: PapersController) -> None:
        super().__init__("surface", 12, (20, 18, 20, 18))
        self._controller = controller
        self._pages = QVBoxLayout()
        space(self._pages, 12)
        self.column.addWidget(heading("Aperçu", "section"))
        self._line = RunsLabel(CHOOSE, "body", "ink-2")
        self.column.addWidget(self._line)
        self.column.addLayout(self._pages)
        self.column.addStretch(1)
        controller.previewed.connect(self._show_pages)
        controller.unpreviewed.connect(self._tell)
        controller.failed.connect(self._fail)

    def open(self, key: str) -> None:
        """Set the paper of a line; "" is that of all."""
        clear(self._pages)
        self._say("Mise en page…")
        self._controller.look(key)

    def forget(self) -> None:
        """Other papers were chosen: nothing is looked at."""
        clear(self._pages)
        self._say(CHOOSE)

    def _show_pages(self, pages: tuple[bytes, ...], count: int) -> None:
        clear(self._pages)
        self._say(f"Les {len(pages)} premières pages sur {count}." if len(pages) < count else "")
        for number, png in enumerate(pages, start=1):
            self._pages.addWidget(page_sheet(png, number, PAGE_WIDTH))

    def _tell(self, sentence: str) -> None:
        clear(self._pages)
        self._say("")
        self._pages.addWidget(Banner("info", sentence, icon="clock"))

    def _fail(self, _fault: object) -> None:
        """The page says why, beside the list; nothing is being set any more."""
        if not self._line.isHidden():
            self._say(CHOOSE)

    def _say(self, words: str) -> None:
        self._line.set_words(words)
        self._line.setVisible(bool(words))
