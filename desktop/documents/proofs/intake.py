"""What may become a proof: a readable PDF or picture of reasonable size. Everything else is refused with a sentence."""

from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from desktop.documents.preview import PDFIUM
from desktop.documents.proofs.entries import Incoming, Media
from desktop.documents.proofs.pictures import pdf_thumbnail, picture_thumbnail
from sync.domain.errors import EnvironmentFault, RuleViolation

LARGEST = 25 * 1024 * 1024
"""In bytes: 200 pages scanned in colour."""
MOST_PAGES = 200
MOST_PIXELS = 80_000_000
"""An A4 page in colour at 600 dots an inch has 35 million."""
_STARTS = {
    b"%PDF-": Media.PDF,
    b"\xff\xd8\xff": Media.JPEG,
    b"\x89PNG\r\n\x1a\n": Media.PNG,
    b"II*\x00": Media.TIFF,
    b"MM\x00*": Media.TIFF,
}
_PDF_HEADER_WITHIN = 1024


def examine_file(path: Path) -> Incoming:
    """Look into a file before it becomes a proof; a huge one is refused without being read.

    Raises RuleViolation: `proof_empty`, `proof_too_large`, `proof_kind_unknown`, `proof_encrypted`, `proof_damaged`,
    `proof_too_many_pages`; EnvironmentFault(`proof_file_unreadable`) when the disk does not give it.
    """
    try:
        if not path.is_file():
            raise RuleViolation("proof_kind_unknown", {"name": path.name})
        _check_size(path.name, path.stat().st_size)
        return examine(path.name, path.read_bytes())
    except OSError as error:
        facts = {"name": path.name, "reason": error.strerror or str(error)}
        raise EnvironmentFault("proof_file_unreadable", facts) from error


def examine(name: str, content: bytes) -> Incoming:
    """Look into a paper's bytes; refuses as `examine_file` does."""
    _check_size(name, len(content))
    media = media_of(content)
    if media is None:
        raise RuleViolation("proof_kind_unknown", {"name": name})
    pages, small = _pdf(name, content) if media is Media.PDF else _picture(name, content)
    if pages > MOST_PAGES:
        raise RuleViolation("proof_too_many_pages", {"name": name, "pages": pages, "limit": MOST_PAGES})
    return Incoming(name=name, content=content, media=media, pages=pages, thumbnail=small)


def media_of(content: bytes) -> Media | None:
    """What the first bytes say; a file's name says nothing. Scanners put noise before a PDF's header."""
    if b"%PDF-" in content[:_PDF_HEADER_WITHIN]:
        return Media.PDF
    return next((media for start, media in _STARTS.items() if content.startswith(start)), None)


def _check_size(name: str, size: int) -> None:
    if size == 0:
        raise RuleViolation("proof_empty", {"name": name})
    if size > LARGEST:
        mega = 1024 * 1024
        facts = {"name": name, "size": round(size / mega), "limit": LARGEST // mega}
        raise RuleViolation("proof_too_large", facts)


def _pdf(name: str, content: bytes) -> tuple[int, bytes]:
    try:
        with PDFIUM, pdfium.PdfDocument(content) as document:
            pages = len(document)
            for index in range(min(pages, MOST_PAGES)):
                document.get_page_size(index)
            return pages, pdf_thumbnail(document)
    except pdfium.PdfiumError as error:
        needs_password = error.err_code == pdfium_c.FPDF_ERR_PASSWORD
        raise RuleViolation("proof_encrypted" if needs_password else "proof_damaged", {"name": name}) from error
    except (IndexError, ValueError, OSError) as error:  # no page, or a page without a size
        raise RuleViolation("proof_damaged", {"name": name}) from error


def _picture(name: str, content: bytes) -> tuple[int, bytes]:
    """A picture is decoded to its end: half of one shows nothing wrong before."""
    try:
        with Image.open(BytesIO(content), formats=["JPEG", "PNG", "TIFF"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                facts = {"name": name, "pixels": picture.width * picture.height // 1_000_000}
                raise RuleViolation("proof_too_fine", facts)
            pages = getattr(picture, "n_frames", 1)
            picture.load()
            return pages, picture_thumbnail(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise RuleViolation("proof_damaged", {"name": name}) from error
