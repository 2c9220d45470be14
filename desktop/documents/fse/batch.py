"""Many FSE files in one folder: with progress, cancellable, and taken up where it stopped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from desktop import texts
from desktop.documents import manifest
from desktop.documents.attestation import PrintStamp
from desktop.documents.files import paper_name, write_new
from desktop.documents.fse.dossier import Dossier
from desktop.documents.fse.ledger import Ledger, Row
from desktop.documents.fse.originals import originals_archive
from desktop.documents.fse.sheets import STATE_WORDS, Shown, missing
from desktop.documents.manifest import Line
from desktop.documents.workbook import Cell, Column, Sheet, workbook
from sync.domain.calendar import paris_date
from sync.domain.errors import EnvironmentFault

INDEX_NAME = "index.xlsx"
_PDF, _ORIGINALS = "_dossier-fse.pdf", "_originaux.pdf"
_PDF_TITLE, _ORIGINALS_TITLE = "Dossier FSE", "Originaux des justificatifs, chiffrés"
_INDEX = (
    Column("Personne", 26),
    Column("PASS IAE", 16),
    Column("Début", 12),
    Column("Fin", 12),
    Column("Dossier", 48),
    Column("Pages", 8),
    Column("Originaux chiffrés", 48),
    Column("À compléter", 60),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a batch is: files finished of `total`, whose comes next ("" at the end), how many an earlier run made."""

    done: int
    total: int
    name: str
    taken_over: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a batch left behind. `fault` is what stopped it; every file in the folder is whole either way."""

    finished: int
    taken_over: int
    is_cancelled: bool = False
    fault: EnvironmentFault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Where and how a batch is made; `passphrase` opens the archives of originals."""

    folder: Path
    stamp: PrintStamp
    passphrase: str


def run(
    dossiers: Sequence[Dossier],
    order: Order,
    on_progress: Callable[[Progress], None] = lambda _: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Make the files one by one, then the manifest and the index.

    Run again on the same folder, it takes over what is done and unchanged. A full disk stops it with the fault in the
    outcome: finished files are whole, the unfinished one is absent.
    """
    ledger = Ledger(order.folder)
    known = ledger.finished()
    done: list[Row] = []
    taken_over = 0
    try:
        for dossier in dossiers:
            name = _holder(dossier)
            on_progress(Progress(done=len(done), total=len(dossiers), name=name, taken_over=taken_over))
            if is_cancelled():
                return Outcome(finished=len(done), taken_over=taken_over, is_cancelled=True)
            row = known.get(dossier.fingerprint)
            taken_over += row is not None
            done.append(row or _make(dossier, order, ledger))
        _conclude(done, order)
    except EnvironmentFault as fault:
        return Outcome(finished=len(done), taken_over=taken_over, fault=fault)
    ledger.close()
    on_progress(Progress(done=len(done), total=len(dossiers), name=""))
    return Outcome(finished=len(done), taken_over=taken_over)


def _make(dossier: Dossier, order: Order, ledger: Ledger) -> Row:
    from desktop.documents.fse.assembly import assemble

    made = assemble(dossier, order.stamp)
    names = _names(dossier, order, has_originals=bool(made.originals))
    ledger.append(Row(fingerprint=dossier.fingerprint, names=names))
    pages = {_PDF_TITLE: made.pages}
    contents = {_PDF_TITLE: made.pdf}
    if made.originals:
        contents[_ORIGINALS_TITLE] = originals_archive(dossier, made.originals, order.stamp, order.passphrase)
    files = []
    for name, (what, content) in zip(names, contents.items(), strict=True):
        path = write_new(order.folder, name, content)
        files.append(manifest.line_of(path.name, content, person=_holder(dossier), what=what, pages=pages.get(what, 0)))
    row = Row(
        fingerprint=dossier.fingerprint,
        names=[line.file for line in files],
        lines=[*files, *(_paper_line(one, dossier) for one in made.shown)],
        index=_index_row(dossier, files),
    )
    ledger.append(row)
    return row


def _names(dossier: Dossier, order: Order, *, has_originals: bool) -> list[str]:
    """The first names that nothing in the folder bears yet."""
    day = paris_date(order.stamp.printed_at)
    for number in count(1):
        again = f" ({number})" if number > 1 else ""
        kinds = (_PDF, _ORIGINALS) if has_originals else (_PDF,)
        names = [paper_name(_holder(dossier), dossier.attestation.number, day, again + kind) for kind in kinds]
        if not any((order.folder / name).exists() for name in names):
            return names
    raise AssertionError  # pragma: no cover - the numbers never end


def _paper_line(one: Shown, dossier: Dossier) -> Line:
    """A justificatif inside the file."""
    redrawn = f"{texts.count(one.redrawn, 'page')} en image, original dans l’archive" if one.redrawn else ""
    return Line(
        person=_holder(dossier),
        what=f"Justificatif : {one.paper.title} ({one.paper.name})",
        file="",
        sha256=one.paper.sha256,
        size=one.paper.size,
        pages=0 if one.notice else one.pages,
        remark=one.notice or redrawn,
    )


def _index_row(dossier: Dossier, files: Sequence[Line]) -> list[str]:
    paper = dossier.attestation
    wanting = [f"{one.label} : {STATE_WORDS[one.state]}" for one in missing(dossier)]
    return [
        _holder(dossier),
        paper.number or "",
        paper.starts_on.isoformat(),
        paper.ends_on.isoformat(),
        files[0].file,
        str(files[0].pages),
        files[1].file if len(files) > 1 else "",
        "\n".join(wanting),
    ]


def _conclude(rows: Sequence[Row], order: Order) -> None:
    lines = [line for row in rows for line in row.lines]
    made_at = order.stamp.printed_at
    write_new(order.folder, manifest.JSON_NAME, manifest.as_json(lines, made_at))
    index = [_index_cells(row) for row in rows]
    sheets = [Sheet("Dossiers", _INDEX, index), manifest.sheet(lines)]
    write_new(order.folder, INDEX_NAME, workbook(sheets, made_at))


def _index_cells(row: Row) -> list[Cell]:
    """The ledger keeps texts; Excel gets days and numbers."""
    person, number, starts_on, ends_on, file, pages, originals, wanting = row.index
    days = map(date.fromisoformat, (starts_on, ends_on))
    return [person, number, *days, file, int(pages), originals, wanting]


def _holder(dossier: Dossier) -> str:
    return texts.person(dossier.attestation.last_name, dossier.attestation.first_name)
