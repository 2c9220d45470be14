"""Dresses the program: style, fonts, palette and zoom, at start and again whenever the person changes one."""

from PySide6.QtWidgets import QApplication

from desktop.views.theme.current import Theme, current
from desktop.views.theme.focus import FocusRing
from desktop.views.theme.fonts import register_fonts
from desktop.views.theme.qpalette import build_qpalette
from desktop.views.theme.roles import reapply
from desktop.views.theme.style import PasserelleStyle


def apply(app: QApplication, palette_name: str = "light", zoom: float = 1.0) -> Theme:
    """Puts a palette (`light`, `dark`, `contrast`) and a zoom (1.0 to 2.0) in force on every window."""
    theme = current()
    register_fonts()
    theme.choose(palette_name, zoom)
    if app.findChild(FocusRing) is None:
        app.setStyle(PasserelleStyle())
        FocusRing(app)
    app.setPalette(build_qpalette(theme.colours))
    app.setFont(theme.font("body"))
    reapply()
    theme.changed.emit()
    return theme
