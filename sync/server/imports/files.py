"""The three files: their columns, what makes a good line, and the entity a line becomes."""

from datetime import datetime
from pathlib import Path

from sync.domain.employers import Employer, EmployerKind
from sync.domain.ids import derived_id
from sync.domain.job_descriptions import Appellation
from sync.domain.prescribers import PrescriberOrganization
from sync.server.imports.reading import Table, read_table

_ROME = ("rome_code", "rome_label", "appellation_code", "appellation_label")
_STRUCTURES = (
    "siret", "kind", "name", "brand", "naf", "address_line_1", "address_line_2", "post_code", "city",
    "department", "latitude", "longitude", "source", "convention_id",
)  # fmt: skip
_PRESCRIBERS = (
    "siret", "kind", "name", "is_authorized", "safir_code", "address_line_1", "post_code", "city", "department",
)  # fmt: skip
_SIRET_LENGTH = 14
_TRUTH = {"true": True, "1": True, "oui": True, "false": False, "0": False, "non": False, "": False}


def rome(path: Path) -> Table:
    """ROME appellations, known by their code."""
    return read_table(path, _ROME, _appellation)


def structures(path: Path, now: datetime) -> Table:
    """Employers, known by SIRET and kind."""
    return read_table(path, _STRUCTURES, lambda cells: _employer(cells, now))


def prescribers(path: Path) -> Table:
    """Prescriber organisations, known by SIRET, kind, name and SAFIR code: one SIRET may have several agencies."""
    return read_table(path, _PRESCRIBERS, _organization)


def _appellation(cells: dict[str, str]) -> Appellation:
    return Appellation(
        id=_needed(cells, "appellation_code"),
        label=_needed(cells, "appellation_label"),
        rome_code=_needed(cells, "rome_code"),
        rome_label=_needed(cells, "rome_label"),
    )


def _employer(cells: dict[str, str], now: datetime) -> Employer:
    siret, kind = _siret(cells["siret"]), _kind(cells["kind"])
    return Employer(
        id=derived_id("employer", siret, kind),
        siret=siret,
        kind=kind,
        name=_needed(cells, "name"),
        latitude=_number(cells, "latitude"),
        longitude=_number(cells, "longitude"),
        source=cells["source"] or "ASP",
        created_at=now,
        brand=cells["brand"],
        naf=cells["naf"],
        address_line_1=cells["address_line_1"],
        address_line_2=cells["address_line_2"],
        post_code=cells["post_code"],
        city=cells["city"],
        department=cells["department"],
        convention_id=cells["convention_id"],
    )


def _organization(cells: dict[str, str]) -> PrescriberOrganization:
    siret = _siret(cells["siret"]) if cells["siret"] else ""
    kind, name = _needed(cells, "kind"), _needed(cells, "name")
    texts = ("safir_code", "address_line_1", "post_code", "city", "department")
    return PrescriberOrganization(
        id=derived_id("prescriber organization", siret, kind, name, cells["safir_code"]),
        siret=siret,
        kind=kind,
        name=name,
        is_authorized=_truth(cells, "is_authorized"),
        **{name: cells[name] for name in texts},
    )


def _needed(cells: dict[str, str], column: str) -> str:
    if not cells[column]:
        raise ValueError(f"la colonne {column} est vide")
    return cells[column]


def _siret(text: str) -> str:
    siret = text.replace(" ", "").replace("\u00a0", "")
    if len(siret) != _SIRET_LENGTH or not (siret.isascii() and siret.isdigit()):
        raise ValueError(f"«\u00a0{text}\u00a0» n’est pas un SIRET de 14 chiffres")
    return siret


def _kind(text: str) -> EmployerKind:
    if text not in set(EmployerKind):
        raise ValueError(f"«\u00a0{text}\u00a0» n’est pas un type de structure connu ({', '.join(EmployerKind)})")
    return EmployerKind(text)


def _truth(cells: dict[str, str], column: str) -> bool:
    value = _TRUTH.get(cells[column].lower())
    if value is None:
        raise ValueError(f"la colonne {column} contient «\u00a0{cells[column]}\u00a0» au lieu de True ou False")
    return value


def _number(cells: dict[str, str], column: str) -> float | None:
    try:
        return float(cells[column].replace(",", ".")) if cells[column] else None
    except ValueError:
        raise ValueError(
            f"la colonne {column} contient «\u00a0{cells[column]}\u00a0», qui n’est pas un nombre"
        ) from None
