"""The tokens as a QPalette, for every widget Qt draws itself."""

from PySide6.QtGui import QColor, QPalette

from desktop.views.theme.tokens import Palette

Role = QPalette.ColorRole


def build_qpalette(colours: Palette) -> QPalette:
    """A QPalette whose roles follow the table of the visual language; disabled text stays readable."""
    made = QPalette()
    for role, colour in _roles(colours).items():
        made.setColor(role, colour)
    for role in (Role.Text, Role.WindowText, Role.ButtonText, Role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, role, colours.ink_off)
    for role in (Role.Base, Role.Button):
        made.setColor(QPalette.ColorGroup.Disabled, role, colours.sunken)
    return made


def _roles(colours: Palette) -> dict[QPalette.ColorRole, QColor]:
    return {
        Role.Window: colours.ground,
        Role.Base: colours.surface,
        Role.AlternateBase: colours.sunken,
        Role.Text: colours.ink,
        Role.WindowText: colours.ink,
        Role.ButtonText: colours.ink,
        Role.Button: colours.surface,
        Role.Highlight: colours.selected,
        Role.HighlightedText: colours.ink,
        Role.PlaceholderText: colours.ink_2,
        Role.Link: colours.accent,
        Role.LinkVisited: colours.accent,
        Role.Accent: colours.accent,
        Role.Mid: colours.line,
        Role.Midlight: colours.line,
        Role.Light: colours.line,
        Role.Dark: colours.line_strong,
        Role.Shadow: colours.line_strong,
        Role.ToolTipBase: colours.surface,
        Role.ToolTipText: colours.ink,
        Role.BrightText: colours.on_danger,
    }
