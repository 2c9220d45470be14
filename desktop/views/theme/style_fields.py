"""How fields, combo boxes, frames and scroll bars are drawn."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QFrame,
    QPlainTextEdit,
    QStyle,
    QStyleOption,
    QStyleOptionComboBox,
    QStyleOptionComplex,
    QStyleOptionSlider,
    QTextEdit,
    QWidget,
)

from desktop.views.theme.current import current
from desktop.views.theme.paint import Box, draw_box, draw_icon

State = QStyle.StateFlag


def draw_field(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    """Draws the box of a field; the dynamic property `invalid` gives it the 2-px border of an error."""
    theme = current()
    colours = theme.colours
    enabled = bool(option.state & State.State_Enabled)
    invalid = widget is not None and bool(widget.property("invalid"))
    border = colours.danger if invalid else colours.line_strong if enabled else colours.line
    if colours.is_contrast and not invalid:
        border = colours.line_strong
    fill = colours.surface if enabled else colours.sunken
    draw_box(painter, option.rect, Box(fill, border, width=2 if invalid else 1, radius=theme.tokens.radius_control))


def draw_frame(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    """Draws the frame of a text field as a field, any other styled frame as a card with a hairline."""
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        draw_field(option, painter, widget)
        return
    theme = current()
    framed = isinstance(widget, QAbstractScrollArea)
    box = Box(None if framed else theme.colours.surface, theme.colours.line, radius=theme.tokens.radius_card)
    draw_box(painter, option.rect, box)


def draw_rule(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> bool:
    """Draws a QFrame line as a hairline; False when the frame is no line."""
    if not isinstance(widget, QFrame) or widget.frameShape() not in {QFrame.Shape.HLine, QFrame.Shape.VLine}:
        return False
    rect = option.rect
    if widget.frameShape() == QFrame.Shape.HLine:
        hair = QRect(rect.left(), rect.center().y(), rect.width(), 1)
    else:
        hair = QRect(rect.center().x(), rect.top(), 1, rect.height())
    painter.fillRect(hair, current().colours.line)
    return True


def combo_text_rect(rect: QRect) -> QRect:
    """Where the words of a combo box lie: clear of its border and of its chevron."""
    return rect.adjusted(current().px(8), 1, -current().px(34), -1)


def combo_size(size: QSize) -> QSize:
    """The size of a combo box whose words take `size`; Qt measures their ink, a little less than they advance."""
    margins = current().px(8) + current().px(34) + current().px(4)
    return QSize(size.width() + margins, max(size.height(), current().height("field")))


def draw_combo(option: QStyleOptionComboBox, painter: QPainter, widget: QWidget | None) -> None:
    """Draws a combo box: a field with a chevron."""
    draw_field(option, painter, widget)
    theme = current()
    rect = QRect(option.rect)
    rect.setLeft(rect.right() - theme.px(34))
    enabled = bool(option.state & State.State_Enabled)
    draw_icon(painter, rect, "chevron-down", theme.colours.ink if enabled else theme.colours.ink_off)


def scroll_bar_rect(option: QStyleOptionComplex, control: QStyle.SubControl) -> QRect:
    """Where a part of a scroll bar lies; a bar has no arrows."""
    rect = option.rect
    if not isinstance(option, QStyleOptionSlider) or control not in {
        QStyle.SubControl.SC_ScrollBarSlider,
        QStyle.SubControl.SC_ScrollBarGroove,
        QStyle.SubControl.SC_ScrollBarAddPage,
        QStyle.SubControl.SC_ScrollBarSubPage,
    }:
        return QRect()
    if control == QStyle.SubControl.SC_ScrollBarGroove:
        return QRect(rect)
    upright = option.orientation == Qt.Orientation.Vertical
    length = rect.height() if upright else rect.width()
    span = option.maximum - option.minimum
    slider = length
    if span > 0:
        slider = min(length, max(current().px(32), length * option.pageStep // (span + option.pageStep)))
    start = QStyle.sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, length - slider, option.upsideDown
    )
    bounds = {
        QStyle.SubControl.SC_ScrollBarSlider: (start, slider),
        QStyle.SubControl.SC_ScrollBarSubPage: (0, start),
        QStyle.SubControl.SC_ScrollBarAddPage: (start + slider, length - start - slider),
    }
    first, extent = bounds[control]
    if upright:
        return QRect(rect.left(), rect.top() + first, rect.width(), extent)
    return QRect(rect.left() + first, rect.top(), extent, rect.height())


def _ground_role(bar: QWidget | None) -> QPalette.ColorRole:
    holder = bar.parentWidget() if bar is not None else None
    area = holder.parentWidget() if holder is not None else None
    on_base = isinstance(area, QAbstractItemView | QPlainTextEdit | QTextEdit)
    return QPalette.ColorRole.Base if on_base else QPalette.ColorRole.Window


def draw_scroll_bar(option: QStyleOptionSlider, painter: QPainter, widget: QWidget | None) -> None:
    """Draws a scroll bar: a rounded thumb on the colour of what it scrolls."""
    theme = current()
    painter.fillRect(option.rect, option.palette.color(_ground_role(widget)))
    if option.maximum <= option.minimum:
        return
    thumb = scroll_bar_rect(option, QStyle.SubControl.SC_ScrollBarSlider).adjusted(2, 2, -2, -2)
    over = bool(option.state & State.State_MouseOver) and bool(
        option.activeSubControls & QStyle.SubControl.SC_ScrollBarSlider
    )
    colour = theme.colours.ink_2 if over else theme.colours.line_strong
    draw_box(painter, thumb, Box(colour, radius=4))


def draw_line_edit(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    """Draws the panel of a line edit, unless it sits inside another control or shows no frame."""
    if getattr(option, "lineWidth", 0) > 0:
        draw_field(option, painter, widget)


def draw_splitter(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    """Draws the hairline between two panes."""
    painter.fillRect(option.rect, current().colours.line)
