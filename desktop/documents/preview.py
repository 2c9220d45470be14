"""Look into a finished PDF: how many pages, what one looks like, what it says."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING

from sync.domain.errors import EnvironmentFault

if TYPE_CHECKING:
    import pypdfium2 as pdfium
    from PIL import Image

PDFIUM = Lock()
"""pdfium keeps global state: one thread at a time (pypdfium2, "Thread safety")."""

_SCREEN_DPI = 80
_SCREEN_SIDE = 1_000
_MOST_SEEN = 20


class PdfDamagedError(Exception):
    """Bytes that are no PDF file, or one that needs a password."""


@dataclass(frozen=True, slots=True)
class PageLook:
    """A page as a reader meets it: its text ("" on a scan) and its picture in shades of grey."""

    text: str
    picture: "Image.Image"


@contextmanager
def _opened(pdf: bytes) -> Iterator["pdfium.PdfDocument"]:
    """A PDF file, while no other thread has one open."""
    import pypdfium2 as pdfium

    try:
        with PDFIUM, pdfium.PdfDocument(pdf) as document:
            yield document
    except pdfium.PdfiumError as error:
        raise PdfDamagedError from error


def page_count(pdf: bytes) -> int:
    """Number of pages of a PDF file's bytes; PdfDamagedError when it is none, or needs a password."""
    with _opened(pdf) as document:
        return len(document)


def preview_png(pdf: bytes, page: int, dpi: int) -> bytes:
    """PNG bytes of one page (0 is the first) at `dpi` dots per inch.

    Raises IndexError when the file has no such page.
    """
    with _opened(pdf) as document:
        if not 0 <= page < len(document):
            message = f"page {page} of {len(document)}"
            raise IndexError(message)
        png = BytesIO()
        document[page].render(scale=dpi / 72).to_pil().save(png, "PNG")
        return png.getvalue()


def page_look(pdf: bytes, page: int, dpi: int) -> PageLook:
    """Text and picture of one page (0 is the first) that the file has; PdfDamagedError when it cannot be read."""
    with _opened(pdf) as document:
        opened = document[page]
        picture = opened.render(scale=dpi / 72, grayscale=True).to_pil()
        return PageLook(opened.get_textpage().get_text_bounded(), picture.convert("L"))


def picture_pages(content: bytes) -> tuple[bytes, ...]:
    """PNG bytes of the pages of a kept paper, PDF or picture, as fine as a screen shows; at most the first twenty.

    EnvironmentFault(`proof_lost`) when it cannot be drawn.
    """
    from PIL import Image, ImageSequence

    try:
        if b"%PDF-" in content[:1024]:
            return tuple(
                preview_png(content, page, _SCREEN_DPI) for page in range(min(page_count(content), _MOST_SEEN))
            )
        with Image.open(BytesIO(content)) as picture:
            return tuple(_framed(frame) for frame in islice(ImageSequence.Iterator(picture), _MOST_SEEN))
    except (PdfDamagedError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise EnvironmentFault("proof_lost", {"name": type(error).__name__}) from error


def _framed(frame: "Image.Image") -> bytes:
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(frame).convert("RGB")
    upright.thumbnail((_SCREEN_SIDE, _SCREEN_SIDE))
    png = BytesIO()
    upright.save(png, "PNG")
    return png.getvalue()
