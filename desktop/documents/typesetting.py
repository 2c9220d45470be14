"""Turn a template of `resources/templates` and plain data into PDF/A bytes, with bundled fonts only.

Data reaches the template as one JSON string, so what users typed is always text, never markup. The same data
and the same print instant give the same bytes.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sync import resources
from sync.domain.errors import EnvironmentFault

if TYPE_CHECKING:
    import typst

FAMILIES = ("Atkinson Hyperlegible", "Noto Sans")
_UNPRINTABLE = "?"
_BREAKS = re.compile("[\\t-\\r\\x1c-\\x1f\\x85\\u2028\\u2029 ]+")


class PdfStandard(Enum):
    """Archival profiles on offer; the value is what typst calls them.

    A-2a is also PDF/UA-1 (accessible). A-2b is for files that carry scans, of which no reader can read aloud a word.
    """

    A_2A = ("a-2a", "ua-1")
    A_2B = ("a-2b",)
    A_1B = ("a-1b",)


@dataclass(frozen=True)
class Typesetter:
    """Compiles templates of one folder with the fonts of another.

    An object keeps the loaded fonts: build one and share it. Calls are independent of each other.
    """

    templates: Path
    fonts: Path

    def compile(
        self,
        template: str,
        data: Mapping[str, object],
        printed_at: datetime,
        standard: PdfStandard = PdfStandard.A_2A,
    ) -> bytes:
        """The PDF of `template` (a file name) filled with `data` (JSON values), dated `printed_at` (aware).

        Raises EnvironmentFault when the template or the fonts are missing or typst refuses the document.
        """
        import typst

        source = self.templates / template
        if not source.is_file():
            raise EnvironmentFault("paper_template_missing", {"template": template})
        payload = json.dumps(self._printable(data), ensure_ascii=False)
        compiler = typst.Compiler(
            root=self.templates,
            font_paths=self._loaded_fonts,
            ignore_system_fonts=True,
            sys_inputs={
                "data": payload,
                "borrowed": "".join(sorted(set(payload) - self._primary)),
                "standard": standard.name,
            },
        )
        try:
            pdf = compiler.compile(
                input=source,
                format="pdf",
                pdf_standards=list(standard.value),
                timestamp=int(printed_at.timestamp()),
            )
        except typst.TypstError as error:
            facts = {"template": template, "reason": error.message}
            raise EnvironmentFault("paper_typesetting_failed", facts) from error
        if not isinstance(pdf, bytes):
            raise EnvironmentFault("paper_typesetting_failed", {"template": template, "reason": "no PDF"})
        return pdf

    @cached_property
    def _loaded_fonts(self) -> "typst.Fonts":
        import typst

        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[self.fonts])
        missing = [family for family in FAMILIES if family not in fonts.families()]
        if missing:
            raise EnvironmentFault("paper_fonts_missing", {"families": missing, "folder": str(self.fonts)})
        return fonts

    @cached_property
    def _primary(self) -> frozenset[str]:
        """What the first family draws in every weight; the next one lends the other letters, one by one.

        Left to itself typst composes such a letter from the first family's loose accents, and misplaces them.
        """
        return frozenset[str].intersection(*self._repertoires(FAMILIES[0]))

    @cached_property
    def _drawable(self) -> frozenset[str]:
        """What at least one family draws in every weight."""
        families = (self._repertoires(family) for family in FAMILIES)
        return frozenset[str]().union(*(frozenset[str].intersection(*weights) for weights in families))

    def _is_plain_ascii(self, text: str) -> bool:
        """Whether nothing in a line needs a look; long drawings in ASCII are told at a glance."""
        is_spaced = "  " in text or text.strip(" ") != text
        return self._draws_ascii and text.isascii() and text.isprintable() and not is_spaced

    @cached_property
    def _draws_ascii(self) -> bool:
        return self._plain.issuperset(map(chr, range(0x20, 0x7F)))

    @cached_property
    def _plain(self) -> frozenset[str]:
        """Drawable letters that stand for themselves: a line of them needs no look at each."""
        return frozenset(char for char in self._drawable if unicodedata.category(char) not in {"Cc", "Cf"})

    def _repertoires(self, family: str) -> list[frozenset[str]]:
        fonts = self._loaded_fonts.fonts()
        return [_repertoire(Path(font.path)) for font in fonts if font.family == family and font.path]

    def _printable(self, value: object) -> object:
        """The same data with every text reduced to what can stand on paper (see `line`)."""
        if isinstance(value, str):
            return self.line(value)
        if isinstance(value, Mapping):
            return {key: self._printable(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self._printable(item) for item in value]
        return value

    def line(self, text: str) -> str:
        """One line of drawable characters.

        Direction and other invisible controls are dropped: one of them would turn the whole line around. A
        letter no bundled font has becomes « ? »: PDF/A forbids missing glyphs, and one name must not spoil a
        batch.
        """
        if self._is_plain_ascii(text):
            return text
        composed = _BREAKS.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")
        if self._plain.issuperset(composed):
            return composed
        return "".join(
            char if char in self._drawable else "" if unicodedata.combining(char) else _UNPRINTABLE
            for char in composed
            if unicodedata.category(char) not in {"Cc", "Cf"}
        )


def _repertoire(path: Path) -> frozenset[str]:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(chr(code) for code in font.getBestCmap())


@lru_cache(maxsize=1)
def bundled_typesetter() -> Typesetter:
    """The typesetter over the templates and fonts shipped with the program."""
    return Typesetter(templates=resources.path("templates"), fonts=resources.path("fonts"))
