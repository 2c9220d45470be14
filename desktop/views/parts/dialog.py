"""The dialog of a decision over a veil: what you confirm at the left, what follows at the right, acts at the foot."""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.parts.buttons import Button
from desktop.views.parts.runs import RunsLabel
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.steps import Steps
from desktop.views.theme.current import current
from desktop.views.theme.paint import Box, draw_box
from desktop.views.theme.roles import space

VEIL = 0.38
DARK_VEIL = 0.7
MARGIN = 24


class _RightHalf(ScrollColumn):
    """Never narrower than its longest word; what it tells may come after the dialog, and be wider."""

    def __init__(self) -> None:
        super().__init__("ground", 8)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Measures again when its lines changed; Qt has the scroll area watch them."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self.make_room()
        return super().eventFilter(watched, event)

    def make_room(self) -> None:
        """Takes the width of its longest word."""
        body = self.widget()
        if body is not None:
            bar = self.verticalScrollBar().sizeHint().width()
            self.setMinimumWidth(body.minimumSizeHint().width() + bar)


class DecisionDialog(QWidget):
    """A dialog inside the window; the focus stays in it, Escape closes it, and a draft is never lost by that."""

    closed = Signal()
    why_requested = Signal(str)
    confirmed = Signal()
    back_requested = Signal()

    def __init__(self, host: QWidget, title: str, act: str, steps: tuple[str, ...] = ()) -> None:
        super().__init__(host)
        self.title = RunsLabel(title, "title")
        self.steps = Steps(steps) if steps else None
        self.left, self.right = ScrollColumn("surface", 8), _RightHalf()
        self.note = RunsLabel("", "caption", "ink-2")
        self.back = Button("Retour", "arrow-left")
        self.why = Button("Pourquoi ce refus\u00a0?", "circle-question-mark", look="flat")
        self.why.hide()
        self._refusal = ""
        self.close_button = Button("Fermer")
        self.confirm = Button(act, "circle-check", look="primary")
        self._sheet, self._foot = QWidget(self), QWidget()
        self._before = QApplication.focusWidget()
        self.setAccessibleName(title)
        self._lay_out()
        self.back.clicked.connect(self.back_requested)
        self.close_button.clicked.connect(self.dismiss)
        self.confirm.clicked.connect(self.confirmed)
        self.why.clicked.connect(self._ask_why)
        host.installEventFilter(self)
        self._cover()

    def set_refusal(self, code: str) -> None:
        """The rule that stands in the way, "" for none: its line of the help is offered."""
        self._refusal = code
        self.why.setVisible(bool(code))

    def open(self) -> None:
        """Shows the dialog with the keyboard in it."""
        self.right.make_room()
        self.show()
        self.raise_()
        self.confirm.setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        """Closes it and gives the keyboard back to where it was."""
        self.hide()
        self.closed.emit()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Covers the window again when its size changes."""
        if event.type() == QEvent.Type.Resize:
            self._cover()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Closes on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keeps Tab inside the dialog."""
        holder = QApplication.focusWidget()
        stops = [part for part in self.findChildren(QWidget) if _takes_tab(part)]
        if holder is None or holder not in stops:
            return super().focusNextPrevChild(forward)
        step = 1 if forward else -1
        target = stops[(stops.index(holder) + step) % len(stops)]
        target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the veil, the sheet and its foot."""
        theme, painter = current(), QPainter(self)
        veil = QColor(theme.colours.ink if theme.colours.name == "light" else theme.colours.rail)
        veil.setAlphaF(VEIL if theme.colours.name == "light" else DARK_VEIL)
        painter.fillRect(self.rect(), veil)
        self._draw_sheet(painter, self._sheet.geometry())

    def _draw_sheet(self, painter: QPainter, sheet: QRect) -> None:
        theme = current()
        colours, radius = theme.colours, theme.tokens.radius_card
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(sheet), radius, radius)
        painter.setClipPath(shape)
        painter.fillRect(sheet, colours.surface)
        halves = self.left.geometry().united(self.right.geometry()).translated(sheet.topLeft())
        painter.fillRect(halves.adjusted(0, -1, 0, 1), colours.line)
        painter.fillRect(self._foot.geometry().translated(sheet.topLeft()), colours.sunken)
        painter.restore()
        draw_box(painter, sheet, Box(border=colours.line_strong, radius=radius))

    def _limit(self) -> None:
        theme = current()
        self._sheet.setMaximumWidth(theme.gap(theme.tokens.sizes["dialog"]))

    def _cover(self) -> None:
        host = self.parentWidget()
        if host is not None:
            self.setGeometry(host.rect())

    def _lay_out(self) -> None:
        self._fill_foot()
        self._limit()
        current().changed.connect(self._limit)
        halves = QHBoxLayout()
        space(halves, 1)
        halves.addWidget(self.left, 8)
        halves.addWidget(self.right, 5)
        down = QVBoxLayout(self._sheet)
        space(down, 1, (1, 1, 1, 1))
        down.addLayout(self._head())
        down.addLayout(halves, 1)
        down.addWidget(self._foot)
        around = QVBoxLayout(self)
        space(around, 0, (MARGIN, 60, MARGIN, 60))
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self._sheet, 100)
        across.addStretch(1)
        around.addLayout(across)

    def _head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        space(head, 12, (24, 18, 24, 14))
        head.addWidget(self.title)
        if self.steps is not None:
            head.addWidget(self.steps)
        return head

    def _ask_why(self) -> None:
        self.why_requested.emit(self._refusal)

    def _fill_foot(self) -> None:
        across = QHBoxLayout(self._foot)
        space(across, 10, (24, 15, 24, 15))
        across.addWidget(self.back)
        across.addWidget(self.note, 1)
        across.addWidget(self.why)
        across.addWidget(self.close_button)
        across.addWidget(self.confirm)


def _takes_tab(part: QWidget) -> bool:
    return bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) and part.isVisible() and part.isEnabled()
