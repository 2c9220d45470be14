"""A justificatif as pages that may enter an archival file: as they are when plain, else as pictures of 200 dpi."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf
import pypdfium2 as pdfium
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageOps, ImageSequence

from desktop.documents.fse.conformity import conforms
from desktop.documents.preview import PDFIUM
from desktop.documents.proofs.entries import Media

DPI = 200
_POINTS = 72
_MOST_DOTS = 3_600
"""The longer side of a picture taken as it is; A4 at 300 dpi has 3,508."""
_REDRAWN_DOTS = 2_339
"""The longer side of a picture made here: A4 at 200 dpi."""
_QUALITY = 80
_COLOUR_SPACES = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB}
_GREY_WITHIN = 24
_SAMPLE = (48, 64)
_UPRIGHT = 1
_ORIENTATION_TAG = 0x0112
_PAGE_KEYS = frozenset({"/Type", "/Parent", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate"})


@dataclass(frozen=True, slots=True)
class Scan:
    """Pages to lay into a file; `redrawn` of them are pictures of the original page."""

    pdf: pikepdf.Pdf
    redrawn: int


class UnusablePaperError(Exception):
    """A paper that cannot be shown; the file is made without its pages and says so."""


def scan_of(content: bytes, media: Media) -> Scan:
    """The pages of a paper; UnusablePaperError when it is damaged, encrypted or empty."""
    try:
        scan = _pdf(content) if media is Media.PDF else _pictures(content)
    except _UNUSABLE as error:
        raise UnusablePaperError from error
    if not len(scan.pdf.pages):
        raise UnusablePaperError
    return scan


_UNUSABLE = (
    pikepdf.PdfError,
    pikepdf.PasswordError,
    pdfium.PdfiumError,
    Image.DecompressionBombError,
    OSError,
    ValueError,
    SyntaxError,
)


def _pdf(content: bytes) -> Scan:
    """Page by page: the plain ones keep their own bytes. The source stays open for who saves what came of it."""
    try:
        source = pikepdf.open(BytesIO(content))
        plain = [conforms(page) for page in source.pages]
    except pikepdf.PdfError:  # pdfium mends more than qpdf does
        plain, source = [], pikepdf.new()
    redrawn = dict(_redrawn(content, plain))
    pdf = pikepdf.new()
    for index in range(max(len(plain), len(redrawn))):
        if index in redrawn:
            _append(pdf, *redrawn[index])
        else:
            pdf.pages.append(source.pages[index])
            _strip(pdf.pages[-1])
    return Scan(pdf, len(redrawn))


def _strip(page: pikepdf.Page) -> None:
    """Leave what draws the page: no actions, thumbnails, transparency groups or structure."""
    for key in set(page.obj.keys()) - _PAGE_KEYS:
        del page.obj[key]


def _redrawn(content: bytes, plain: Sequence[bool]) -> Iterator[tuple[int, tuple[bytes, Image.Image]]]:
    """The pages that are not plain, drawn as a reader sees them, notes and filled forms included."""
    if plain and all(plain):
        return
    with PDFIUM, pdfium.PdfDocument(content) as document:
        document.init_forms()
        for index in range(len(document)):
            if not plain or not plain[index]:
                page = document[index]
                scale = min(DPI / _POINTS, _MOST_DOTS / max(*page.get_size(), 1.0))
                yield index, _as_jpeg(page.render(scale=scale, may_draw_forms=True).to_pil())


def _pictures(content: bytes) -> Scan:
    """A picture file, every frame of it."""
    pdf = pikepdf.new()
    with Image.open(BytesIO(content), formats=["JPEG", "PNG", "TIFF"]) as picture:
        if _is_plain(picture):
            _append(pdf, content, picture)
            return Scan(pdf, 0)
        redrawn = 0
        for frame in ImageSequence.Iterator(picture):
            _append(pdf, *_as_jpeg(ImageOps.exif_transpose(frame)))
            redrawn += 1
        return Scan(pdf, redrawn)


def _is_plain(picture: Image.Image) -> bool:
    """A JPEG that stands upright, grey or in three colours, may be laid into the file as it is."""
    is_upright = picture.getexif().get(_ORIENTATION_TAG, _UPRIGHT) == _UPRIGHT
    is_small = max(picture.size) <= _MOST_DOTS
    return picture.format == "JPEG" and picture.mode in _COLOUR_SPACES and is_upright and is_small


def _as_jpeg(picture: Image.Image) -> tuple[bytes, Image.Image]:
    """A picture without transparency, grey where it has no colour, no finer than 200 dpi needs."""
    flat = _flat(picture)
    flat.thumbnail((_REDRAWN_DOTS, _REDRAWN_DOTS))
    if flat.mode == "RGB" and _is_grey(flat):
        flat = flat.convert("L")
    content = BytesIO()
    flat.save(content, "JPEG", quality=_QUALITY)
    return content.getvalue(), flat


def _flat(picture: Image.Image) -> Image.Image:
    """On white paper, in grey or three colours."""
    if picture.mode in {"1", "L"}:
        return picture.convert("L")
    if picture.has_transparency_data:
        paper = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(paper, picture.convert("RGBA")).convert("RGB")
    return picture.convert("RGB")


def _is_grey(picture: Image.Image) -> bool:
    red, green, blue = picture.resize(_SAMPLE, reducing_gap=1.0).split()
    triples = zip(red.tobytes(), green.tobytes(), blue.tobytes(), strict=True)
    return all(max(triple) - min(triple) <= _GREY_WITHIN for triple in triples)


def _append(pdf: pikepdf.Pdf, jpeg: bytes, picture: Image.Image) -> None:
    """A page as large as the picture at 200 dpi, with the JPEG's own bytes on it."""
    width, height = (side * _POINTS / DPI for side in picture.size)
    image = pdf.make_stream(
        jpeg,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=_COLOUR_SPACES[picture.mode],
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    page = pdf.add_blank_page(page_size=(width, height))
    page.obj.Resources = Dictionary(XObject=Dictionary(Im0=image), ProcSet=Array([Name.PDF, Name.ImageC]))
    page.obj.Contents = pdf.make_stream(f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Im0 Do Q".encode())
