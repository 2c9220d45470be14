"""One person's FSE file: complete, archival, and never broken by what is put into it."""

import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from desktop.documents.attestation import render
from desktop.documents.fse.assembly import Assembled, assemble
from desktop.documents.fse.dossier import Dossier, Paper
from desktop.documents.typesetting import PdfStandard
from sync.domain.errors import EnvironmentFault
from tests.kit.dossiers import dossier, paper
from tests.kit.papers import ALICE, STAMP, bookmarks, fonts, page_texts
from tests.kit.preflight import preflight
from tests.kit.proofs import encrypted_pdf, picture, scanned_pdf
from tests.kit.tools import need

PRINTED = render([ALICE], STAMP)


def made(*papers: Paper) -> Assembled:
    """Alice's file with these papers."""
    return assemble(dossier(*papers), STAMP)


def words(file: Assembled) -> str:
    """All its text, pages joined."""
    return " ".join(page_texts(file.pdf))


def test_the_file_holds_everything_in_order() -> None:
    """Sheets and proofs, each with its place in the outline and its number."""
    file = made(paper(scanned_pdf(2)), paper(picture("JPEG"), "Contrat signé"))
    assert [title for title in bookmarks(file.pdf) if title[0] in "DAJV"] == [
        "Dossier FSE",
        "Attestation de PASS IAE",
        "Diagnostic d’éligibilité",
        "Justificatif 1 · Attestation RSA",
        "Justificatif 2 · Contrat signé",
        "Vie du PASS IAE",
    ]
    pages = page_texts(file.pdf)
    assert [page.count(f"Page {number}/7") for number, page in enumerate(pages, 1)] == [1] * 7
    assert file.pages == 7


@pytest.mark.parametrize(
    "item",
    [
        "Bénéficiaire du RSA (socle)",
        "conforme",
        "Travailleur handicapé",
        "manquant",
        "Bob Durand",
        "Ouvrière maraîchère",
        "CDDI",
        "du 01/06/2021 au 15/07/2021",
        "fin du PASS repoussée de 44 jours",
        "hors ligne, heure prouvée, reçu le 10/02/2021",
        "hors ligne, heure déclarée, pas encore reçu par le serveur",
        "hors ligne, date confirmée par Carole Petit, reçu le 12/02/2021",
        "12/04/1985",
    ],
)
def test_the_facts_are_told_with_their_grades(item: str) -> None:
    """Every day that counts in law says how sure it is."""
    assert item in words(made(paper(scanned_pdf(1))))


def test_plain_scans_keep_their_bytes() -> None:
    """A scanned page is laid in as it is, and needs no original beside the file."""
    scanned = picture("JPEG")
    file = made(paper(scanned), paper(scanned_pdf(3)))
    assert [one.redrawn for one in file.shown] == [0, 0]
    assert file.originals == ()
    with pikepdf.open(BytesIO(file.pdf)) as pdf:
        streams = [item.read_raw_bytes() for item in pdf.objects if isinstance(item, pikepdf.Stream)]
    assert scanned in streams


def test_other_pages_become_pictures_and_keep_their_original() -> None:
    """A page with fonts might not be archival: what it shows is in, what it was lies beside."""
    file = made(paper(PRINTED, "Attestation"))
    assert file.shown[0].redrawn == 1
    assert [content for _, content in file.originals] == [PRINTED]
    assert "reproduites en image à 200 points par pouce" in words(file)


def lost() -> bytes:
    """A store that no longer has the paper."""
    raise EnvironmentFault("proof_lost", {"name": "scan.pdf"})


@pytest.mark.parametrize(
    ("unusable", "sentence"),
    [
        (paper(b"%PDF-1.7 rien"), "le fichier est abîmé"),
        (paper(encrypted_pdf()), "protégé par un mot de passe"),
        (paper(picture("PNG")[:2000]), "le fichier est abîmé"),
        (paper(b""), "le fichier est abîmé"),
        (paper(b"x", read=lost), "manque ou a été modifié"),
    ],
)
def test_an_unusable_paper_never_breaks_the_file(unusable: Paper, sentence: str) -> None:
    """It takes one page that says why, and the papers after it are in their places."""
    file = made(unusable, paper(scanned_pdf(2), "Contrat signé"))
    pages = page_texts(file.pdf)
    assert sentence in pages[3]
    assert "Contrat signé · page" not in pages[3]
    assert "page 2/2" in pages[5]
    assert file.pages == 7


@pytest.mark.parametrize("name", ["*gras* #eval", "<b>x</b>", "../../etc/passwd", "=1+1", "/Type /Page", "Nguyễn"])
def test_what_was_typed_prints_literally(name: str) -> None:
    """Titles of papers and names are text in every sheet, in the outline too."""
    file = assemble(dossier(paper(scanned_pdf(1), title=name), last_name=name), STAMP)
    assert f"Justificatif 1 · {name}" in list(bookmarks(file.pdf))
    assert name in words(file)
    assert words(file).count(name.upper()) >= 3


def test_the_file_claims_its_standard_and_embeds_its_fonts() -> None:
    """PDF/A-2b, whatever was put in."""
    file = made(paper(PRINTED), paper(scanned_pdf(1)))
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B" in file.pdf.replace(b"\n", b"").replace(b" ", b"")
    assert all(font.is_embedded for font in fonts(file.pdf))


def test_an_independent_validator_accepts_the_stricter_profile(tmp_path: Path) -> None:
    """No validator of PDF/A-2 is at hand: the same assembly as A-1b has nothing against it in PDFBox's eyes."""
    papers = [paper(PRINTED), paper(scanned_pdf(2)), paper(picture("JPEG")), paper(picture("PNG")), paper(b"%PDF-")]
    file = assemble(dossier(*papers), STAMP, PdfStandard.A_1B)
    (tmp_path / "file.pdf").write_bytes(file.pdf)
    assert preflight(tmp_path / "file.pdf") == "valid"


def test_the_same_facts_are_the_same_bytes() -> None:
    """Two prints at the same instant do not differ, and a change of fact is noticed."""
    papers = (paper(scanned_pdf(1)), paper(PRINTED))
    assert made(*papers).pdf == made(*papers).pdf
    alice = dossier(*papers)
    assert alice.fingerprint == dossier(*papers).fingerprint
    assert alice.fingerprint != replace(alice, contract=None).fingerprint


def test_a_file_without_diagnosis_contract_or_papers_is_made() -> None:
    """What is not there is said to be not there."""
    bare = Dossier(key="alice", attestation=replace(ALICE, number=None))
    text = words(assemble(bare, STAMP))
    for sentence in ("provisoire, PASS demandé", "aucun diagnostic", "Aucun contrat n’est enregistré", "aucun acte"):
        assert sentence in text


def test_pdftotext_reads_it(tmp_path: Path) -> None:
    """The usual tool finds the accents."""
    (tmp_path / "file.pdf").write_bytes(made(paper(scanned_pdf(1))).pdf)
    need("pdftotext")
    read = subprocess.run(["pdftotext", tmp_path / "file.pdf", "-"], capture_output=True, check=True, text=True)
    assert "Ouvrière maraîchère" in read.stdout
