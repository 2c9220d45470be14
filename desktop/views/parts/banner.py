"""Banners in the page: what was kept on this workstation, what went well, what needs the person, what to know."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.views.parts.glyph import Glyph
from desktop.views.parts.panel import Panel
from desktop.views.parts.runs import RunsLabel, Words
from desktop.views.parts.turning import Turning
from desktop.views.theme.current import current
from desktop.views.theme.paint import Box
from desktop.views.theme.roles import space


@dataclass(frozen=True, slots=True)
class BannerLook:
    """Colours and icon of one kind of banner."""

    fill: str
    border: str
    icon: str
    ink: str


LOOKS = {
    "local": BannerLook("local-soft", "local-line", "cloud-off", "local"),
    "ok": BannerLook("ok-soft", "ok", "circle-check", "ok"),
    "bad": BannerLook("danger-soft", "danger", "triangle-alert", "danger"),
    "info": BannerLook("sunken", "line", "info", "ink-2"),
}


class Banner(Panel):
    """One banner; `kind` is local (dashed), ok, bad or info; its first words are best bold."""

    def __init__(self, kind: str, words: Words, action: QWidget | None = None, *, icon: str = "") -> None:
        self.kind = kind
        layout = QHBoxLayout()
        super().__init__(self._made, layout, 12, (14, 10, 10 if action else 14, 10))
        look = LOOKS[kind]
        self.words = RunsLabel(words)
        glyph = Glyph(icon or look.icon, look.ink, "icon_banner", "body")
        told = QWidget()
        across = QHBoxLayout(told)
        space(across, 12)
        across.addWidget(glyph, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self.words, 1)
        layout.addWidget(Turning(told, action) if action is not None else told, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.words.text())

    def set_words(self, words: Words) -> None:
        """Says something else."""
        self.words.set_words(words)
        self.setAccessibleName(self.words.text())

    def _made(self) -> Box:
        theme, look = current(), LOOKS[self.kind]
        border = theme.colours.colour(look.border)
        dashed = self.kind == "local"
        return Box(theme.colours.colour(look.fill), border, radius=theme.tokens.radius_card, dashed=dashed)
