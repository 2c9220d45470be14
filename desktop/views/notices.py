"""What was just kept, in the page: the act, where it is, and the seconds in which it can be taken back."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.controllers.acts import Acts, Notice
from desktop.texts import NBSP
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button
from desktop.views.parts.runs import bold
from desktop.views.theme.roles import space

WHY = "Pourquoi ce refus\u00a0?"


class NoticeBar(QWidget):
    """The banner of the last act; takes no room while there is none."""

    def __init__(self, acts: Acts) -> None:
        super().__init__()
        self._acts = acts
        self._shown: Notice | None = None
        self._banner: Banner | None = None
        self._button: Button | None = None
        self._down = QVBoxLayout(self)
        space(self._down, 0)
        self.setVisible(False)
        acts.notice_changed.connect(self._refresh)

    def _refresh(self) -> None:
        notice = self._acts.notice
        if notice is not self._shown:
            self._replace(notice)
        elif self._button is not None:
            self._count_down()

    def _replace(self, notice: Notice | None) -> None:
        self._shown = notice
        while (item := self._down.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._banner = self._button = None
        self.setVisible(notice is not None)
        if notice is None:
            return
        if notice.refusal:
            self._button = Button(WHY, "circle-question-mark", small=True)
            self._button.clicked.connect(self._ask_why)
        elif self._acts.can_undo:
            self._button = Button("Annuler", "undo-2", key="Ctrl+Z", small=True)
            self._button.clicked.connect(self._acts.undo)
        strong = bold(f"{notice.strong} " if notice.words else notice.strong)
        self._banner = Banner(notice.kind, (strong, notice.words), self._button)
        self._down.addWidget(self._banner)
        self._count_down()

    def _ask_why(self) -> None:
        if self._shown is not None:
            self._acts.why_asked.emit(self._shown.refusal)

    def _count_down(self) -> None:
        """Screen readers and the tool tip tell how long it can still be taken back."""
        if self._button is None or (self._shown and self._shown.refusal):
            return
        seconds = self._acts.undo_seconds
        if seconds == 0:
            self._button.hide()
        self._button.setToolTip(f"Encore {seconds}{NBSP}s")
        self._button.setAccessibleName(f"Annuler, encore {seconds} secondes")
