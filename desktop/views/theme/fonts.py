"""The bundled fonts: registered once, built by role and zoom, so that no screen depends on the computer."""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from desktop.views.theme.tokens import RESOURCES, load_tokens

FILES = ("AtkinsonHyperlegible-Regular", "AtkinsonHyperlegible-Bold", "NotoSans-Regular", "NotoSans-Bold")
BOLD_ROLES = frozenset({"strong", "section", "title", "figure"})

# The sizes of the tokens are points at this resolution; a screen of fewer dots an inch gets more points.
REFERENCE_DPI = 96.0


@cache
def register_fonts() -> tuple[str, ...]:
    """Gives the bundled files to Qt and returns the families they brought; needs a QGuiApplication."""
    families: list[str] = []
    for stem in FILES:
        number = QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / f"{stem}.ttf"))
        families += QFontDatabase.applicationFontFamilies(number)
    return tuple(families)


def build_font(role: str, zoom: float, *, bold: bool | None = None, tabular: bool = False) -> QFont:
    """The font of a role (`caption`, `body`, …) at `zoom` (1.0 to 2.0); `tabular`: aligned figures."""
    tokens = load_tokens()
    font = QFont(list(tokens.families))
    font.setPointSizeF(tokens.points[role] * zoom * REFERENCE_DPI / _screen_dpi())
    font.setBold(role in BOLD_ROLES if bold is None else bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _screen_dpi() -> float:
    screen = QGuiApplication.primaryScreen()
    return screen.logicalDotsPerInch() if screen else REFERENCE_DPI
