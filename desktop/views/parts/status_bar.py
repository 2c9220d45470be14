"""The line at the foot of the window: the state of the exchanges in a sentence, and the facts of the day."""

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from desktop.views.parts.pill import ICONS, pill_ink
from desktop.views.parts.text import Text
from desktop.views.theme.current import current
from desktop.views.theme.paint import draw_icon, draw_ring, draw_text
from desktop.views.theme.roles import fill_role, height_role, space


class SyncSentence(QAbstractButton):
    """The sentence of the sync state; pressing it opens Synchronisation."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = "up_to_date"
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleDescription("Ouvre la page Synchronisation")
        self.setProperty("ownRing", "inside")

    def set_state(self, kind: str, words: str) -> None:
        """Says another sentence."""
        self._kind = kind
        self.setText(words)
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The room of its words."""
        theme = current()
        width = theme.metrics("caption").horizontalAdvance(self.text()) + theme.size("icon_badge")
        return QSize(width + theme.px(14), theme.metrics("caption").height() + theme.px(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the icon and the sentence."""
        theme, painter = current(), QPainter(self)
        ink, icon = pill_ink(self._kind), theme.size("icon_badge")
        draw_icon(painter, QRect(theme.px(4), 0, icon, self.height()), ICONS[self._kind], ink, "icon_badge")
        words = self.rect().adjusted(theme.px(4 + 7) + icon, 0, 0, 0)
        draw_text(painter, words, self.text(), (theme.font("caption"), ink))
        if self.hasFocus():
            draw_ring(painter, self.rect(), 4)


class StatusLine(QWidget):
    """The status bar, 30 high."""

    sync_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        fill_role(self, "ground")
        height_role(self, "status", fixed=True)
        self.sync = SyncSentence()
        self.sync.clicked.connect(self.sync_requested)
        self.rules, self.day, self.zoom = (Text("", "caption", "ink-2") for _ in range(3))
        layout = QHBoxLayout(self)
        space(layout, 18, (10, 1, 14, 0))
        layout.addWidget(self.sync)
        layout.addStretch(1)
        for part in (self.rules, self.day, self.zoom):
            layout.addWidget(part)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the hairline above."""
        QPainter(self).fillRect(QRect(0, 0, self.width(), 1), current().colours.line)
