"""Two-line rows of a list: mark, box, bold name and badge, caption and date; one delegate for all."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOption, QStyleOptionViewItem, QWidget

from desktop.views.parts.badge import badge_sentence, badge_size, draw_badge
from desktop.views.parts.spoken import loosely
from desktop.views.theme.current import Theme, current
from desktop.views.theme.paint import (
    END_ALIGN,
    ROW_ALIGN,
    draw_icon,
    draw_line,
    draw_mark,
    draw_ring,
    draw_text,
)
from desktop.views.theme.style_buttons import draw_check

# A list narrower than this, in pixels at 100 %, stacks its rows.
NARROW = 300
STACK_GAP = 3

Index = QModelIndex | QPersistentModelIndex
State = QStyle.StateFlag


@dataclass(frozen=True, slots=True)
class Row:
    """What a row shows; `mark` is empty, `local` (unsent) or `danger` (to settle), `aside` a date."""

    title: str
    caption: str = ""
    state: str = ""
    aside: str = ""
    mark: str = ""
    checked: bool | None = None

    @property
    def is_unsent(self) -> bool:
        """True when only this workstation knows the state of the row."""
        return self.mark == "local"

    @property
    def sentence(self) -> str:
        """What a screen reader says of the row: every fact, the state by its full label."""
        state = badge_sentence(self.state, unsent=self.is_unsent) if self.state else ""
        issue = badge_sentence("issue") if self.mark == "danger" else ""
        tick = "cochée" if self.checked else ""
        return ", ".join(part for part in (self.title, tick, state, issue, self.caption, self.aside) if part)


Describe = Callable[[object], Row | None]


class TwoLineDelegate(QStyledItemDelegate):
    """Paints what `describe` makes of a model's UserRole value; None is a row still to come."""

    def __init__(self, describe: Describe, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._describe = loosely(describe)

    def row(self, index: Index) -> Row | None:
        """What the row at `index` shows."""
        return self._describe(index.data(Qt.ItemDataRole.UserRole))

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """The height of two lines, of three where the list is narrow; the width is the list's."""
        theme, height = current(), current().height("row_two_lines")
        if is_stacked(option.widget.width()):
            height += 2 * (theme.height("badge") + theme.px(STACK_GAP))
        return QSize(200, height)

    def check_rect(self, rect: QRect) -> QRect:
        """Where the box of a row lies in the row's rectangle."""
        side = current().size("box")
        spot = QRect(rect.left() + current().px(20), 0, side, side)
        spot.moveTop(rect.center().y() - side // 2)
        return spot

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws one row."""
        theme, rect = current(), option.rect
        chosen = bool(option.state & State.State_Selected)
        if chosen:
            painter.fillRect(rect, theme.colours.selected)
        elif option.state & State.State_MouseOver:
            painter.fillRect(rect, theme.colours.sunken)
        draw_line(painter, rect, theme.colours.line)
        row = self.row(index)
        if row is None:
            _draw_placeholder(painter, rect)
            return
        inset = theme.px(5)
        draw_mark(painter, rect.adjusted(theme.px(6), inset, 0, -inset), row.mark)
        left = rect.left() + theme.px(14)
        if row.checked is not None:
            _draw_box(painter, self.check_rect(rect), on=row.checked)
            left = self.check_rect(rect).right() + theme.px(10)
        words = QRect(left, rect.top(), rect.right() - left - theme.px(12), rect.height())
        _draw_lines(painter, words, row, stacked=is_stacked(option.widget.width()))
        if option.state & State.State_HasFocus and _wants_ring(option):
            draw_ring(painter, rect.adjusted(1, 1, -1, -2), 3)


def is_stacked(width: int) -> bool:
    """True where a list is so narrow, or its text so large, that badge and date go under the words."""
    return width < current().px(NARROW)


def _wants_ring(option: QStyleOptionViewItem) -> bool:
    return bool(option.widget.hasFocus())


def _draw_box(painter: QPainter, rect: QRect, *, on: bool) -> None:
    option = QStyleOption()
    option.rect = rect
    option.state = State.State_Enabled | (State.State_On if on else State.State_Off)
    draw_check(option, painter)


def _draw_placeholder(painter: QPainter, rect: QRect) -> None:
    theme = current()
    for line, share in enumerate((3, 2)):
        bar = QRect(
            rect.left() + theme.px(48),
            rect.top() + theme.px(18 + 18 * line),
            rect.width() * share // 8,
            theme.px(8),
        )
        painter.fillRect(bar, theme.colours.sunken)


@dataclass(frozen=True, slots=True)
class _Aside:
    """Something at the right of a line: its size and how it is drawn."""

    size: QSize
    draw: Callable[[QPainter, QRect], None]


_Asides = tuple[_Aside | None, _Aside | None]


def _draw_lines(painter: QPainter, rect: QRect, row: Row, *, stacked: bool) -> None:
    theme = current()
    name, caption = theme.metrics("body", bold=True).height(), theme.metrics("caption").height()
    under = 2 * (theme.height("badge") + theme.px(STACK_GAP)) if stacked else 0
    top = rect.top() + (rect.height() - name - caption - under) // 2
    first = QRect(rect.left(), top, rect.width(), name)
    second = QRect(rect.left(), top + name, rect.width(), caption)
    if stacked:
        foot = QRect(rect.left(), second.bottom() + 1, rect.width(), under)
        _draw_under(painter, foot, _asides(theme, row))
    else:
        _draw_beside(painter, rect, _asides(theme, row), (first, second))
    draw_text(painter, first, row.title, (theme.font("body", bold=True), theme.colours.ink))
    draw_text(painter, second, row.caption, (theme.font("caption"), theme.colours.ink_2))


def _draw_under(painter: QPainter, rect: QRect, asides: _Asides) -> None:
    theme = current()
    top = rect.top()
    for aside in asides:
        if aside is None:
            continue
        height = theme.height("badge")
        middle = top + theme.px(STACK_GAP) + (height - aside.size.height()) // 2
        aside.draw(painter, QRect(rect.left(), middle, aside.size.width(), aside.size.height()))
        top += theme.px(STACK_GAP) + height


def _draw_beside(painter: QPainter, rect: QRect, asides: _Asides, lines: tuple[QRect, QRect]) -> None:
    theme = current()
    high = sum(_aside_height(theme, aside) for aside in asides)
    start = rect.top() + max(2, (rect.height() - high) // 2)
    for aside, line in zip(asides, lines, strict=True):
        if aside is None:
            continue
        width, height = aside.size.width(), aside.size.height()
        aside.draw(painter, QRect(rect.right() - width + 1, start, width, height))
        line.setWidth(line.width() - width - theme.px(10))
        start += height + theme.px(2)


def _aside_height(theme: Theme, aside: _Aside | None) -> int:
    return aside.size.height() + theme.px(2) if aside is not None else 0


def _asides(theme: Theme, row: Row) -> _Asides:
    upper = _badge_aside(row.state, unsent=row.is_unsent) if row.state else None
    if row.mark == "danger" and row.state != "issue":
        return upper, _badge_aside("issue", unsent=False)
    if row.mark == "local" and not row.aside:
        words = theme.tokens.states["pending"].short
        ink = (theme.font("caption"), theme.colours.local)
        width = theme.metrics("caption").horizontalAdvance(words) + theme.size("icon_badge") + theme.px(6)
        return upper, _Aside(QSize(width, theme.metrics("caption").height()), partial(_draw_unsent, words, ink))
    if not row.aside:
        return upper, None
    metrics = theme.metrics("caption", tabular=True)
    ink = (theme.font("caption", tabular=True), theme.colours.ink_2)
    return upper, _Aside(
        QSize(metrics.horizontalAdvance(row.aside) + 1, metrics.height()),
        partial(_draw_words, row.aside, ink),
    )


def _badge_aside(state: str, *, unsent: bool) -> _Aside:
    def draw(painter: QPainter, rect: QRect) -> None:
        draw_badge(painter, rect, state, short=True, unsent=unsent)

    return _Aside(badge_size(state, short=True), draw)


def _draw_unsent(words: str, ink: tuple[QFont, QColor], painter: QPainter, rect: QRect) -> None:
    theme = current()
    icon = theme.size("icon_badge")
    draw_icon(painter, QRect(rect.left(), rect.top(), icon, rect.height()), "cloud-upload", ink[1], "icon_badge")
    draw_text(painter, rect.adjusted(icon + theme.px(5), 0, 2, 0), words, ink, ROW_ALIGN)


def _draw_words(words: str, ink: tuple[QFont, QColor], painter: QPainter, rect: QRect) -> None:
    draw_text(painter, rect, words, ink, END_ALIGN)
