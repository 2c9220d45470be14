"""How the menu bar, menus and tool tips are drawn."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOption, QStyleOptionMenuItem, QWidget

from desktop.views.theme.current import current
from desktop.views.theme.paint import END_ALIGN, MIDDLE, ROW_ALIGN, Box, draw_box, draw_icon, draw_line

State = QStyle.StateFlag
Kind = QStyleOptionMenuItem.MenuItemType


def draw_bar_area(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    """Draws the empty menu bar: ground with a hairline under it."""
    painter.fillRect(option.rect, current().colours.ground)
    draw_line(painter, option.rect, current().colours.line)


def draw_bar_item(option: QStyleOptionMenuItem, painter: QPainter, _widget: QWidget | None) -> None:
    """Draws one word of the menu bar, its letter underlined."""
    theme = current()
    colours = theme.colours
    painter.fillRect(option.rect, colours.ground)
    foot = QRect(option.rect)
    foot.setBottom(option.menuRect.bottom())
    draw_line(painter, foot, colours.line)
    if option.state & State.State_Selected:
        draw_box(painter, option.rect.adjusted(0, 2, 0, -3), Box(colours.selected, radius=4))
    painter.setFont(theme.font("caption"))
    painter.setPen(colours.ink if option.state & State.State_Enabled else colours.ink_off)
    painter.drawText(option.rect, int(MIDDLE) | int(Qt.TextFlag.TextShowMnemonic), option.text)


def menu_item_size(option: QStyleOptionMenuItem) -> QSize:
    """The size of one entry of a menu; separators are thin."""
    theme = current()
    if option.menuItemType == Kind.Separator:
        return QSize(theme.px(40), theme.px(9))
    words, _, shortcut = option.text.partition("\t")
    metrics = theme.metrics("body")
    width = metrics.horizontalAdvance(words.replace("&", "")) + theme.px(30 + 30)
    if shortcut:
        width += theme.metrics("caption").horizontalAdvance(shortcut) + theme.px(24)
    return QSize(width, theme.height("menu_row"))


def draw_menu_item(option: QStyleOptionMenuItem, painter: QPainter, _widget: QWidget | None) -> None:
    """Draws one entry of a menu: check mark, words, shortcut, arrow of a submenu."""
    theme = current()
    colours, rect = theme.colours, option.rect
    painter.fillRect(rect, colours.surface)
    if option.menuItemType == Kind.Separator:
        painter.fillRect(
            QRect(rect.left() + theme.px(8), rect.center().y(), rect.width() - theme.px(16), 1), colours.line
        )
        return
    enabled = bool(option.state & State.State_Enabled)
    ink = colours.ink if enabled else colours.ink_off
    if option.state & State.State_Selected:
        border = colours.line_strong if colours.is_contrast else None
        draw_box(painter, rect.adjusted(theme.px(4), 0, -theme.px(4), 0), Box(colours.selected, border, radius=5))
    side = theme.px(30)
    if option.checked:
        draw_icon(
            painter,
            QRect(rect.left() + theme.px(4), rect.top(), side - theme.px(4), rect.height()),
            "check",
            ink,
        )
    if option.menuItemType == Kind.SubMenu:
        draw_icon(painter, QRect(rect.right() - side, rect.top(), side, rect.height()), "chevron-right", ink)
    words, _, shortcut = option.text.partition("\t")
    inner = rect.adjusted(side, 0, -theme.px(14), 0)
    painter.setPen(ink)
    painter.setFont(theme.font("body"))
    painter.drawText(inner, int(ROW_ALIGN) | int(Qt.TextFlag.TextShowMnemonic), words)
    painter.setPen(colours.ink_2 if enabled else colours.ink_off)
    painter.setFont(theme.font("caption"))
    painter.drawText(inner, int(END_ALIGN), shortcut)


def draw_menu_panel(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    """Draws the panel of a menu, flat."""
    painter.fillRect(option.rect, current().colours.surface)


def draw_menu_frame(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    """Draws the border of a menu."""
    draw_box(painter, option.rect, Box(border=current().colours.line_strong, radius=0))


def draw_tip(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    """Draws the panel of a tool tip."""
    colours = current().colours
    draw_box(painter, option.rect, Box(colours.surface, colours.line_strong, radius=0))
