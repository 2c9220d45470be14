"""The visual language: tokens, palettes, fonts, icons, and the style that draws Qt's own widgets."""

from desktop.views.theme.apply import apply
from desktop.views.theme.current import Theme, current

__all__ = ["Theme", "apply", "current"]
