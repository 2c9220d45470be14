"""The state badge: icon and word on a tinted pill, dashed while the server has not received what it says."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.views.theme.current import current
from desktop.views.theme.paint import Box, draw_box, draw_icon, draw_text
from desktop.views.theme.roles import text_role

UNSENT = "en attente d’envoi"

# Distances inside the pill, at 100 %.
PADDING = 10
ICON_GAP = 6


def badge_sentence(state: str, *, unsent: bool = False) -> str:
    """The full label of a state, for screen readers, whichever form is shown."""
    label = current().look(state).label
    return f"{label}, {UNSENT}" if unsent else label


def badge_size(state: str, *, short: bool = False) -> QSize:
    """The room a badge takes."""
    theme = current()
    look = theme.look(state)
    width = theme.metrics("caption").horizontalAdvance(look.short if short else look.label)
    sides = 2 * theme.px(PADDING) + theme.size("icon_badge") + theme.px(ICON_GAP)
    return QSize(width + sides, theme.height("badge"))


def draw_badge(painter: QPainter, rect: QRect, state: str, *, short: bool = False, unsent: bool = False) -> None:
    """Draws a badge over the whole of `rect`; KeyError for a state the tokens do not know."""
    theme = current()
    look = theme.look(state)
    tint = theme.colours.tints[look.tint]
    dashed = unsent or look.tint == "pending"
    bordered = dashed or (theme.colours.is_contrast and look.tint != "issue")
    box = Box(tint.fill, tint.ink if bordered else None, radius=rect.height() / 2, dashed=dashed)
    draw_box(painter, rect, box)
    icon, padding = theme.size("icon_badge"), theme.px(PADDING)
    draw_icon(
        painter,
        QRect(rect.left() + padding, rect.top(), icon, rect.height()),
        look.icon,
        tint.ink,
        "icon_badge",
    )
    words = rect.adjusted(padding + icon + theme.px(ICON_GAP), 0, -padding + 2, 0)
    draw_text(painter, words, look.short if short else look.label, (theme.font("caption"), tint.ink))


class StateBadge(QLabel):
    """A badge in a page; its text is the full label even where the short word is shown."""

    def __init__(
        self, state: str = "new", *, short: bool = False, unsent: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._state, self._short, self._unsent = state, short, unsent
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        text_role(self, "caption")
        self.set_state(state, unsent=unsent)

    def set_state(self, state: str, *, unsent: bool = False) -> None:
        """Shows another state; `unsent` says that only this workstation knows it."""
        self._state, self._unsent = state, unsent
        self.setText(badge_sentence(state, unsent=unsent))
        self.setAccessibleName(self.text())
        self.setToolTip(self.text())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The room the badge takes."""
        return badge_size(self._state, short=self._short)

    def minimumSizeHint(self) -> QSize:
        """The same: a badge is never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the badge."""
        draw_badge(QPainter(self), self.rect(), self._state, short=self._short, unsent=self._unsent)
