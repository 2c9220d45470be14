"""The structure switcher: which employer the person works for, and the list to change it."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from desktop.views.parts.formats import grouped_siret
from desktop.views.theme.current import current
from desktop.views.theme.paint import MIDDLE, Box, draw_box, draw_icon, draw_text

ALL = ""
SHORTCUTS = 9


@dataclass(frozen=True, slots=True)
class Structure:
    """One employer as the switcher shows it; `siret` is 14 digits."""

    key: str
    kind: str
    name: str
    siret: str


class StructureSwitcher(QAbstractButton):
    """The employer at work; emits `structure_requested(key)`, an empty key for all of them."""

    structure_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._structures: tuple[Structure, ...] = ()
        self._current: Structure | None = None
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_list)

    def set_structures(self, structures: tuple[Structure, ...], current_key: str) -> None:
        """Shows the employers of the person; an empty or unknown key stands for all of them."""
        self._structures = structures
        self._current = next((one for one in structures if one.key == current_key), None)
        self.setText(self._current.name if self._current else "Toutes mes structures")
        self.setAccessibleName(f"Structure\u00a0: {self.text()}")
        self.setAccessibleDescription(self._second_line())
        self.update()

    def key_at(self, number: int) -> str | None:
        """The key of the structure that Ctrl and `number` (from 1) stand for; None when there are fewer."""
        return self._structures[number - 1].key if number <= len(self._structures) else None

    def build_list(self) -> QMenu:
        """The list under the switcher: all structures first, then each with its Ctrl key."""
        menu = QMenu(self)
        menu.setMinimumWidth(self.width())
        if len(self._structures) > 1:
            self._entry(menu, "Toutes mes structures", ALL, chosen=self._current is None)
            menu.addSeparator()
        for number, one in enumerate(self._structures, start=1):
            key = f"\tCtrl+{number}" if number <= SHORTCUTS else ""
            words = f"{one.name} ({one.kind})".replace("&", "&&")
            self._entry(menu, words + key, one.key, chosen=one == self._current)
        return menu

    def open_list(self) -> None:
        """Opens the list under the switcher."""
        menu = self.build_list()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def sizeHint(self) -> QSize:
        """The size of the token; wider where a zoomed SIRET needs it."""
        theme = current()
        words = theme.metrics("caption", tabular=True).horizontalAdvance("SIRET 000 000 000 00000")
        wide = words + theme.size("tag_width") + theme.px(70)
        return QSize(max(theme.tokens.sizes["switcher_width"], wide), theme.height("switcher"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the field, the tag of the kind, two lines, and the chevron."""
        theme, painter = current(), QPainter(self)
        colours, radius = theme.colours, theme.tokens.radius_control
        fill = colours.sunken if self.underMouse() else colours.surface
        draw_box(painter, self.rect(), Box(fill, colours.line_strong, radius=radius))
        tag = QRect(theme.px(6), 0, theme.size("tag_width"), theme.size("tag_height"))
        tag.moveTop((self.height() - tag.height()) // 2)
        border = colours.line_strong if colours.is_contrast else None
        draw_box(painter, tag, Box(colours.rail, border, radius=4))
        if self._current is None:
            draw_icon(painter, tag, "building-2", colours.rail_ink, "icon_rail")
        else:
            draw_text(painter, tag, self._current.kind, (theme.font("caption", bold=True), colours.rail_ink), MIDDLE)
        chevron = QRect(self.width() - theme.px(36), 0, theme.px(36), self.height())
        draw_icon(painter, chevron, "chevron-down", colours.ink, "icon_rail")
        self._draw_lines(
            painter,
            QRect(tag.right() + theme.px(10), 0, chevron.left() - tag.right() - theme.px(10), self.height()),
        )

    def _draw_lines(self, painter: QPainter, rect: QRect) -> None:
        theme = current()
        first, second = theme.metrics("body", bold=True).height(), theme.metrics("caption").height()
        top = (self.height() - first - second) // 2
        name = QRect(rect.left(), top, rect.width(), first)
        draw_text(painter, name, self.text(), (theme.font("body", bold=True), theme.colours.ink))
        under = QRect(rect.left(), top + first, rect.width(), second)
        draw_text(painter, under, self._second_line(), (theme.font("caption", tabular=True), theme.colours.ink_2))

    def _second_line(self) -> str:
        if self._current is not None:
            return f"SIRET {grouped_siret(self._current.siret)}"
        return f"{len(self._structures)} structures"

    def _entry(self, menu: QMenu, words: str, key: str, *, chosen: bool) -> None:
        action = QAction(words, menu)
        action.setCheckable(True)
        action.setChecked(chosen)
        action.setData(key)
        action.triggered.connect(self._chosen)
        menu.addAction(action)

    def _chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.structure_requested.emit(str(action.data()))
