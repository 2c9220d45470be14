"""Excel files: the national platform's list of applications and the PASS list.

Columns and their order are those other people's tools expect: a header is never reworded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from enum import StrEnum

from desktop.documents.workbook import Cell, Column, Sheet, workbook


class Source(StrEnum):
    """Where an application comes from, in the platform's words."""

    OWN_EMPLOYER = "Ma structure"
    EMPLOYER = "Employeur"
    ORIENTEUR = "Orienteur"
    AUTHORIZED_PRESCRIBER = "Prescripteur habilité"
    JOB_SEEKER = "Candidature spontanée"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationLine:
    """One application, in the order of the platform's 25 columns. Labels are those of the screen."""

    title: str
    last_name: str
    first_name: str
    email: str
    phone: str
    born_on: date | None
    city: str
    department: str
    employer_name: str
    employer_kind: str
    jobs: str
    source: Source
    prescriber_organization: str
    prescriber_user: str
    applied_on: date
    state: str
    hiring_starts_on: date | None
    hiring_ends_on: date | None
    refusal_reason: str
    is_eligible: bool
    is_open_to_control: bool
    pass_number: str
    pass_starts_on: date | None
    pass_ends_on: date | None
    pass_state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassLine:
    """One PASS and the hire it serves, in the order of the file's 15 columns; no number while requested."""

    pole_emploi_id: str
    last_name: str
    first_name: str
    born_on: date | None
    number: str
    starts_on: date
    ends_on: date
    post_code: str
    city: str
    employer_post_code: str
    siret: str
    employer_name: str
    employer_kind: str
    hiring_starts_on: date | None
    hiring_ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspensionLine:
    """One suspension of a PASS of the list, both days inclusive."""

    number: str
    starts_on: date
    ends_on: date
    reason: str
    siret: str
    employer_name: str


_APPLICATION_COLUMNS = (
    Column("Civilité candidat", 9),
    Column("Nom candidat", 20),
    Column("Prénom candidat", 18),
    Column("Email candidat", 28),
    Column("Téléphone candidat", 15),
    Column("Date de naissance candidat", 12),
    Column("Ville candidat", 20),
    Column("Département candidat", 12),
    Column("Nom structure employeur", 30),
    Column("Type employeur", 10),
    Column("Métiers", 32),
    Column("Source de la candidature", 20),
    Column("Nom organisation prescripteur", 28),
    Column("Nom utilisateur prescripteur", 24),
    Column("Date de la candidature", 12),
    Column("Statut de la candidature", 26),
    Column("Dates de début d’embauche", 12),
    Column("Dates de fin d’embauche", 12),
    Column("Motifs de refus", 30),
    Column("Éligibilité IAE validée", 11),
    Column("Eligible au contrôle", 11),
    Column("Numéro PASS IAE", 15),
    Column("Début PASS IAE", 12),
    Column("Fin PASS IAE", 12),
    Column("Statut PASS IAE", 18),
)
APPLICATION_HEADERS = tuple(column.header for column in _APPLICATION_COLUMNS)
"""The platform's 25 headers, in the order of the fields of `ApplicationLine`."""
_PASS_COLUMNS = (
    Column("id_pole_emploi", 14),
    Column("nom", 20),
    Column("prenom", 18),
    Column("date_naissance", 12),
    Column("numero_pass_iae", 15),
    Column("date_debut_pass_iae", 12),
    Column("date_fin_pass_iae", 12),
    Column("code_postal", 10),
    Column("ville", 20),
    Column("code_postal_employeur", 10),
    Column("numero_siret", 16),
    Column("raison_sociale", 30),
    Column("type_siae", 8),
    Column("date_debut_embauche", 12),
    Column("date_fin_embauche", 12),
)
_SUSPENSION_COLUMNS = (
    Column("numero_pass_iae", 15),
    Column("date_debut_suspension", 12),
    Column("date_fin_suspension", 12),
    Column("raison", 40),
    Column("numero_siret", 16),
    Column("raison_sociale", 30),
)


def applications_workbook(lines: Sequence[ApplicationLine], made_at: datetime) -> bytes:
    """The XLSX of the platform's 25 columns, one application a row, in the order given."""
    return workbook([Sheet("Candidatures", _APPLICATION_COLUMNS, _rows(lines))], made_at)


def passes_workbook(passes: Sequence[PassLine], suspensions: Sequence[SuspensionLine], made_at: datetime) -> bytes:
    """The XLSX of two sheets that the PASS file for Pôle emploi has: PASS, then suspensions."""
    sheets = [
        Sheet("PASS IAE", _PASS_COLUMNS, _rows(passes)),
        Sheet("Suspensions", _SUSPENSION_COLUMNS, _rows(suspensions)),
    ]
    return workbook(sheets, made_at)


def _rows(lines: Iterable[ApplicationLine | PassLine | SuspensionLine]) -> list[tuple[Cell, ...]]:
    return [tuple(_yes_or_no(value) for value in astuple(line)) for line in lines]


def _yes_or_no(value: Cell | bool) -> Cell:  # noqa: FBT001 - a cell's value, not a switch
    if isinstance(value, bool):
        return "oui" if value else "non"
    return value
