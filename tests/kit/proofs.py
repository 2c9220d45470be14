"""Fictional justificatifs, whole and broken."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw

from desktop.documents.proofs.entries import Filing, Proof
from desktop.documents.proofs.intake import examine
from desktop.documents.proofs.store import ProofStore

DATA_KEY = bytes(range(32))
ADDED_AT = datetime(2021, 2, 1, 9, tzinfo=UTC)
A4 = (1654, 2339)
"""An A4 page in pixels at 200 dots an inch."""


def scan(text: str = "Attestation RSA", size: tuple[int, int] = A4) -> Image.Image:
    """A grey page with a line on it and the grain a scanner makes."""
    page = Image.effect_noise(size, 12).point(lambda value: min(255, value + 110))
    ImageDraw.Draw(page).text((size[0] // 8, size[1] // 8), text, fill=10, font_size=size[0] // 24)
    return page


def picture(kind: str, text: str = "Attestation RSA", size: tuple[int, int] = (300, 420)) -> bytes:
    """A scanned page as a picture file."""
    content = BytesIO()
    scan(text, size).save(content, kind)
    return content.getvalue()


def scanned_pdf(pages: int, size: tuple[int, int] = (300, 420)) -> bytes:
    """Scanned pages as most scanners write them: one JPEG picture a page."""
    content = BytesIO()
    scans = [scan(f"page {number}", size) for number in range(1, pages + 1)]
    scans[0].save(content, "PDF", save_all=True, append_images=scans[1:], resolution=size[0] / 8.27)
    return content.getvalue()


def encrypted_pdf() -> bytes:
    """A PDF that opens with a password."""
    content = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(content, encryption=pikepdf.Encryption(owner="owner", user="secret"))
    return content.getvalue()


def rsa(**filing: object) -> Filing:
    """Alice's RSA statement of 15 January 2021, unless told otherwise."""
    said: dict[str, object] = {"job_seeker_id": "alice", "criterion": "RSA", "issued_on": date(2021, 1, 15)}
    return Filing(**(said | filing))  # type: ignore[arg-type] # tests name the fields


def proof_store(folder: Path) -> ProofStore:
    """The proofs of alice's workstation."""
    return ProofStore(folder / "proofs", DATA_KEY)


def attached(store: ProofStore, content: bytes, filing: Filing) -> Proof:
    """A paper that bob attached."""
    return store.attach(examine("attestation.pdf", content), filing, ADDED_AT, "Bob Durand")
