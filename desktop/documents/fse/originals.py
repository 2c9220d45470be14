"""The encrypted archive beside an FSE file: the originals of papers that could not be laid in as they were.

It is itself a PDF (AES-256, PDF 2.0) whose attachments are the originals: any reader opens it with the passphrase.
"""

from base64 import b32encode
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desktop import texts
from desktop.documents.attestation import PrintStamp, stamp_data
from desktop.documents.files import slug
from desktop.documents.fse.dossier import Dossier, Paper
from desktop.documents.proofs.handover import SUFFIXES
from desktop.documents.typesetting import PdfStandard, Typesetter, bundled_typesetter

if TYPE_CHECKING:
    import pikepdf

TEMPLATE = "originals.typ"
_PURPOSE = b"passerelle originals 1 "
_PASSPHRASE_BYTES = 15


def archive_passphrase(data_key: bytes, batch: str) -> str:
    """The passphrase of a batch's archives: 120 bits in groups of four, found again from the profile's key alone."""
    secret = HKDF(algorithm=SHA256(), length=_PASSPHRASE_BYTES, salt=b"", info=_PURPOSE + batch.encode()).derive(
        data_key
    )
    letters = b32encode(secret).decode()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def originals_archive(
    dossier: Dossier,
    originals: Sequence[tuple[Paper, bytes]],
    stamp: PrintStamp,
    passphrase: str,
    typesetter: Typesetter | None = None,
) -> bytes:
    """A PDF that lists the originals and holds them, byte for byte, behind the passphrase."""
    import pikepdf

    names = _names(originals)
    holder = texts.person(dossier.attestation.last_name, dossier.attestation.first_name)
    papers = [
        {"name": name, "title": paper.title, "sha256": paper.sha256}
        for name, (paper, _) in zip(names, originals, strict=True)
    ]
    press = typesetter or bundled_typesetter()
    data = stamp_data(stamp) | {"holder": holder, "papers": papers}
    cover = press.compile(TEMPLATE, data, stamp.printed_at, PdfStandard.A_2B)
    with pikepdf.open(BytesIO(cover)) as pdf:
        for name, (paper, content) in zip(names, originals, strict=True):
            pdf.attachments[name] = _attached(pdf, content, paper.title, name)
        archive = BytesIO()
        pdf.save(archive, encryption=pikepdf.Encryption(owner=passphrase, user=passphrase, R=6))
        return archive.getvalue()


def _attached(pdf: "pikepdf.Pdf", content: bytes, title: str, name: str) -> "pikepdf.AttachedFileSpec":
    import pikepdf

    return pikepdf.AttachedFileSpec(
        pdf,
        content,
        description=title,
        filename=name,
        mime_type="application/octet-stream",
        creation_date="",
        mod_date="",
    )


def _names(originals: Sequence[tuple[Paper, bytes]]) -> list[str]:
    """Harmless and all different."""
    return [
        f"{number:02}_{slug(paper.title)}_{slug(Path(paper.name).stem)}{SUFFIXES[paper.media]}"
        for number, (paper, _) in enumerate(originals, 1)
    ]
