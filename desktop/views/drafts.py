"""What was being written about a record and is not sent: said in the page, taken up or given up with one press."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.controllers.record import DraftWords, RecordController
from desktop.texts import NBSP
from desktop.views.filling import clear
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button
from desktop.views.parts.runs import bold
from desktop.views.theme.roles import space


class DraftBanners(QWidget):
    """A banner for each decision that was begun; takes no room while there is none."""

    def __init__(self, controller: RecordController) -> None:
        super().__init__()
        self._controller = controller
        self._shown: tuple[DraftWords, ...] = ()
        self._down = QVBoxLayout(self)
        space(self._down, 8)
        self.setVisible(False)
        controller.changed.connect(self.refresh)
        controller.drafts_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show what is being written; a press of a key alone moves nothing."""
        drafts = self._controller.drafts if self._controller.record else ()
        if [draft.code for draft in drafts] == [draft.code for draft in self._shown]:
            return
        self._shown = drafts
        clear(self._down)
        for draft in drafts:
            self._down.addWidget(self._banner(draft))
        self.setVisible(bool(drafts))

    def _banner(self, draft: DraftWords) -> Banner:
        strong = f"Saisie en cours{NBSP}: {draft.what}. "
        return Banner("info", (bold(strong), f"Gardée sur ce poste le {draft.when}."), self._acts(draft), icon="pencil")

    def _acts(self, draft: DraftWords) -> QWidget:
        acts = QWidget()
        across = QHBoxLayout(acts)
        space(across, 6)
        for text, slot in (("Reprendre ma saisie", self._take_up), ("Abandonner", self._give_up)):
            button = Button(text, small=True)
            button.setObjectName(draft.code)
            button.setAccessibleName(f"{text}, {draft.what}")
            button.clicked.connect(slot)
            across.addWidget(button)
        return acts

    def _take_up(self) -> None:
        self._controller.do(self.sender().objectName())

    def _give_up(self) -> None:
        self._controller.give_up(self.sender().objectName())
