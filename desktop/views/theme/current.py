"""The theme in force: colours, fonts, sizes and icons of one palette at one zoom, and word of its changes."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPixmap

from desktop.views.theme.fonts import build_font
from desktop.views.theme.icons import icon_pixmap
from desktop.views.theme.tokens import Palette, StateLook, Tokens, load_tokens

ZOOM_RANGE = (1.0, 2.0)

# The lines of text a height holds, by role: it grows as they do. Heights not named hold one line of body.
TWO_LINES = {
    "row_two_lines": ("body", "caption"),
    "row_table_two_lines": ("body", "caption"),
    "switcher": ("body", "caption"),
    "header": ("body", "caption"),
    "todo_row": ("body", "caption"),
}
CAPTION_LINES = frozenset({"badge", "status", "chip", "control_small", "header_row", "menu"})


class Theme(QObject):
    """One palette at one zoom; read it at paint time, never keep a colour."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._zoom = 1.0
        self._colours = self.tokens.palettes["light"]
        self._fonts: dict[tuple[str, bool | None, bool], QFont] = {}
        self._metrics: dict[tuple[str, bool | None, bool], QFontMetrics] = {}
        self._growth: dict[str, int] = {}
        self._states: dict[str, StateLook] = {}

    @property
    def tokens(self) -> Tokens:
        """The values all palettes share."""
        return load_tokens()

    @property
    def colours(self) -> Palette:
        """The palette in force."""
        return self._colours

    @property
    def zoom(self) -> float:
        """1.0 to 2.0 inclusive."""
        return self._zoom

    def look(self, state: str) -> StateLook:
        """How a state is shown, by its name in the rules in force; KeyError for one the tokens do not know."""
        return self._states[state] if state in self._states else self.tokens.states[state]

    def name_states(self, labels: Mapping[str, str]) -> None:
        """Take the labels of the rules in force."""
        known = self.tokens.states
        self._states = {
            code: replace(known[code], label=label, short=short_label(code, label))
            for code, label in labels.items()
            if code in known
        }

    def choose(self, palette_name: str, zoom: float) -> None:
        """Sets palette (KeyError when unknown) and zoom (kept within 1.0–2.0); announces nothing."""
        self._colours = self.tokens.palettes[palette_name]
        self._zoom = min(max(zoom, ZOOM_RANGE[0]), ZOOM_RANGE[1])
        for kept in (self._fonts, self._metrics, self._growth):
            kept.clear()

    def px(self, value: float) -> int:
        """A size that grows with the text: icons, boxes, marks."""
        return max(1, round(value * self._zoom))

    def gap(self, value: float) -> int:
        """A space; it grows half as fast as the text, so that 200 % still leaves room to read."""
        return round(value * (1 + (self._zoom - 1) / 2))

    def size(self, name: str) -> int:
        """The token `name` of the sizes, grown as an icon does."""
        return self.px(self.tokens.sizes[name])

    def height(self, name: str) -> int:
        """The token `name` as a minimum height: its value at 100 %, plus what its lines of text grew."""
        if name in TWO_LINES:
            grown = sum(self._grown(role) for role in TWO_LINES[name])
        else:
            grown = self._grown("caption" if name in CAPTION_LINES else "body")
        return int(self.tokens.sizes[name] + grown)

    def font(self, role: str, *, bold: bool | None = None, tabular: bool = False) -> QFont:
        """The font of a role at this zoom; `bold` overrides the role's own weight."""
        key = (role, bold, tabular)
        if key not in self._fonts:
            self._fonts[key] = build_font(role, self._zoom, bold=bold, tabular=tabular)
        return self._fonts[key]

    def metrics(self, role: str, *, bold: bool | None = None, tabular: bool = False) -> QFontMetrics:
        """Measures for `font` with the same arguments."""
        key = (role, bold, tabular)
        if key not in self._metrics:
            self._metrics[key] = QFontMetrics(self.font(role, bold=bold, tabular=tabular))
        return self._metrics[key]

    def icon(self, name: str, colour: QColor, size: str = "icon", ratio: float = 1.0) -> QPixmap:
        """The icon `name` in `colour` at the token `size`, drawn for a device pixel `ratio`."""
        return icon_pixmap(name, colour, self.size(size), ratio)

    def _grown(self, role: str) -> int:
        if role not in self._growth:
            base = QFontMetrics(build_font(role, 1.0)).height()
            self._growth[role] = self.metrics(role).height() - base
        return self._growth[role]


def short_label(state: str, label: str) -> str:
    """The short word of a state for its label in the rules: the tokens' own, else made of the label.

    « Candidature en attente » is « En attente » in a list.
    """
    known = load_tokens().states.get(state)
    if known is not None and known.label == label:
        return known.short
    word = label.removeprefix("Candidature ")
    return word[:1].upper() + word[1:]


_THEME: list[Theme] = []


def current() -> Theme:
    """The one theme of this process, made on first use."""
    if not _THEME:
        _THEME.append(Theme())
    return _THEME[0]
