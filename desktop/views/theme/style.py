"""The Fusion style, redrawn with the tokens: which stroke draws which element, the measures Qt asks for."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFocusFrame,
    QPlainTextEdit,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QStyleOptionComplex,
    QTextEdit,
    QWidget,
)

from desktop.views.theme import style_buttons, style_fields, style_menus, style_views
from desktop.views.theme.current import current
from desktop.views.theme.paint import draw_ring

Control = QStyle.ControlElement
Primitive = QStyle.PrimitiveElement
Complex = QStyle.ComplexControl
Metric = QStyle.PixelMetric
Hint = QStyle.StyleHint
Contents = QStyle.ContentsType
Stroke = Callable[[Any, QPainter, QWidget | None], Any]

# The ring stands this far outside a control: 2 px of air, 2 px of ring.
RING_MARGIN = 4


def _nothing(_option: QStyleOption, _painter: QPainter, _widget: QWidget | None) -> None:
    """Draws nothing, for decoration Fusion adds and this style leaves out."""


def _check(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    style_buttons.draw_check(option, painter)


def _radio(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    style_buttons.draw_radio(option, painter)


def _arrow(name: str) -> Stroke:
    def draw(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
        style_buttons.draw_arrow(name, option, painter)

    return draw


def _focus_frame(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    target = widget.widget() if isinstance(widget, QFocusFrame) else None
    radius = float(current().tokens.radius_control)
    if target is not None and target.property("ringRadius") is not None:
        radius = min(float(target.property("ringRadius")), target.height() / 2)
    draw_ring(painter, option.rect, radius + RING_MARGIN - 1)


CONTROLS: dict[QStyle.ControlElement, Stroke] = {
    Control.CE_PushButton: style_buttons.draw_button,
    Control.CE_MenuBarEmptyArea: style_menus.draw_bar_area,
    Control.CE_MenuBarItem: style_menus.draw_bar_item,
    Control.CE_MenuItem: style_menus.draw_menu_item,
    Control.CE_MenuEmptyArea: style_menus.draw_menu_panel,
    Control.CE_Header: style_views.draw_header,
    Control.CE_HeaderEmptyArea: style_views.draw_header_area,
    Control.CE_TabBarTab: style_views.draw_tab,
    Control.CE_ProgressBar: style_views.draw_progress,
    Control.CE_FocusFrame: _focus_frame,
    Control.CE_Splitter: style_fields.draw_splitter,
}

PRIMITIVES: dict[QStyle.PrimitiveElement, Stroke] = {
    Primitive.PE_PanelLineEdit: style_fields.draw_line_edit,
    Primitive.PE_FrameLineEdit: _nothing,
    Primitive.PE_Frame: style_fields.draw_frame,
    Primitive.PE_FrameGroupBox: style_fields.draw_frame,
    Primitive.PE_IndicatorCheckBox: _check,
    Primitive.PE_IndicatorItemViewItemCheck: _check,
    Primitive.PE_IndicatorRadioButton: _radio,
    Primitive.PE_PanelMenu: style_menus.draw_menu_panel,
    Primitive.PE_FrameMenu: style_menus.draw_menu_frame,
    Primitive.PE_PanelTipLabel: style_menus.draw_tip,
    Primitive.PE_FrameTabBarBase: style_views.draw_tab_base,
    Primitive.PE_FrameTabWidget: _nothing,
    Primitive.PE_PanelItemViewItem: style_views.draw_cell,
    Primitive.PE_PanelItemViewRow: _nothing,
    Primitive.PE_FrameStatusBarItem: _nothing,
    Primitive.PE_PanelScrollAreaCorner: _nothing,
    Primitive.PE_PanelButtonTool: style_buttons.draw_tool_panel,
    Primitive.PE_IndicatorArrowLeft: _arrow("chevron-left"),
    Primitive.PE_IndicatorArrowRight: _arrow("chevron-right"),
    Primitive.PE_IndicatorArrowUp: _arrow("chevron-up"),
    Primitive.PE_IndicatorArrowDown: _arrow("chevron-down"),
    Primitive.PE_IndicatorSpinUp: _arrow("chevron-up"),
    Primitive.PE_IndicatorSpinDown: _arrow("chevron-down"),
}

COMPLEX: dict[QStyle.ComplexControl, Stroke] = {
    Complex.CC_ComboBox: style_fields.draw_combo,
    Complex.CC_ScrollBar: style_fields.draw_scroll_bar,
}

# Measures at 100 %, grown with the text.
GROWING: dict[QStyle.PixelMetric, int] = {
    Metric.PM_IndicatorWidth: 18,
    Metric.PM_IndicatorHeight: 18,
    Metric.PM_ExclusiveIndicatorWidth: 18,
    Metric.PM_ExclusiveIndicatorHeight: 18,
    Metric.PM_CheckBoxLabelSpacing: 8,
    Metric.PM_RadioButtonLabelSpacing: 8,
    Metric.PM_SmallIconSize: 16,
    Metric.PM_ButtonIconSize: 16,
    Metric.PM_LineEditIconSize: 16,
    Metric.PM_MenuBarItemSpacing: 0,
    Metric.PM_TabBarScrollButtonWidth: 24,
}
FIXED: dict[QStyle.PixelMetric, int] = {
    Metric.PM_FocusFrameHMargin: RING_MARGIN,
    Metric.PM_FocusFrameVMargin: RING_MARGIN,
    Metric.PM_MenuPanelWidth: 1,
    Metric.PM_MenuHMargin: 0,
    Metric.PM_MenuVMargin: 4,
    Metric.PM_MenuBarPanelWidth: 0,
    Metric.PM_MenuBarHMargin: 8,
    Metric.PM_MenuBarVMargin: 0,
    Metric.PM_ButtonShiftHorizontal: 0,
    Metric.PM_ButtonShiftVertical: 0,
    Metric.PM_TabBarBaseHeight: 0,
    Metric.PM_TabBarTabShiftVertical: 0,
    Metric.PM_SplitterWidth: 1,
    Metric.PM_ToolTipLabelFrameWidth: 6,
}

Measure = Callable[[Any, QSize, QWidget | None], QSize]

SIZES: dict[QStyle.ContentsType, Measure] = {
    Contents.CT_PushButton: lambda option, _size, widget: style_buttons.button_size(widget, option.text),
    Contents.CT_MenuItem: lambda option, _size, _widget: style_menus.menu_item_size(option),
    Contents.CT_TabBarTab: lambda option, _size, _widget: style_views.tab_size(option),
    Contents.CT_ComboBox: lambda _option, size, _widget: style_fields.combo_size(size),
    Contents.CT_MenuBarItem: lambda _option, size, _widget: QSize(
        size.width() + current().px(20), current().height("menu")
    ),
}
FIELD_CONTENTS = frozenset({Contents.CT_LineEdit, Contents.CT_SpinBox})

HINTS: dict[QStyle.StyleHint, int] = {
    Hint.SH_FocusFrame_AboveWidget: 1,
    Hint.SH_EtchDisabledText: 0,
    Hint.SH_UnderlineShortcut: 1,
    Hint.SH_Widget_Animation_Duration: 0,
    Hint.SH_ScrollBar_Transient: 0,
    Hint.SH_ItemView_ShowDecorationSelected: 1,
    Hint.SH_ItemView_ActivateItemOnSingleClick: 0,
    Hint.SH_ToolTipLabel_Opacity: 255,
    Hint.SH_ComboBox_Popup: 0,
    Hint.SH_TabBar_Alignment: int(Qt.AlignmentFlag.AlignLeft.value),
}


class PasserelleStyle(QProxyStyle):
    """Fusion with the strokes of this package."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draws a control with its stroke, or as Fusion does."""
        if element == Control.CE_ShapedFrame and style_fields.draw_rule(option, painter, widget):
            return
        stroke = CONTROLS.get(element)
        if stroke is None:
            super().drawControl(element, option, painter, widget)
        else:
            stroke(option, painter, widget)

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draws a primitive with its stroke, or as Fusion does; the focus rectangle only inside lists."""
        if element == Primitive.PE_FrameFocusRect:
            if isinstance(widget, QAbstractItemView):
                style_views.draw_cell_focus(option, painter, widget)
            return
        stroke = PRIMITIVES.get(element)
        if stroke is None:
            super().drawPrimitive(element, option, painter, widget)
        else:
            stroke(option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draws a complex control with its stroke, or as Fusion does."""
        stroke = COMPLEX.get(control)
        if stroke is None:
            super().drawComplexControl(control, option, painter, widget)
        else:
            stroke(option, painter, widget)

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        """Where a part lies: scroll bars have no arrows, a combo box keeps its text clear of its border."""
        if control == Complex.CC_ScrollBar:
            return style_fields.scroll_bar_rect(option, part)
        if control == Complex.CC_ComboBox and part == QStyle.SubControl.SC_ComboBoxEditField:
            return style_fields.combo_text_rect(option.rect)
        return super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]  # may be null

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        """The measure Qt asks for."""
        if metric in FIXED:
            return FIXED[metric]
        if metric in GROWING:
            return current().px(GROWING[metric]) if GROWING[metric] else 0
        if metric == Metric.PM_ScrollBarExtent:
            return current().gap(12)
        if metric == Metric.PM_DefaultFrameWidth and isinstance(widget, QPlainTextEdit | QTextEdit):
            return 6
        return int(super().pixelMetric(metric, option, widget))

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returned: QStyleHintReturn | None = None,
    ) -> int:
        """The habit Qt asks for."""
        if hint in HINTS:
            return HINTS[hint]
        if hint == Hint.SH_Table_GridLineColor:
            return int(current().colours.line.rgba()) - (1 << 32)
        return int(super().styleHint(hint, option, widget, returned))

    def sizeFromContents(
        self, kind: QStyle.ContentsType, option: QStyleOption, size: QSize, widget: QWidget | None = None
    ) -> QSize:
        """The size of a control around its contents, never under the height of its token."""
        measure = SIZES.get(kind)
        if measure is not None:
            return measure(option, size, widget)
        made = super().sizeFromContents(kind, option, size, widget)  # type: ignore[arg-type]  # may be null
        if kind == Contents.CT_ItemViewItem:
            return made.expandedTo(QSize(0, current().height("side_row")))
        if kind in FIELD_CONTENTS:
            return made.expandedTo(QSize(0, current().height("field")))
        if kind == Contents.CT_HeaderSection:
            return QSize(made.width() + current().px(24), current().height("header_row"))
        return made
