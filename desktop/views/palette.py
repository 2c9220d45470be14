"""The palette over the window: type, move with the arrows, Enter goes there."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.controllers.palette import Command, PaletteController
from desktop.views.parts.dialog import DARK_VEIL, VEIL
from desktop.views.parts.icon_rows import IconRow
from desktop.views.parts.panel import card
from desktop.views.parts.row_list import IconRowList
from desktop.views.parts.runs import RunsLabel
from desktop.views.parts.search import SearchField
from desktop.views.theme.current import current

WIDTH = 640
TOP = 80
BOTTOM = 120
_MOVES = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
_ENTERS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class Palette(QWidget):
    """Emits `chosen(Command)` and closes; Escape closes and gives the keyboard back."""

    chosen = Signal(object)

    def __init__(self, host: QWidget, controller: PaletteController) -> None:
        super().__init__(host)
        self._controller = controller
        self._before = QApplication.focusWidget()
        self._is_eager = False
        self.field = SearchField("Une personne, une page, une action")
        self.list = IconRowList("Résultats", _row)
        self._nothing = RunsLabel("Rien ne correspond. Essayez moins de lettres.", "body", "ink-2")
        self._sheet = card(gap=10, padding=14)
        self._sheet.setParent(self)
        layout = self._sheet.layout()
        if layout is not None:
            for part in (self.field, self.list, self._nothing):
                layout.addWidget(part)
        self.setAccessibleName("Palette")
        self.list.set_rows(controller.model)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._search)
        self.list.opened.connect(self._choose)
        self.list.clicked.connect(self._choose_current)
        controller.changed.connect(self._refresh)
        host.installEventFilter(self)

    def open(self) -> None:
        """Shows the palette with the keyboard in its field."""
        self._cover()
        self._controller.set_text("")
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def dismiss(self) -> None:
        """Closes it and gives the keyboard back to where it was."""
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the field move in the list, Enter chooses, Escape closes; the veil follows the window."""
        if watched is not self.field:
            if event.type() == QEvent.Type.Resize:
                self._cover()
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes from the list too."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Tab goes between the field and the list, and stays in the palette."""
        other = self.list if self.field.hasFocus() else self.field
        other.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """A press beside the sheet closes it."""
        self.dismiss()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the veil."""
        colours = current().colours
        veil = QColor(colours.ink if colours.name == "light" else colours.rail)
        veil.setAlphaF(VEIL if colours.name == "light" else DARK_VEIL)
        QPainter(self).fillRect(self.rect(), veil)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape:
            self.dismiss()
        elif key in _ENTERS:
            self._choose_when_settled()
        elif key in _MOVES:
            QApplication.sendEvent(self.list, event)
        else:
            return False
        return True

    def _cover(self) -> None:
        host = self.parentWidget()
        if host is None:
            return
        self.setGeometry(QRect(0, 0, host.width(), host.height()))
        theme = current()
        wide = min(theme.px(WIDTH), host.width() - theme.gap(48))
        high = host.height() - theme.gap(TOP) - theme.gap(BOTTOM)
        self._sheet.setGeometry((host.width() - wide) // 2, theme.gap(TOP), wide, high)

    def _refresh(self) -> None:
        any_row = self._controller.model.rowCount() > 0
        self.list.setVisible(any_row)
        self._nothing.setVisible(not any_row)
        if any_row:
            self.list.choose(0)
        if self._is_eager and self._controller.is_settled:
            self._choose_current()

    def _search(self, text: str) -> None:
        self._is_eager = False
        self._controller.set_text(text)

    def _choose_when_settled(self) -> None:
        """Enter may come before the people do: those of the letters before are not who is meant."""
        chosen = self._controller.model.row(self._controller.model.key_at(self.list.currentIndex().row()))
        is_person = isinstance(chosen, Command) and chosen.kind == "application"
        if chosen is None or (is_person and not self._controller.is_settled):
            self._is_eager = True
        else:
            self._choose_current()

    def _choose_current(self) -> None:
        self._choose(self.list.currentIndex().row())

    def _choose(self, row: int) -> None:
        command = self._controller.model.row(self._controller.model.key_at(row))
        if isinstance(command, Command):
            self.dismiss()
            self.chosen.emit(command)


def _row(value: object) -> IconRow | None:
    return IconRow(value.icon, value.title, value.detail) if isinstance(value, Command) else None
