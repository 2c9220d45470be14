"""A search field: glass at the left, its key in a box at the right while it is empty."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from desktop.views.theme.current import current
from desktop.views.theme.paint import draw_icon, draw_key, key_size


class SearchField(QLineEdit):
    """A field that searches as one types; Escape empties it."""

    def __init__(self, placeholder: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setAccessibleDescription(f"Touche {key}" if key else "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._make_room()

    def sizeHint(self) -> QSize:
        """A field of some thirty letters."""
        return QSize(current().metrics("body").averageCharWidth() * 30, super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empties itself on Escape, once."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Makes room again for larger icons."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the field, then the glass and the key."""
        super().paintEvent(event)
        theme, painter = current(), QPainter(self)
        draw_icon(painter, QRect(0, 0, theme.px(40), self.height()), "search", theme.colours.ink_2)
        if self._key and not self.text():
            width = key_size(theme, self._key).width()
            spot = QRect(self.width() - width - theme.px(10), 0, width, self.height())
            draw_key(painter, spot, self._key, theme.colours.ink_2)

    def _make_room(self) -> None:
        theme = current()
        right = key_size(theme, self._key).width() + theme.px(12) if self._key else theme.px(8)
        self.setTextMargins(theme.px(33), 0, right, 0)
