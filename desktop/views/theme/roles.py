"""What a widget or layout asked of the theme, kept as properties: a new palette or zoom reaches them all."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from desktop.views.theme.current import current

Margins = tuple[int, int, int, int]

NO_MARGINS: Margins = (0, 0, 0, 0)


def text_role(widget: QWidget, role: str, ink: str = "ink", *, bold: bool | None = None, tabular: bool = False) -> None:
    """Writes `widget` in the font of `role` and the colour `ink`, now and after each change of theme."""
    widget.setProperty("textRole", [role, ink, bold, tabular])
    _apply_text(widget)


def fill_role(widget: QWidget, token: str) -> None:
    """Fills `widget` with the colour called `token`, now and after each change of theme."""
    widget.setProperty("fillRole", token)
    widget.setAutoFillBackground(True)
    _apply_fill(widget)


def height_role(widget: QWidget, name: str, *, fixed: bool = False) -> None:
    """Keeps `widget` at least (or exactly) as high as the size token `name`."""
    widget.setProperty("heightRole", [name, fixed])
    _apply_height(widget)


def space(layout: QLayout, gap: int, margins: Margins = NO_MARGINS) -> None:
    """Spaces `layout` by values at 100 % (left, top, right, bottom), now and after each change of zoom."""
    layout.setProperty("spaceRole", [gap, *margins])
    _apply_space(layout)


def reapply() -> None:
    """Gives every widget of the program what it asked for, in the theme now in force."""
    for widget in QApplication.allWidgets():
        _apply_text(widget)
        _apply_fill(widget)
        _apply_height(widget)
        layout = widget.layout()
        if layout is not None:
            for part in (layout, *layout.findChildren(QLayout)):
                _apply_space(part)
        widget.updateGeometry()
        widget.update()


def _apply_text(widget: QWidget) -> None:
    asked = widget.property("textRole")
    if asked is None:
        return
    role, ink, bold, tabular = asked
    widget.setFont(current().font(role, bold=bold, tabular=tabular))
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.WindowText, current().colours.colour(ink))
    palette.setColor(QPalette.ColorRole.Text, current().colours.colour(ink))
    widget.setPalette(palette)


def _apply_fill(widget: QWidget) -> None:
    token = widget.property("fillRole")
    if token is None:
        return
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.Window, current().colours.colour(token))
    widget.setPalette(palette)


def _apply_height(widget: QWidget) -> None:
    asked = widget.property("heightRole")
    if asked is None:
        return
    name, fixed = asked
    height = current().height(name)
    if fixed:
        widget.setFixedHeight(height)
    else:
        widget.setMinimumHeight(height)


def _apply_space(layout: QLayout) -> None:
    asked = layout.property("spaceRole")
    if asked is None:
        return
    gap, *margins = (current().gap(value) for value in asked)
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
