"""Fictional papers, and eyes to read finished ones."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from desktop.documents.attestation import Attestation, DiagnosisMention, GradedDay, Heading, PrintStamp
from sync.domain.employers import EmployerKind
from sync.protocol.attestations import Seal, Signer, Statement, Trust

GARDENS = Heading(
    name="Les Jardins du Grand Clos",
    kind=EmployerKind.ACI,
    siret="85347120500013",
    address_line_1="12 chemin des Écluses",
    address_line_2="Bâtiment B",
    post_code="26000",
    city="Valence",
)

ALICE = Attestation(
    employer=GARDENS,
    last_name="Martin",
    first_name="Alice",
    number="999992100001",
    starts_on=date(2021, 2, 8),
    ends_on=date(2023, 2, 7),
    days_left=724,
    accepted=GradedDay(on=date(2021, 2, 8), grade="proven", received_on=date(2021, 2, 10)),
    diagnosis=DiagnosisMention(
        author="Bob Durand", organization="Mission locale de Valence", made_on=date(2021, 1, 18)
    ),
    pole_emploi_id="0123456A",
)

SERVER_KEY = Signer(b"the central server".ljust(32, b"."))
TRUST = Trust(keys=(SERVER_KEY.public_key,), as_of=datetime(2021, 2, 14, 8, 42, tzinfo=UTC))

STAMP = PrintStamp(
    printed_at=datetime(2021, 2, 14, 9, 12, tzinfo=UTC),
    last_synced_at=datetime(2021, 2, 14, 8, 42, tzinfo=UTC),
    issuer="Serveur central de la Drôme",
    contact="assistance@passerelle.example",
)


def sealed(paper: Attestation, signer: Signer = SERVER_KEY) -> Attestation:
    """The paper with what a server signs about it on 10 February 2021."""
    return replace(paper, seal=seal_of(paper, signer))


def seal_of(paper: Attestation, signer: Signer = SERVER_KEY) -> Seal:
    """What a server signs about a paper on 10 February 2021."""
    return signer.seal(
        Statement(
            number=paper.number or "",
            last_name=paper.last_name,
            first_name=paper.first_name,
            starts_on=paper.starts_on,
            ends_on=paper.ends_on,
            employer_name=paper.employer.name,
            siret=paper.employer.siret,
            sealed_on=date(2021, 2, 10),
        )
    )


@dataclass(frozen=True)
class Font:
    """A font as a PDF names it, and whether the file carries it."""

    name: str
    is_embedded: bool


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page, on one line, as a reader would copy it."""
    with pdfium.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def fonts(pdf: bytes) -> set[Font]:
    """Every font that some text of the file is set in."""
    with pdfium.PdfDocument(pdf) as document:
        texts = [item for page in document for item in page.get_objects([pdfium_c.FPDF_PAGEOBJ_TEXT])]
        return {_font(item) for item in texts}


def _font(item: pdfium.PdfObject) -> Font:
    handle = pdfium_c.FPDFTextObj_GetFont(item)
    name = ctypes.create_string_buffer(200)
    pdfium_c.FPDFFont_GetBaseFontName(handle, name, len(name))
    return Font(name.value.decode(), is_embedded=pdfium_c.FPDFFont_GetIsEmbedded(handle) == 1)


def bookmarks(pdf: bytes) -> Iterator[str]:
    """The titles of the file's outline."""
    with pdfium.PdfDocument(pdf) as document:
        yield from (bookmark.get_title() for bookmark in document.get_toc())
