"""Pages as pictures."""

from io import BytesIO

import pytest
from PIL import Image

from desktop.documents.attestation import render
from desktop.documents.preview import page_count, preview_png
from tests.kit.papers import ALICE, STAMP


def test_a_page_becomes_a_picture_of_its_size() -> None:
    """A4 at 100 dpi is 827 × 1170 dots, and something is drawn on it."""
    png = preview_png(render([ALICE], STAMP), page=0, dpi=100)
    with Image.open(BytesIO(png)) as image:
        assert image.size == (827, 1170)
        assert len(image.convert("L").getcolors() or []) > 20


def test_pages_are_counted() -> None:
    """Two people, two pages."""
    assert page_count(render([ALICE, ALICE], STAMP)) == 2


def test_a_page_that_is_not_there_is_refused() -> None:
    """Neither beyond the end nor before the beginning."""
    pdf = render([ALICE], STAMP)
    for page in (1, -1):
        with pytest.raises(IndexError):
            preview_png(pdf, page, dpi=50)
