"""The tokens: complete, and readable in every palette by the rule they were computed with."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor

from desktop.views.theme.tokens import PALETTE_NAMES, RESOURCES, load_tokens

VIEWS = Path(__file__).resolve().parents[5] / "desktop" / "views"
RAW: dict[str, Any] = json.loads((RESOURCES / "look" / "tokens.json").read_text(encoding="utf-8"))
TEXT_MINIMUM = {"light": 4.5, "dark": 4.5, "contrast": 7.0}
SHAPE_MINIMUM = 3.0


def luminance(hex_colour: str) -> float:
    """The relative luminance of WCAG 2."""
    colour = QColor(hex_colour)
    shares = (colour.redF(), colour.greenF(), colour.blueF())
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in shares]
    return float(0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2])


def ratio(first: str, second: str) -> float:
    """The contrast of two colours, 1 to 21."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def used_tokens() -> Iterator[str]:
    """Every colour token named in a string by a component."""
    for path in VIEWS.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        for pattern in (
            r'fill_role\([\w.()]+, "([a-z0-9-]+)"\)',
            r'ink: str = "([a-z0-9-]+)"',
            r'(?:RunsLabel|Text)\([^()]*, "[a-z]+", "([a-z0-9-]+)"',
        ):
            yield from re.findall(pattern, source)


def used_names(pattern: str) -> set[str]:
    """Every name a component passes where `pattern` matches."""
    return {name for path in VIEWS.rglob("*.py") for name in re.findall(pattern, path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("palette", PALETTE_NAMES)
def test_every_pair_in_use_is_readable(palette: str) -> None:
    """Text reaches 4.5 (7 in high contrast) and shapes 3, computed again from the colours themselves."""
    colours = RAW["palettes"][palette]
    weak = []
    for pair in RAW["contrast"]:
        found = ratio(colours[pair["fg"]], colours[pair["bg"]])
        least = TEXT_MINIMUM[palette] if pair["kind"] == "text" else SHAPE_MINIMUM
        if found < least or round(found, 2) != pytest.approx(pair[palette], abs=0.02):
            weak.append((pair["fg"], pair["bg"], found))
    assert len(RAW["contrast"]) == 86
    assert weak == []


@pytest.mark.parametrize("palette", PALETTE_NAMES)
def test_every_state_is_readable_on_its_own_pill(palette: str) -> None:
    """No state, of an application or of a PASS, is written under 4.5 on its tint."""
    tints = load_tokens().palettes[palette].tints
    for look in load_tokens().states.values():
        tint = tints[look.tint]
        assert ratio(tint.ink.name(), tint.fill.name()) >= TEXT_MINIMUM[palette]


def test_every_colour_a_component_names_exists() -> None:
    """A slip in the name of a token fails here, not on somebody's screen."""
    named = set(used_tokens())
    assert {"ink-2", "ground", "rail", "surface"} <= named
    for palette in load_tokens().palettes.values():
        for token in named:
            assert palette.colour(token).isValid()


def test_every_size_a_component_names_exists() -> None:
    """The same for heights and sizes."""
    named = used_names(r'\.(?:size|height)\("([a-z_]+)"\)') | used_names(r'height_role\([\w.()]+, "([a-z_]+)"')
    assert "control" in named
    assert named <= set(load_tokens().sizes)


def test_every_icon_a_component_names_is_bundled() -> None:
    """Icons of states and components lie in the resources, with their licence."""
    folder = RESOURCES / "icons"
    named = {look.icon for look in load_tokens().states.values()}
    named |= used_names(r'[^_]draw_icon\([^"\n]*"([a-z0-9-]+)"') | used_names(r'Glyph\("([a-z0-9-]+)"')
    named -= {"icon"}  # the name of a size, where the stroke is defined
    assert "search" in named
    assert {name for name in named if not (folder / f"{name}.svg").exists()} == set()
    assert (folder / "LICENSE.txt").exists()


def test_an_unknown_colour_is_refused() -> None:
    """A token that is not there raises, so that nothing is drawn in black by mistake."""
    with pytest.raises(AttributeError):
        load_tokens().palettes["light"].colour("pink")
