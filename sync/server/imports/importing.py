"""Importing: one transaction a file, what is already there updated, what others wrote kept."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from sync.domain.employers import Employer
from sync.server.central import Central
from sync.server.feed_index import chunks
from sync.server.imports import files
from sync.server.imports.reading import BadLine, Table
from sync.server.unit_of_work import UnitOfWork

_KEPT_OF_AN_EMPLOYER = (
    "brand", "phone", "email", "website", "description", "activities", "services", "offers",
    "convention_ended_on", "applications_blocked_at", "created_at",
)  # fmt: skip
"""What its members or the central service wrote about a structure: a new file of the ASP does not undo it."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did: rows written (new or changed), rows that were the same already, lines left out."""

    written: int
    unchanged: int
    bad_lines: tuple[BadLine, ...]


def import_file(central: Central, what: str, path: Path, progress: Progress) -> Report:
    """Import a file of `structures`, `rome` or `prescribers`, all its good lines or, on a fault, none.

    `progress` is told rows done and rows in all. FileRefused when the file as a whole cannot be read.
    """
    table = _read(what, path, central)
    with central.work() as unit:
        written = _write(unit, list(table.entities.values()), progress)
    return Report(written, len(table.entities) - written, tuple(table.bad_lines))


def _read(what: str, path: Path, central: Central) -> Table:
    if what == "rome":
        return files.rome(path)
    return files.structures(path, central.now()) if what == "structures" else files.prescribers(path)


def _write(unit: UnitOfWork, entities: list[object], progress: Progress) -> int:
    written = done = 0
    for chunk in chunks(entities, 1_000):
        changed = list(_changed(unit, chunk))
        unit.put_all(changed)
        written += len(changed)
        done += len(chunk)
        progress(done, len(entities))
    return written


def _changed(unit: UnitOfWork, entities: list[object]) -> Iterable[object]:
    """Those of the entities that would change something, with what must be kept of the present row."""
    kind = type(entities[0])
    ids = tuple(entity.id for entity in entities)  # type: ignore[attr-defined]
    present = {row.id: row for row in unit.world.find(kind, id=ids)}  # type: ignore[attr-defined]
    for entity in entities:
        known = present.get(entity.id)  # type: ignore[attr-defined]
        merged = _kept(entity, known) if isinstance(entity, Employer) and isinstance(known, Employer) else entity
        if merged != known:
            yield merged


def _kept(employer: Employer, known: Employer) -> Employer:
    kept = {name: getattr(known, name) for name in _KEPT_OF_AN_EMPLOYER}
    return replace(employer, **{**kept, "brand": known.brand or employer.brand})
