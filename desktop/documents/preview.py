"""Look into a finished PDF: how many pages, and what one looks like."""

from io import BytesIO
from threading import Lock

import pypdfium2 as pdfium

_PDFIUM = Lock()
"""pdfium keeps global state: one thread at a time (pypdfium2, "Thread safety")."""


def page_count(pdf: bytes) -> int:
    """Number of pages of a PDF file's bytes."""
    with _PDFIUM, pdfium.PdfDocument(pdf) as document:
        return len(document)


def preview_png(pdf: bytes, page: int, dpi: int) -> bytes:
    """PNG bytes of one page (0 is the first) at `dpi` dots per inch.

    Raises IndexError when the file has no such page.
    """
    with _PDFIUM, pdfium.PdfDocument(pdf) as document:
        if not 0 <= page < len(document):
            message = f"page {page} of {len(document)}"
            raise IndexError(message)
        png = BytesIO()
        document[page].render(scale=dpi / 72).to_pil().save(png, "PNG")
        return png.getvalue()
