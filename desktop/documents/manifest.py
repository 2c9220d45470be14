"""What lies in a folder of papers: each file with its hash, for machines (JSON) and for people (XLSX)."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from desktop.documents.workbook import Column, Sheet, workbook

JSON_NAME = "inventaire.json"
XLSX_NAME = "inventaire.xlsx"

_COLUMNS = (
    Column("Personne", 26),
    Column("Document", 40),
    Column("Fichier", 48),
    Column("Pages", 8),
    Column("Octets", 12),
    Column("Remarque", 40),
    Column("SHA-256", 68),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A file and what it is; `file` is relative to the manifest's folder, "" for what lies inside another file."""

    person: str
    what: str
    file: str
    sha256: str
    size: int
    pages: int = 0
    remark: str = ""


def line_of(file: str, content: bytes, *, person: str, what: str, pages: int = 0) -> Line:
    """The line of a file with this content."""
    digest = hashlib.sha256(content).hexdigest()
    return Line(person=person, what=what, file=file, sha256=digest, size=len(content), pages=pages)


def as_json(lines: Sequence[Line], made_at: datetime) -> bytes:
    """The manifest for machines: UTF-8 JSON, lines in the order given."""
    made = made_at.astimezone(UTC).isoformat(timespec="seconds")
    manifest = {"program": "Passerelle", "made_at": made, "files": [asdict(line) for line in lines]}
    return json.dumps(manifest, ensure_ascii=False, indent=1).encode()


def as_workbook(lines: Sequence[Line], made_at: datetime) -> bytes:
    """The manifest for people: one sheet, a line a file."""
    return workbook([sheet(lines)], made_at)


def sheet(lines: Sequence[Line]) -> Sheet:
    """The manifest as a sheet among others."""
    rows = [
        (line.person, line.what, line.file, line.pages or None, line.size or None, line.remark, line.sha256)
        for line in lines
    ]
    return Sheet("Inventaire", _COLUMNS, rows)
