"""Look into a finished PDF: how many pages, what one looks like, what it says."""

from dataclasses import dataclass
from io import BytesIO
from threading import Lock

import pypdfium2 as pdfium
from PIL import Image

PDFIUM = Lock()
"""pdfium keeps global state: one thread at a time (pypdfium2, "Thread safety")."""

PdfDamaged = pdfium.PdfiumError


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
