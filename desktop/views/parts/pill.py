"""The sync pill of the header: the state of the exchanges in an icon and a few words."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.views.theme.current import current
from desktop.views.theme.paint import Box, draw_box, draw_icon, draw_text

PADDING = 13
GAP = 9

ICONS = {
    "up_to_date": "check",
    "waiting": "cloud-upload",
    "running": "refresh-cw",
    "offline": "cloud-off",
    "issues": "triangle-alert",
    "blocked": "octagon-alert",
}
FILLED = frozenset({"issues", "blocked"})


def pill_ink(kind: str) -> QColor:
    """The colour a kind of sync state is written in outside the pill."""
    colours = current().colours
    if kind in FILLED:
        return colours.danger
    return colours.local if kind == "offline" else colours.ink_2


class SyncPill(QAbstractButton):
    """The state of the exchanges; `kind` is one of the keys of ICONS."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = "up_to_date"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setProperty("ringRadius", 999)
        self.setAccessibleDescription("Ouvre la page Synchronisation")

    def set_state(self, kind: str, words: str) -> None:
        """Shows another state in `words` (« Hors ligne · 3 en attente »)."""
        self._kind = kind
        self.setText(words)
        self.setAccessibleName(f"Synchronisation\u00a0: {words}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The room of its words."""
        theme = current()
        width = theme.metrics("body").horizontalAdvance(self.text())
        return QSize(width + theme.size("icon") + theme.px(2 * PADDING + GAP) + 2, theme.height("pill"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the pill: filled when something stops, dashed when offline, outlined otherwise."""
        theme, painter = current(), QPainter(self)
        box, ink = self._box()
        draw_box(painter, self.rect(), box)
        icon, left = theme.size("icon"), theme.px(PADDING)
        draw_icon(painter, QRect(left, 0, icon, self.height()), ICONS[self._kind], ink)
        words = self.rect().adjusted(left + icon + theme.px(GAP), 0, -left + 4, 0)
        draw_text(painter, words, self.text(), (theme.font("body"), ink))

    def _box(self) -> tuple[Box, QColor]:
        colours, radius = current().colours, self.height() / 2
        if self._kind in FILLED:
            return Box(colours.danger, colours.danger, radius=radius), colours.on_danger
        if self._kind == "offline":
            return Box(colours.local_soft, colours.local_line, radius=radius, dashed=True), colours.local
        fill = colours.sunken if self.underMouse() else colours.surface
        return Box(fill, colours.line_strong, radius=radius), colours.ink
