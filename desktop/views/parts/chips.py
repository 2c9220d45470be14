"""Filters as chips: outlined when off, filled and ticked when on."""

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.views.parts.flow import FlowLayout
from desktop.views.theme.current import current
from desktop.views.theme.paint import Box, draw_box, draw_icon, draw_text

PADDING = 12
GAP = 6


class Chip(QAbstractButton):
    """One filter; `icon` stands before an act (`plus`), `opens` puts the chevron of a list behind."""

    def __init__(self, text: str, icon: str = "", *, opens: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._opens = icon, opens
        self.setText(text)
        self.setCheckable(not icon)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setProperty("ringRadius", 999)
        self.toggled.connect(self._resized)

    def sizeHint(self) -> QSize:
        """The room of its words, and of a tick or icon."""
        theme = current()
        icons = bool(self._icon_before) + self._opens
        width = theme.metrics("caption", bold=True if self.isChecked() else None).horizontalAdvance(self.text())
        width += 2 * theme.px(PADDING) + icons * (theme.size("icon_tick") + theme.px(GAP))
        return QSize(width, theme.height("chip"))

    @property
    def _icon_before(self) -> str:
        return "check" if self.isChecked() else self._icon

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the pill, its icons and its words."""
        theme, painter = current(), QPainter(self)
        colours, on = theme.colours, self.isChecked()
        rest = colours.sunken if self.underMouse() else colours.surface
        box = Box(
            colours.selected if on else rest,
            colours.accent if on else colours.line_strong,
            radius=self.height() / 2,
        )
        draw_box(painter, self.rect(), box)
        ink = colours.accent if on else colours.ink
        icon, gap, inner = theme.size("icon_tick"), theme.px(GAP), self.rect()
        inner.adjust(theme.px(PADDING), 0, -theme.px(PADDING), 0)
        if self._icon_before:
            draw_icon(painter, QRect(inner.left(), 0, icon, self.height()), self._icon_before, ink, "icon_tick")
            inner.setLeft(inner.left() + icon + gap)
        if self._opens:
            spot = QRect(inner.right() - icon + 1, 0, icon, self.height())
            draw_icon(painter, spot, "chevron-down", ink, "icon_tick")
        words = inner.adjusted(0, 0, 2, 0)
        draw_text(painter, words, self.text(), (theme.font("caption", bold=True if on else None), ink))

    def _resized(self, _on: bool) -> None:
        self.updateGeometry()


class ChipRow(QWidget):
    """Chips side by side on as many lines as they need; emits the key of the chip that changed."""

    chip_toggled = Signal(str, bool)
    chip_pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, 6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._chips: dict[str, Chip] = {}

    def add(self, key: str, chip: Chip) -> Chip:
        """Adds a chip under `key` and returns it."""
        chip.setObjectName(key)
        self._chips[key] = chip
        self._flow.addWidget(chip)
        chip.toggled.connect(self._toggled)
        chip.clicked.connect(self._pressed)
        return chip

    def chip(self, key: str) -> Chip:
        """The chip under `key`; KeyError when there is none."""
        return self._chips[key]

    def _toggled(self, on: bool) -> None:
        self.chip_toggled.emit(self.sender().objectName(), on)

    def _pressed(self) -> None:
        self.chip_pressed.emit(self.sender().objectName())
