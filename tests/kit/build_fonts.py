"""Makes the fonts of `resources/fonts` again: one TTF a weight, so that Qt draws a name from one font.

Get the sources with `npm pack @fontsource/atkinson-hyperlegible @fontsource/noto-sans`, unpack both into one
folder, then: `uv run python -m tests.kit.build_fonts FOLDER`.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

OUTPUT = Path(__file__).resolve().parents[2] / "resources" / "fonts"

FAMILIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "atkinson-hyperlegible": ("AtkinsonHyperlegible", ("latin", "latin-ext")),
    "noto-sans": ("NotoSans", ("latin", "latin-ext", "vietnamese")),
}
WEIGHTS = {400: "Regular", 700: "Bold"}

# Letters people paste that neither source draws, and the letter of the same width that stands in.
STAND_INS = {0x202F: 0x00A0, 0x2011: 0x002D}

# Tables the merger cannot join and a static font does not need.
DROPPED_TABLES = ("STAT", "gasp")


def source(folder: Path, family: str, subset: str, weight: int) -> Path:
    """The subset's upright file in `folder`; FileNotFoundError when the packages were not unpacked there."""
    name = f"{family}-{subset}-{weight}-normal.woff"
    for found in sorted(folder.rglob(name)):
        return found
    raise FileNotFoundError(name)


def merged(files: list[Path]) -> TTFont:
    """One font with every glyph and feature of `files`; the first wins where two draw the same letter."""
    with TemporaryDirectory() as scratch:
        plain = []
        for number, file in enumerate(files):
            font = TTFont(file)
            font.flavor = None
            for table in DROPPED_TABLES:
                if table in font:
                    del font[table]
            target = Path(scratch) / f"{number}.ttf"
            font.save(target)
            plain.append(str(target))
        return Merger().merge(plain)


def add_stand_ins(font: TTFont) -> None:
    """Maps the narrow no-break space and the no-break hyphen to the glyphs that look the same."""
    for table in font["cmap"].tables:
        for missing, present in STAND_INS.items():
            if missing not in table.cmap and present in table.cmap:
                table.cmap[missing] = table.cmap[present]


def main(folder: Path) -> None:
    """Writes the four fonts into `resources/fonts`."""
    for family, (stem, subsets) in FAMILIES.items():
        for weight, style in WEIGHTS.items():
            font = merged([source(folder, family, subset, weight) for subset in subsets])
            add_stand_ins(font)
            font.save(OUTPUT / f"{stem}-{style}.ttf")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
