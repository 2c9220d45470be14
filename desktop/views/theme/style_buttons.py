"""How push buttons, tool buttons, check boxes and radio buttons are drawn."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyleOption, QStyleOptionButton, QWidget

from desktop.views.theme.current import Theme, current
from desktop.views.theme.paint import Box, draw_box, draw_icon, draw_key, draw_text, key_size

State = QStyle.StateFlag


@dataclass(frozen=True, slots=True)
class ButtonLook:
    """What a button shows, read from its dynamic properties."""

    look: str
    icon: str
    icon_after: str
    key: str
    small: bool
    blocked: bool
    leading: bool

    @property
    def role(self) -> str:
        """The font role of its label."""
        return "caption" if self.small else "body"

    @property
    def bold(self) -> bool:
        """Primary and chosen verbs are bold."""
        return self.look in {"primary", "danger-filled", "chosen", "danger-strong"}


def look_of(widget: QWidget | None) -> ButtonLook:
    """The look asked for by a widget's properties; a plain button is secondary."""

    def asked(name: str) -> str:
        return str(widget.property(name) or "") if widget is not None else ""

    return ButtonLook(
        look=asked("look") or "secondary",
        icon=asked("iconName"),
        icon_after=asked("iconAfter"),
        key=asked("keyLetter"),
        small=bool(asked("small")),
        blocked=bool(asked("blocked")),
        leading=bool(asked("leading")),
    )


def button_box(theme: Theme, look: ButtonLook, option: QStyleOption) -> tuple[Box, QColor]:
    """The box of a button in its present state and the colour of what is written in it."""
    colours, radius = theme.colours, theme.tokens.radius_control
    if look.blocked or not option.state & State.State_Enabled:
        border = colours.line_strong if colours.is_contrast else colours.line
        return Box(colours.sunken, border, radius=radius), colours.ink_off
    over = bool(option.state & (State.State_MouseOver | State.State_Sunken))
    rest = colours.sunken if over else colours.surface
    accent = colours.accent_hover if over else colours.accent
    made = {
        "primary": (Box(accent, radius=radius), colours.on_accent),
        "danger-filled": (Box(colours.danger, colours.danger, radius=radius), colours.on_danger),
        "danger": (Box(rest, colours.danger, radius=radius), colours.danger),
        "danger-strong": (Box(rest, colours.danger, radius=radius), colours.danger),
        "chosen": (Box(colours.selected, colours.accent, radius=radius), colours.accent),
        "flat": (Box(colours.sunken if over else None, radius=radius), colours.accent),
    }
    return made.get(look.look, (Box(rest, colours.line_strong, radius=radius), colours.ink))


def content_size(theme: Theme, look: ButtonLook, text: str) -> QSize:
    """The room icon, label and key take side by side, without padding."""
    metrics = theme.metrics(look.role, bold=look.bold or None)
    width = metrics.horizontalAdvance(text)
    icons = sum(1 for name in (look.icon, look.icon_after) if name)
    width += icons * (theme.size("icon") + (theme.px(8) if text else 0))
    if look.key:
        width += key_size(theme, look.key).width() + theme.px(8)
    return QSize(width, metrics.height())


def button_size(widget: QWidget | None, text: str) -> QSize:
    """The size of a button: the height of its token, 12 at both ends (10 when small or icon alone)."""
    theme, look = current(), look_of(widget)
    height = theme.height("control_small" if look.small else "control")
    padding = theme.px(10 if look.small or not text else 12)
    return QSize(max(content_size(theme, look, text).width() + 2 * padding, height), height)


def draw_button(option: QStyleOptionButton, painter: QPainter, widget: QWidget | None) -> None:
    """Draws a whole push button."""
    theme, look = current(), look_of(widget)
    box, ink = button_box(theme, look, option)
    draw_box(painter, option.rect, box)
    font = theme.font(look.role, bold=look.bold or None)
    content = content_size(theme, look, option.text)
    padding = theme.px(10 if look.small else 12)
    left = option.rect.left() + padding
    if not look.leading:
        left = max(option.rect.left() + theme.px(4), option.rect.center().x() - content.width() // 2)
    inner = QRect(left, option.rect.top(), content.width(), option.rect.height())
    _draw_content(painter, inner, look, option.text, (font, ink))


def _draw_content(painter: QPainter, rect: QRect, look: ButtonLook, text: str, ink: tuple[QFont, QColor]) -> None:
    theme = current()
    icon, gap = theme.size("icon"), theme.px(8)
    left, right = rect.left(), rect.left() + rect.width()
    if look.icon:
        draw_icon(painter, QRect(left, rect.top(), icon, rect.height()), look.icon, ink[1])
        left += icon + gap
    if look.key:
        width = key_size(theme, look.key).width()
        draw_key(painter, QRect(right - width, rect.top(), width, rect.height()), look.key, ink[1])
        right -= width + gap
    if look.icon_after:
        draw_icon(painter, QRect(right - icon, rect.top(), icon, rect.height()), look.icon_after, ink[1])
        right -= icon + gap
    draw_text(painter, QRect(left, rect.top(), right - left + 1, rect.height()), text, ink)


def draw_tool_panel(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    """Draws the panel of a tool button: a small plain button."""
    colours = current().colours
    over = bool(option.state & (State.State_MouseOver | State.State_Sunken | State.State_On))
    draw_box(painter, option.rect, Box(colours.sunken if over else colours.surface, colours.line_strong, radius=4))


def draw_arrow(name: str, option: QStyleOption, painter: QPainter) -> None:
    """Draws an arrow of Qt as the icon `name`."""
    colours = current().colours
    enabled = bool(option.state & State.State_Enabled)
    draw_icon(painter, option.rect, name, colours.ink if enabled else colours.ink_off, "icon_tick")


def draw_check(option: QStyleOption, painter: QPainter) -> None:
    """Draws the box of a check box: empty, ticked, or a bar when only a part is chosen."""
    theme = current()
    colours = theme.colours
    on = bool(option.state & (State.State_On | State.State_NoChange))
    enabled = bool(option.state & State.State_Enabled)
    border = colours.line_strong if enabled else colours.ink_off
    box = Box(colours.accent, colours.accent, radius=4) if on and enabled else Box(colours.surface, border, radius=4)
    draw_box(painter, option.rect, box)
    if on:
        mark = "minus" if option.state & State.State_NoChange else "check"
        draw_icon(painter, option.rect, mark, colours.on_accent if enabled else colours.ink_off, "icon_tick")


def draw_radio(option: QStyleOption, painter: QPainter) -> None:
    """Draws the disc of a radio button."""
    theme = current()
    colours = theme.colours
    enabled = bool(option.state & State.State_Enabled)
    on = bool(option.state & State.State_On)
    accent = colours.accent if enabled else colours.ink_off
    side = min(option.rect.width(), option.rect.height())
    rect = QRectF(QPoint(option.rect.left(), option.rect.center().y() - side // 2 + 1 - side % 2), QSize(side, side))
    border = accent if on else (colours.line_strong if enabled else colours.ink_off)
    draw_box(painter, rect, Box(colours.surface, border, width=1.5 if on else 1, radius=side))
    if on:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        dot = side * 0.28
        painter.drawEllipse(rect.center(), dot, dot)
        painter.restore()
