"""Put an FSE file together: sheets set by typst with empty frames, proofs laid into the frames by pikepdf.

Since every page, its number, the outline and the archival metadata come from one run of the typesetter, nothing has to
be renumbered or claimed afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice

import pikepdf
from pikepdf import Name

from desktop import texts
from desktop.documents.attestation import PrintStamp
from desktop.documents.fse.dossier import Dossier, Paper
from desktop.documents.fse.scans import Scan, UnusablePaperError, scan_of
from desktop.documents.fse.sheets import Shown, sheets
from desktop.documents.typesetting import PdfStandard, Typesetter, bundled_typesetter
from sync.domain.errors import EnvironmentFault

TEMPLATE = "fse.typ"

_MM = 72 / 25.4
_MARGIN = 1.0
# What fse.typ believes of a frame's place on an A4 page; the scan keeps clear of its line.
_FRAME = pikepdf.Rectangle(15 * _MM + _MARGIN, 24 * _MM + _MARGIN, 195 * _MM - _MARGIN, 273 * _MM - _MARGIN)
_WIDEST_SHEET = 595.3
"""In points. A page with a frame is two hundredths of a millimetre wider than A4, which is how it is found again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """A finished file, how many pages it has, and what became of each paper.

    `originals` are the papers that are not in the file byte for byte, with their bytes.
    """

    pdf: bytes
    pages: int
    shown: tuple[Shown, ...]
    originals: tuple[tuple[Paper, bytes], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A paper read from the store, and its pages if it could be shown."""

    shown: Shown
    content: bytes
    scan: Scan | None = None


def assemble(
    dossier: Dossier,
    stamp: PrintStamp,
    standard: PdfStandard = PdfStandard.A_2B,
    typesetter: Typesetter | None = None,
) -> Assembled:
    """One person's file. A paper that is lost or damaged takes one page that says so; it never stops the file.

    Raises EnvironmentFault when templates or fonts are missing.
    """
    papers = [_read(paper) for paper in dossier.papers]
    shown = tuple(one.shown for one in papers)
    press = typesetter or bundled_typesetter()
    typeset = press.compile(TEMPLATE, sheets(dossier, shown, stamp), stamp.printed_at, standard)
    pdf, pages = _with_scans(typeset, papers)
    originals = tuple(
        (one.shown.paper, one.content) for one in papers if one.content and (one.scan is None or one.scan.redrawn)
    )
    return Assembled(pdf=pdf, pages=pages, shown=shown, originals=originals)


def _read(paper: Paper) -> _Read:
    try:
        content = paper.read()
    except EnvironmentFault as fault:
        notice = texts.french().sentence(fault.code, fault.facts)
        return _Read(shown=Shown(paper=paper, pages=1, notice=notice), content=b"")
    try:
        scan = scan_of(content, paper.media)
    except UnusablePaperError:
        return _Read(
            shown=Shown(paper=paper, pages=1, notice=texts.french().sentence("proof_not_shown")), content=content
        )
    return _Read(shown=Shown(paper=paper, pages=len(scan.pdf.pages), redrawn=scan.redrawn), content=content, scan=scan)


def _with_scans(typeset: bytes, papers: Sequence[_Read]) -> tuple[bytes, int]:
    """Fill the frames in order: each paper has as many as `shown` says, empty where a notice stands."""
    with pikepdf.open(BytesIO(typeset)) as pdf:
        frames = iter([page for page in pdf.pages if float(page.mediabox[2]) > _WIDEST_SHEET])
        for paper in papers:
            for index, frame in enumerate(islice(frames, paper.shown.pages)):
                if paper.scan:
                    _lay(pdf, paper.scan.pdf.pages[index], frame)
        finished = BytesIO()
        pdf.save(finished, deterministic_id=True, fix_metadata_version=False)
        return finished.getvalue(), len(pdf.pages)


def _lay(pdf: pikepdf.Pdf, page: pikepdf.Page, frame: pikepdf.Page) -> None:
    """Centred, made smaller where it must, never larger."""
    drawing = pdf.copy_foreign(page.as_form_xobject())
    frame.add_resource(drawing, Name.XObject, Name.Scan)
    placed = frame.calc_form_xobject_placement(
        drawing, Name.Scan, _FRAME, invert_transformations=True, allow_shrink=True, allow_expand=False
    )
    frame.contents_add(b"q", prepend=True)  # what the sheet did to the page's coordinates ends before the scan
    frame.contents_add(b"Q " + placed)
