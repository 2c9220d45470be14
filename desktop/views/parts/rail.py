"""The rail: the pages of the program on dark pine, what is to settle on top, counts at the right."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.views.parts.formats import french_count
from desktop.views.theme.current import current
from desktop.views.theme.paint import END_ALIGN, Box, draw_box, draw_icon, draw_ring, draw_text
from desktop.views.theme.roles import fill_role, space


@dataclass(frozen=True, slots=True)
class RailItem:
    """One page: its key, its word, its icon; `hint` is a key shown where a count would be (F1)."""

    key: str
    text: str
    icon: str
    hint: str = ""
    alarming: bool = False


class RailButton(QAbstractButton):
    """One line of the rail."""

    def __init__(self, item: RailItem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item, self._count = item, 0
        self.setText(item.text)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setProperty("ownRing", True)  # noqa: FBT003 - Qt's setter takes the value of any property
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Shows `count` at the right; 0 shows none, and hides an alarming item."""
        self._count = count
        self.setAccessibleName(f"{self.item.text}, {count}" if count else self.item.text)
        if self.item.alarming:
            self.setVisible(count > 0 or self.isChecked())
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for its word in bold, its icon and a count of three figures."""
        theme = current()
        words = theme.metrics("body", bold=True).horizontalAdvance(self.text())
        figures = theme.metrics("caption", tabular=True).horizontalAdvance("99")
        sides = theme.px(10 + 10 + 10 + 8) + theme.size("icon_rail")
        return QSize(words + figures + sides, theme.height("rail_row"))

    def minimumSizeHint(self) -> QSize:
        """The same: the words of the rail are never cut."""
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Shows that it can be pressed."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Returns to rest."""
        super().leaveEvent(event)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draws the ring."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the item: bar when current, icon, word, count."""
        theme, painter = current(), QPainter(self)
        colours, chosen = theme.colours, self.isChecked()
        fill, ink, quiet = self._colours()
        if fill is not None:
            draw_box(painter, self.rect(), Box(fill, radius=theme.tokens.radius_control))
        if chosen:
            bar = QRect(0, 0, theme.tokens.sizes["mark"], theme.px(22))
            bar.moveTop((self.height() - bar.height()) // 2)
            draw_box(painter, bar, Box(colours.on_danger if self.item.alarming else colours.rail_ink, radius=2))
        icon = theme.size("icon_rail")
        draw_icon(painter, QRect(theme.px(10), 0, icon, self.height()), self.item.icon, quiet, "icon_rail")
        left = theme.px(10) + icon + theme.px(10)
        strong = True if chosen or self.item.alarming else None
        words = self.rect().adjusted(left, 0, -theme.px(10), 0)
        draw_text(painter, words, self.text(), (theme.font("body", bold=strong), ink))
        shown = french_count(self._count) if self._count else self.item.hint
        draw_text(painter, words, shown, (theme.font("caption", tabular=True), quiet), END_ALIGN)
        if self.hasFocus():
            draw_ring(painter, self.rect(), theme.tokens.radius_control, colours.focus_rail)

    def _colours(self) -> tuple[QColor | None, QColor, QColor]:
        colours = current().colours
        if self.item.alarming:
            return colours.danger, colours.on_danger, colours.on_danger
        if self.isChecked():
            return colours.rail_active, colours.rail_ink, colours.rail_ink
        over = colours.rail_active if self.underMouse() else None
        return over, colours.rail_ink, colours.rail_ink_2


class RailRule(QWidget):
    """The line between two groups of pages."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A line and the air around it."""
        return QSize(10, current().gap(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the line."""
        theme = current()
        inset = theme.px(10)
        QPainter(self).fillRect(
            QRect(inset, self.height() // 2, self.width() - 2 * inset, 1), theme.colours.rail_active
        )


class Rail(QScrollArea):
    """The pages in groups; emits `page_requested(key)`; arrows move between pages, Tab leaves by order."""

    page_requested = Signal(str)

    def __init__(self, groups: tuple[tuple[RailItem, ...], ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, RailButton] = {}
        self._body = QWidget()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Pages")
        self._fill(groups)
        self.setWidget(self._body)
        for part in (self, self.viewport(), self._body):
            fill_role(part, "rail")

    def set_count(self, key: str, count: int) -> None:
        """Shows a count beside a page; KeyError when there is no such page."""
        self._buttons[key].set_count(count)

    def set_current(self, key: str) -> None:
        """Marks the page on screen; emits nothing."""
        self._buttons[key].setChecked(True)
        for button in self._buttons.values():
            if button.item.alarming:
                button.set_count(button._count)  # noqa: SLF001 - same module
            button.update()

    def sizeHint(self) -> QSize:
        """The width of the token less the edge beside it, or what the words need at a large zoom."""
        need = self._body.minimumSizeHint().width()
        if self._body.minimumSizeHint().height() > self.height():
            need += self.verticalScrollBar().sizeHint().width()
        return QSize(max(current().tokens.sizes["rail"] - 1, need), 400)

    def minimumSizeHint(self) -> QSize:
        """As wide as its words, of any height: it scrolls."""
        return QSize(self.sizeHint().width(), 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Makes room for the scroll bar where the pages do not fit."""
        super().resizeEvent(event)
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves the focus up and down between pages."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        shown = [button for button in self._buttons.values() if button.isVisible()]
        holder = next((button for button in shown if button.hasFocus()), None)
        if step is None or holder is None:
            super().keyPressEvent(event)
            return
        target = shown[(shown.index(holder) + step) % len(shown)]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(target)

    def _fill(self, groups: tuple[tuple[RailItem, ...], ...]) -> None:
        layout = QVBoxLayout(self._body)
        space(layout, 2, (8, 12, 8, 12))
        for number, group in enumerate(groups):
            if number:
                layout.addWidget(RailRule())
            for item in group:
                button = RailButton(item, self._body)
                button.clicked.connect(self._pressed)
                self._buttons[item.key] = button
                layout.addWidget(button)
                if item.alarming:
                    layout.addSpacing(current().gap(8))
        layout.addStretch(1)

    def _pressed(self) -> None:
        button = self.sender()
        if isinstance(button, RailButton):
            self.page_requested.emit(button.item.key)
