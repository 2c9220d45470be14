"""Papers are looked at when attached: what would fail later is refused now, with a sentence."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from desktop import texts
from desktop.documents.proofs import intake
from desktop.documents.proofs.entries import Media
from desktop.documents.proofs.intake import examine, examine_file
from sync.domain.errors import EnvironmentFault, RuleViolation
from tests.kit.proofs import encrypted_pdf, picture, scanned_pdf

JPEG = picture("JPEG")


@pytest.mark.parametrize(
    ("content", "media", "pages"),
    [
        (JPEG, Media.JPEG, 1),
        (picture("PNG"), Media.PNG, 1),
        (picture("TIFF"), Media.TIFF, 1),
        (scanned_pdf(3), Media.PDF, 3),
        (b"\r\n\r\n" + scanned_pdf(1), Media.PDF, 1),
    ],
)
def test_readable_papers_are_taken(content: bytes, media: Media, pages: int) -> None:
    """Their kind comes from their bytes, and each gets a small picture."""
    paper = examine("attestation.docx", content)
    assert (paper.media, paper.pages) == (media, pages)
    with Image.open(BytesIO(paper.thumbnail)) as small:
        assert max(small.size) == 240


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "proof_empty"),
        (b"bonjour", "proof_kind_unknown"),
        (b"MZ\x90\x00", "proof_kind_unknown"),
        (encrypted_pdf(), "proof_encrypted"),
        (b"%PDF-1.7 rien", "proof_damaged"),
        (scanned_pdf(1)[:400], "proof_damaged"),
        (JPEG[: len(JPEG) // 2], "proof_damaged"),
        (picture("PNG")[:-3000], "proof_damaged"),
        (b"\x89PNG\r\n\x1a\nrien", "proof_damaged"),
    ],
)
def test_unusable_papers_are_refused_with_a_sentence(content: bytes, code: str) -> None:
    """Each has its code, and the sentence names the file."""
    with pytest.raises(RuleViolation) as refused:
        examine("attestation.pdf", content)
    assert refused.value.code == code
    assert "« attestation.pdf »" in texts.french().sentence(code, refused.value.facts).replace(texts.NBSP, " ")


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    """500 MB cost nothing but a look at the size."""
    huge = tmp_path / "film.pdf"
    with huge.open("wb") as file:
        os.truncate(file.fileno(), 500 * 1024 * 1024)
    with pytest.raises(RuleViolation) as refused:
        examine_file(huge)
    assert refused.value.code == "proof_too_large"
    assert refused.value.facts["size"] == 500


def test_a_picture_bomb_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The header tells how many points there would be."""
    monkeypatch.setattr(intake, "MOST_PIXELS", 300 * 420 - 1)
    with pytest.raises(RuleViolation) as refused:
        examine("photo.jpg", JPEG)
    assert refused.value.code == "proof_too_fine"


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proof is a few pages, not an archive."""
    monkeypatch.setattr(intake, "MOST_PAGES", 2)
    with pytest.raises(RuleViolation) as refused:
        examine("archives.pdf", scanned_pdf(3))
    assert refused.value.code == "proof_too_many_pages"


def test_a_folder_is_no_paper_and_an_absent_file_is_a_fault(tmp_path: Path) -> None:
    """What was dropped by mistake is told apart from what the disk does not give."""
    with pytest.raises(RuleViolation, match="proof_kind_unknown"):
        examine_file(tmp_path)
    (tmp_path / "paper.pdf").symlink_to(tmp_path / "absent.pdf")
    with pytest.raises((RuleViolation, EnvironmentFault)):
        examine_file(tmp_path / "paper.pdf")
