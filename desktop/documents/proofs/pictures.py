"""Small pictures of papers, for lists."""

from io import BytesIO

import pypdfium2 as pdfium
from PIL import Image, ImageOps

from desktop.documents.preview import PDFIUM

SIDE = 240
"""The longer side of a thumbnail, in pixels."""


def pdf_thumbnail(document: pdfium.PdfDocument) -> bytes:
    """JPEG bytes of an open document's first page; the caller holds PDFIUM."""
    page = document[0]
    picture = page.render(scale=SIDE / max(*page.get_size(), 1.0)).to_pil()
    return _jpeg(picture)


def picture_thumbnail(picture: Image.Image) -> bytes:
    """JPEG bytes of an open picture, turned as its camera says."""
    picture.draft("RGB", (SIDE, SIDE))
    return _jpeg(ImageOps.exif_transpose(picture))


def thumbnail(content: bytes, *, is_pdf: bool) -> bytes:
    """JPEG bytes of a paper's first page."""
    if is_pdf:
        with PDFIUM, pdfium.PdfDocument(content) as document:
            return pdf_thumbnail(document)
    with Image.open(BytesIO(content)) as picture:
        return picture_thumbnail(picture)


def _jpeg(picture: Image.Image) -> bytes:
    small = picture.convert("RGB")
    small.thumbnail((SIDE, SIDE))
    content = BytesIO()
    small.save(content, "JPEG", quality=80)
    return content.getvalue()
