"""The values of the visual language, read once from `resources/look/tokens.json` into frozen records."""

import json
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from PySide6.QtGui import QColor

RESOURCES = Path(__file__).resolve().parents[3] / "resources"

PALETTE_NAMES = ("light", "dark", "contrast")


@dataclass(frozen=True, slots=True)
class Tint:
    """The two colours of a state: its word and icon, and the pill under them."""

    ink: QColor
    fill: QColor


@dataclass(frozen=True, slots=True)
class Palette:
    """Every colour of one palette; `tints` maps the state code (`new`, `processing`, …) to its pair."""

    name: str
    ground: QColor
    surface: QColor
    sunken: QColor
    selected: QColor
    line: QColor
    line_strong: QColor
    ink: QColor
    ink_2: QColor
    ink_off: QColor
    accent: QColor
    accent_hover: QColor
    on_accent: QColor
    rail: QColor
    rail_active: QColor
    rail_ink: QColor
    rail_ink_2: QColor
    danger: QColor
    on_danger: QColor
    danger_soft: QColor
    local: QColor
    local_line: QColor
    local_soft: QColor
    ok_soft: QColor
    focus: QColor
    focus_rail: QColor
    tints: MappingProxyType[str, Tint]

    @property
    def is_contrast(self) -> bool:
        """True for the high-contrast palette, where fills are black and a border carries each state."""
        return self.name == "contrast"

    @property
    def ok(self) -> QColor:
        """The ink of success: the accepted state's."""
        return self.tints["accepted"].ink

    @property
    def rail_edge(self) -> QColor:
        """The line between rail and page: seen where both are black."""
        return self.line_strong if self.is_contrast else self.rail

    def colour(self, token: str) -> QColor:
        """The colour called `token` (`ink-2`, `st-new`, `ok`); AttributeError or KeyError if unknown."""
        if token.startswith("st-"):
            return self.tints[token.removeprefix("st-")].ink
        found: QColor = getattr(self, token.replace("-", "_"))
        return found


@dataclass(frozen=True, slots=True)
class StateLook:
    """How one state is shown: full label, short word of lists, lucide icon, and the code of its tint."""

    label: str
    short: str
    icon: str
    tint: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """All tokens: palettes by name, type in points, sizes in pixels at 100 %, looks of states by code."""

    palettes: MappingProxyType[str, Palette]
    families: tuple[str, ...]
    points: MappingProxyType[str, float]
    sizes: MappingProxyType[str, int]
    radius_control: int
    radius_card: int
    states: MappingProxyType[str, StateLook]


@cache
def load_tokens() -> Tokens:
    """The tokens of this build; KeyError when the file misses one, so that a typing slip cannot ship."""
    raw: dict[str, Any] = json.loads((RESOURCES / "look" / "tokens.json").read_text(encoding="utf-8"))
    return Tokens(
        palettes=MappingProxyType({name: _palette(name, raw["palettes"][name]) for name in PALETTE_NAMES}),
        families=tuple(raw["type"]["family"]),
        points=MappingProxyType(raw["type"]["pt"]),
        sizes=MappingProxyType(raw["size"]),
        radius_control=raw["radius"]["control"],
        radius_card=raw["radius"]["card"],
        states=MappingProxyType({code: StateLook(**look) for code, look in raw["states"].items()}),
    )


def _palette(name: str, raw: dict[str, str]) -> Palette:
    plain = {
        field.name: QColor(raw[field.name.replace("_", "-")])
        for field in fields(Palette)
        if field.name not in {"name", "tints"}
    }
    codes = [token.removeprefix("st-") for token in raw if token.startswith("st-") and f"{token}-bg" in raw]
    tints = {code: Tint(QColor(raw[f"st-{code}"]), QColor(raw[f"st-{code}-bg"])) for code in codes}
    return Palette(name=name, tints=MappingProxyType(tints), **plain)
