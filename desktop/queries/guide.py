"""The pages of the guide and of refusals that the program ships, to read without network."""

from dataclasses import dataclass

from sync import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePage:
    """A page: `text` is Markdown, or HTML where `is_html`."""

    key: str
    title: str
    text: str
    is_html: bool = False


def read(edition: str) -> tuple[GuidePage, ...]:
    """The guide in its order, then the refusals of an edition of the rules where they were written."""
    folder = resources.path("help", "guide")
    pages = [_markdown(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.md"))]
    refusals = resources.path("help", f"refus-{edition}.html")
    if refusals.is_file():
        text = refusals.read_text(encoding="utf-8")
        pages.append(GuidePage(key="refusals", title="Pourquoi ce refus\u00a0?", text=text, is_html=True))
    return tuple(pages)


def _markdown(key: str, text: str) -> GuidePage:
    return GuidePage(key=key, title=text.splitlines()[0].lstrip("# "), text=text)
