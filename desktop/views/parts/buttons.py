"""Buttons: primary, outlined, danger; a blocked one stays focusable and says why."""

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop.views.parts.runs import RunsLabel
from desktop.views.theme.current import current
from desktop.views.theme.paint import MIDDLE, draw_text
from desktop.views.theme.roles import space

PRESSING = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select})


class Button(QPushButton):
    """A button drawn by the style; `look` is secondary, primary, danger, danger-filled, chosen or flat."""

    def __init__(
        self, text: str, icon: str = "", *, look: str = "secondary", key: str = "", small: bool = False
    ) -> None:
        super().__init__(text)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setProperty("iconName", icon)
        self.setProperty("look", look)
        self.setProperty("keyLetter", key)
        self.setProperty("small", "small" if small else "")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        if key:
            self.setAccessibleDescription(f"Touche {key}")

    def set_look(self, look: str) -> None:
        """Changes how it is drawn, for instance to `chosen` while its form is open."""
        self._show("look", look)

    def set_icon_after(self, icon: str) -> None:
        """Puts an icon behind the label."""
        self._show("iconAfter", icon)

    @property
    def is_blocked(self) -> bool:
        """True while pressing it does nothing."""
        return bool(self.property("blocked"))

    def set_blocked(self, reason: str) -> None:
        """Blocks it with a reason that screen readers hear, or frees it with an empty one."""
        self.blockSignals(bool(reason))
        self.setAccessibleDescription(reason)
        self.setToolTip(reason)
        self._show("blocked", reason)

    def hitButton(self, pos: QPoint) -> bool:
        """False while blocked: the mouse presses nothing."""
        return not self.is_blocked and super().hitButton(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Presses on Enter as on Space; does neither while blocked."""
        if self.is_blocked and event.key() in PRESSING:
            event.accept()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def _show(self, name: str, value: str) -> None:
        self.setProperty(name, value)
        self.updateGeometry()
        self.update()


def icon_button(icon: str, name: str) -> Button:
    """A button of one icon; `name` is what screen readers and the tool tip say."""
    made = Button("", icon)
    made.setAccessibleName(name)
    made.setToolTip(name)
    return made


class ReasonedButton(QWidget):
    """A button with, while it is blocked, the reason written under or beside it."""

    def __init__(self, button: Button, *, beside: bool = False) -> None:
        super().__init__()
        self.button = button
        self.reason = RunsLabel("", "caption", "ink-2")
        self.reason.hide()
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        layout = QBoxLayout(way, self)
        space(layout, 8 if beside else 5)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.reason, 1)
        if beside:
            self.reason.setAlignment(Qt.AlignmentFlag.AlignVCenter)

    def set_blocked(self, reason: str) -> None:
        """Blocks the button and writes why, or frees it."""
        self.button.set_blocked(reason)
        self.reason.set_words(reason)
        self.reason.setVisible(bool(reason))


class LinkButton(QPushButton):
    """An act written as an underlined link."""

    def __init__(self, text: str, role: str = "body", *, name: str = "") -> None:
        super().__init__(text)
        self._role = role
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if name:
            self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """The size of its words."""
        metrics = current().metrics(self._role)
        return QSize(metrics.horizontalAdvance(self.text()) + 2, metrics.height() + 2)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Shows that it can be pressed."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Returns to rest."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Writes the underlined words."""
        theme = current()
        painter = QPainter(self)
        ink = theme.colours.accent_hover if self.underMouse() else theme.colours.accent
        draw_text(painter, self.rect(), self.text(), (theme.font(self._role), ink), MIDDLE)
        metrics = theme.metrics(self._role)
        line = (self.height() + metrics.ascent() - metrics.descent()) // 2 + theme.px(2)
        wide = metrics.horizontalAdvance(self.text())
        left = (self.width() - wide) // 2
        painter.fillRect(left, line, wide, theme.px(1), ink)
