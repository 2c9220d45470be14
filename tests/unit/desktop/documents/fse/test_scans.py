"""What becomes of each kind of page."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from PIL import Image

from desktop.documents.fse.conformity import conforms
from desktop.documents.fse.scans import UnusablePaperError, scan_of
from desktop.documents.proofs.entries import Media
from tests.kit.proofs import picture, scan, scanned_pdf


def bytes_of(image: Image.Image, kind: str, **options: Any) -> bytes:  # noqa: ANN401 - each format has its own
    """A picture file."""
    content = BytesIO()
    image.save(content, kind, **options)
    return content.getvalue()


def page_with(**changes: object) -> pikepdf.Page:
    """A plain scanned page, spoilt."""
    pdf = pikepdf.open(BytesIO(scanned_pdf(1)))
    page = pdf.pages[0]
    spoil = changes.popitem()
    target = {
        "page": page.obj,
        "resources": page.obj.Resources,
        "image": next(iter(page.obj.Resources.XObject.values())),
    }
    where, what = spoil[0].split("_", 1)
    target[where][f"/{what}"] = spoil[1]
    page.obj["/Keep"] = pdf.trailer.Root  # keeps the file open as long as its page
    return page


def drawn(instructions: bytes) -> bool:
    """Whether a page with these instructions conforms."""
    pdf = pikepdf.open(BytesIO(scanned_pdf(1)))
    pdf.pages[0].obj.Contents = pdf.make_stream(instructions)
    return conforms(pdf.pages[0])


def test_a_plain_scan_conforms() -> None:
    """The control: what every case below spoils."""
    pdf = pikepdf.open(BytesIO(scanned_pdf(1)))
    assert conforms(pdf.pages[0])
    assert drawn(b"q 1 0 0 1 0 0 cm 0.5 g 0 0 10 10 re f Q")


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("page_Annots", pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Widget)])),
        ("resources_Font", pikepdf.Dictionary(F1=pikepdf.Dictionary())),
        ("resources_ExtGState", pikepdf.Dictionary(G1=pikepdf.Dictionary(ca=0.5))),
        ("resources_Pattern", pikepdf.Dictionary()),
        ("image_SMask", pikepdf.Dictionary()),
        ("image_Interpolate", True),
        ("image_ColorSpace", pikepdf.Name.DeviceCMYK),
        ("image_Filter", pikepdf.Name.JPXDecode),
        ("image_BitsPerComponent", 16),
        ("image_Subtype", pikepdf.Name.Form),
    ],
)
def test_anything_cleverer_does_not(place: str, value: object) -> None:
    """Notes, fonts, transparency, unknown colours and formats are drawn as pictures instead."""
    assert not conforms(page_with(**{place: value}))


@pytest.mark.parametrize(
    "instructions",
    [
        b"BT /F1 12 Tf (x) Tj ET",
        b"/G1 gs",
        b"0 0 0 1 k",
        b"/P1 sh",
        b"q",
        b"Q",
        b"q " * 40 + b"Q " * 40,
        b"BI /W 1 /H 1 ID x EI",
        b"0 g " * 60_000,
    ],
)
def test_unusual_instructions_do_not_conform(instructions: bytes) -> None:
    """Only lines and pictures in grey or three colours pass."""
    assert not drawn(instructions)


def test_a_picture_becomes_a_page_of_its_shape() -> None:
    """At 200 dots an inch."""
    made = scan_of(picture("JPEG", size=(600, 400)), Media.JPEG)
    assert [round(float(side)) for side in made.pdf.pages[0].mediabox[2:]] == [216, 144]


@pytest.mark.parametrize(
    ("content", "media", "pages"),
    [
        (bytes_of(scan().convert("CMYK").resize((300, 420)), "JPEG"), Media.JPEG, 1),
        (bytes_of(Image.new("RGBA", (300, 420), (200, 0, 0, 90)), "PNG"), Media.PNG, 1),
        (bytes_of(scan(size=(300, 420)).convert("1"), "TIFF"), Media.TIFF, 1),
        (bytes_of(Image.new("P", (300, 420)), "PNG", transparency=0), Media.PNG, 1),
        (bytes_of(scan(size=(30, 42)), "TIFF", save_all=True, append_images=[scan(size=(30, 42))] * 2), Media.TIFF, 3),
        (bytes_of(scan(size=(4000, 40)), "JPEG"), Media.JPEG, 1),
    ],
)
def test_other_pictures_are_redrawn_plainly(content: bytes, media: Media, pages: int) -> None:
    """Four colours, transparency, black and white, several frames, too many dots."""
    made = scan_of(content, media)
    assert made.redrawn == len(made.pdf.pages) == pages
    saved = BytesIO()
    made.pdf.save(saved)
    with pikepdf.open(saved) as pdf:
        assert all(conforms(page) for page in pdf.pages)


def test_a_photograph_stands_upright() -> None:
    """The camera's note about its position is followed, since a PDF knows none."""
    exif = Image.Exif()
    exif[0x0112] = 6
    made = scan_of(bytes_of(scan(size=(300, 420)), "JPEG", exif=exif), Media.JPEG)
    width, height = (float(side) for side in made.pdf.pages[0].mediabox[2:])
    assert width > height


def test_what_hides_behind_a_page_is_left_out() -> None:
    """Actions and the like do not come along with a plain page."""
    pdf = pikepdf.open(BytesIO(scanned_pdf(1)))
    pdf.pages[0].obj["/AA"] = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))
    content = BytesIO()
    pdf.save(content)
    made = scan_of(content.getvalue(), Media.PDF)
    assert made.redrawn == 0
    assert "/AA" not in made.pdf.pages[0].obj


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", scanned_pdf(1)[:300], b"\xff\xd8\xff\xe0rien"])
def test_an_unusable_paper_says_so(content: bytes) -> None:
    """One error for everything that can be wrong with bytes."""
    with pytest.raises(UnusablePaperError):
        scan_of(content, Media.JPEG if content.startswith(b"\xff") else Media.PDF)
