"""A justificatif of the story: a scanned statement, attached as a person attaches one."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageDraw, ImageFont

from desktop.controllers.office import Office
from desktop.runtime.store_worker import wait_for
from sync import resources

_PAGE = (1240, 1754)
_LINES = ("Caisse d’allocations familiales", "Attestation de paiement", "Revenu de solidarité active (socle)")
_NAME = "attestation-caf.jpg"


def keep_statement(office: Office, job_seeker_id: str, issued_on: date) -> int:
    """Attach a statement of that day to a person's first criterion; how many papers are kept about them then."""
    office.show_screen("proofs")
    office.settle()
    proofs = office.upkeep.proofs
    proofs.select(job_seeker_id)
    criteria = [one.criterion for one in proofs.file.standings] if proofs.file else []
    with TemporaryDirectory() as folder:
        path = Path(folder) / _NAME
        _statement().save(path, "JPEG", quality=80)
        proofs.attach([path], next(iter(criteria), ""))
        wait_for(lambda: not proofs.is_busy)
    office.settle()
    if proofs.file is None or not proofs.file.proofs:
        return 0
    proofs.set_dates(proofs.file.proofs[0], issued_on, None)
    office.settle()
    return len(proofs.file.proofs)


def _statement() -> Image.Image:
    """A page of the right shape, with words and no name."""
    page = Image.new("L", _PAGE, 250)
    drawing = ImageDraw.Draw(page)
    font = ImageFont.truetype(resources.path("fonts") / "AtkinsonHyperlegible-Regular.ttf", 44)
    for number, line in enumerate(_LINES):
        drawing.text((140, 160 + 90 * number), line, fill=30, font=font)
    for row in range(12):
        drawing.rectangle((140, 560 + 70 * row, 1100 - 60 * (row % 3), 572 + 70 * row), fill=190)
    return page
