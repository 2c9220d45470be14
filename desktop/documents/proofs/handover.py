"""Hand proofs over as plain files: a folder with predictable names and a manifest of hashes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from desktop import texts
from desktop.documents import manifest
from desktop.documents.files import slug, write_new
from desktop.documents.proofs.entries import Media, Proof
from sync.domain.calendar import paris_date
from sync.domain.errors import EnvironmentFault

SUFFIXES = {Media.PDF: ".pdf", Media.JPEG: ".jpg", Media.PNG: ".png", Media.TIFF: ".tif"}


def hand_over(
    folder: Path,
    proofs: Sequence[Proof],
    read: Callable[[Proof], bytes],
    names: Mapping[str, str],
    made_at: datetime,
) -> Path:
    """Write the proofs unencrypted under `folder`, which the user chose, and say where.

    `names` gives a person's name by id. A proof that was lost becomes a line with a remark; nothing is overwritten.
    Raises EnvironmentFault(`paper_not_written`) when the disk refuses.
    """
    place = folder / f"justificatifs_{paris_date(made_at).isoformat()}"
    lines = [_written(place, proof, read, names) for proof in proofs]
    write_new(place, manifest.JSON_NAME, manifest.as_json(lines, made_at))
    write_new(place, manifest.XLSX_NAME, manifest.as_workbook(lines, made_at))
    return place


def title_of(proof: Proof) -> str:
    """What a proof is called: its own title, else its criterion, else its file name."""
    return proof.filing.title or proof.filing.criterion or proof.name


def _written(place: Path, proof: Proof, read: Callable[[Proof], bytes], names: Mapping[str, str]) -> manifest.Line:
    person = names.get(proof.filing.job_seeker_id, "")
    try:
        content = read(proof)
    except EnvironmentFault as fault:
        remark = texts.french().sentence(fault.code, fault.facts)
        return manifest.Line(
            person=person, what=title_of(proof), file="", sha256=proof.sha256, size=proof.size, remark=remark
        )
    day = (proof.filing.issued_on or paris_date(proof.added_at)).isoformat()
    name = f"{slug(person)}_{slug(title_of(proof))}_{day}{SUFFIXES[proof.media]}"
    path = write_new(place, name, content)
    return manifest.line_of(path.name, content, person=person, what=title_of(proof), pages=proof.pages)
