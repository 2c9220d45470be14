"""How table headers, tabs, progress bars and the cells of lists are drawn."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QStyle,
    QStyleOption,
    QStyleOptionHeader,
    QStyleOptionProgressBar,
    QStyleOptionTab,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.views.theme.current import current
from desktop.views.theme.paint import Box, draw_box, draw_icon, draw_line, draw_ring, draw_text

State = QStyle.StateFlag
Sort = QStyleOptionHeader.SortIndicator


def draw_header(option: QStyleOptionHeader, painter: QPainter, _widget: QWidget | None) -> None:
    """Draws one cell of a header: sunken, bold caption, arrow of the sort, hairline under it."""
    theme = current()
    colours = theme.colours
    painter.fillRect(option.rect, colours.sunken)
    draw_line(painter, option.rect, colours.line)
    font, metrics = theme.font("caption", bold=True), theme.metrics("caption", bold=True)
    words = option.rect.adjusted(theme.px(12), 0, -theme.px(12), 0)
    sorted_by = option.sortIndicator != Sort.None_
    arrow = theme.size("icon") + theme.px(4) if sorted_by else 0
    ends = bool(option.textAlignment & Qt.AlignmentFlag.AlignRight)
    width = min(metrics.horizontalAdvance(option.text) + 1, words.width() - arrow)
    left = words.right() - width - arrow + 1 if ends else words.left()
    draw_text(painter, QRect(left, words.top(), width, words.height()), option.text, (font, colours.ink))
    if sorted_by:
        # Qt says SortDown for ascending; here an arrow down means that the latest or largest comes first.
        name = "arrow-down" if option.sortIndicator == Sort.SortUp else "arrow-up"
        spot = QRect(left + width + theme.px(4), words.top(), theme.size("icon"), words.height())
        draw_icon(painter, spot, name, colours.ink, "icon_tick")


def tab_size(option: QStyleOptionTab) -> QSize:
    """The room of one tab, measured bold so that choosing it moves nothing."""
    theme = current()
    width = theme.metrics("body", bold=True).horizontalAdvance(option.text) + theme.px(22)
    return QSize(width, theme.height("tab"))


def draw_tab(option: QStyleOptionTab, painter: QPainter, _widget: QWidget | None) -> None:
    """Draws one tab: words over a 3-px line when chosen."""
    theme = current()
    colours = theme.colours
    chosen = bool(option.state & State.State_Selected)
    over = bool(option.state & State.State_MouseOver)
    words = option.rect.adjusted(0, 0, -theme.px(22), 0)
    draw_line(painter, option.rect, colours.line)
    ink = colours.accent if chosen else colours.ink if over else colours.ink_2
    if not option.state & State.State_Enabled:
        ink = colours.ink_off
    draw_text(painter, words, option.text, (theme.font("body", bold=chosen), ink))
    if chosen:
        width = theme.metrics("body", bold=True).horizontalAdvance(option.text)
        height = theme.px(3)
        painter.fillRect(QRect(words.left(), option.rect.bottom() + 1 - height, width, height), colours.accent)
    if option.state & State.State_HasFocus:
        draw_ring(painter, option.rect.adjusted(-1, 1, -theme.px(22) + 5, -theme.px(3) - 1), 4)


def draw_progress(option: QStyleOptionProgressBar, painter: QPainter, _widget: QWidget | None) -> None:
    """Draws a progress bar of the token's height, its words left to others."""
    theme = current()
    colours = theme.colours
    rect = QRect(option.rect)
    rect.setHeight(theme.size("progress"))
    rect.moveCenter(option.rect.center())
    draw_box(painter, rect, Box(colours.surface, colours.line_strong, radius=rect.height()))
    span = option.maximum - option.minimum
    if span <= 0:
        return
    done = QRect(rect)
    done.setWidth(round(rect.width() * (option.progress - option.minimum) / span))
    painter.save()
    painter.setClipRect(done)
    draw_box(painter, rect, Box(colours.accent, colours.accent, radius=rect.height()))
    painter.restore()


def draw_cell(option: QStyleOptionViewItem, painter: QPainter, _widget: QWidget | None) -> None:
    """Fills the ground of a cell: chosen, under the pointer, or nothing."""
    colours = current().colours
    if option.state & State.State_Selected:
        painter.fillRect(option.rect, colours.selected)
    elif option.state & State.State_MouseOver:
        painter.fillRect(option.rect, colours.sunken)


def draw_cell_focus(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    """Draws the ring inside a focused row."""
    draw_ring(painter, option.rect, 3)


def draw_header_area(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    """Draws what a header leaves empty."""
    painter.fillRect(option.rect, current().colours.sunken)
    draw_line(painter, option.rect, current().colours.line)


def draw_tab_base(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    """Draws the hairline the tabs stand on."""
    draw_line(painter, option.rect, current().colours.line)
