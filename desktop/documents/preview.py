"""Look into a finished PDF: how many pages, what one looks like, what it says."""

from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from threading import Lock

import pypdfium2 as pdfium
from PIL import Image, ImageOps, ImageSequence

from sync.domain.errors import EnvironmentFault

PDFIUM = Lock()
"""pdfium keeps global state: one thread at a time (pypdfium2, "Thread safety")."""

PdfDamaged = pdfium.PdfiumError
_SCREEN_DPI = 80
_SCREEN_SIDE = 1_000
_MOST_SEEN = 20


@dataclass(frozen=True, slots=True)
class PageLook:
    """A page as a reader meets it: its text ("" on a scan) and its picture in shades of grey."""

    text: str
    picture: Image.Image


def page_count(pdf: bytes) -> int:
    """Number of pages of a PDF file's bytes; PdfDamaged when it is none, or needs a password."""
    with PDFIUM, pdfium.PdfDocument(pdf) as document:
        return len(document)


def preview_png(pdf: bytes, page: int, dpi: int) -> bytes:
    """PNG bytes of one page (0 is the first) at `dpi` dots per inch.

    Raises IndexError when the file has no such page.
    """
    with PDFIUM, pdfium.PdfDocument(pdf) as document:
        if not 0 <= page < len(document):
            message = f"page {page} of {len(document)}"
            raise IndexError(message)
        png = BytesIO()
        document[page].render(scale=dpi / 72).to_pil().save(png, "PNG")
        return png.getvalue()


def page_look(pdf: bytes, page: int, dpi: int) -> PageLook:
    """Text and picture of one page (0 is the first) that the file has; PdfDamaged when it cannot be read."""
    with PDFIUM, pdfium.PdfDocument(pdf) as document:
        opened = document[page]
        picture = opened.render(scale=dpi / 72, grayscale=True).to_pil()
        return PageLook(opened.get_textpage().get_text_bounded(), picture.convert("L"))


def picture_pages(content: bytes) -> tuple[bytes, ...]:
    """PNG bytes of the pages of a kept paper, PDF or picture, as fine as a screen shows; at most the first twenty.

    EnvironmentFault(`proof_lost`) when it cannot be drawn.
    """
    try:
        if b"%PDF-" in content[:1024]:
            return tuple(
                preview_png(content, page, _SCREEN_DPI) for page in range(min(page_count(content), _MOST_SEEN))
            )
        with Image.open(BytesIO(content)) as picture:
            return tuple(_framed(frame) for frame in islice(ImageSequence.Iterator(picture), _MOST_SEEN))
    except (PdfDamaged, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise EnvironmentFault("proof_lost", {"name": type(error).__name__}) from error


def _framed(frame: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(frame).convert("RGB")
    upright.thumbnail((_SCREEN_SIDE, _SCREEN_SIDE))
    png = BytesIO()
    upright.save(png, "PNG")
    return png.getvalue()
