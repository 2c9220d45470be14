"""What the ASP extranet asks for an employee, in its own order, each value ready to be copied (fiche salarié)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from desktop import texts
from desktop.documents.attestation import Heading
from desktop.documents.report import Facts, Mark, Report, Section

MISSING = "à compléter"
_LANES = frozenset(
    "allée avenue boulevard chemin cité clos cour cours domaine esplanade faubourg hameau impasse lieu-dit "  # noqa: SIM905
    "lotissement montée passage place promenade quai quartier résidence route rue ruelle sentier square traverse "
    "venelle villa voie".split()
)
_ADDRESS = re.compile(
    r"^\s*(?:(?P<number>\d{1,4})\s*(?P<extension>bis|ter|quater|[a-z])?\b[\s,]*)?(?P<rest>.*)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AspEntry:
    """An employee as the extranet wants them; "" or None where nobody told yet.

    `without_job` is its class (« moins de 6 mois »…). Allowances: `rsa` is « non », « oui, avec majoration » or
    « oui, sans majoration »; the others are yes or no, each with the class of its age.
    """

    pass_number: str | None
    pass_starts_on: date
    pass_ends_on: date
    title: str = ""
    last_name: str
    birth_name: str = ""
    first_name: str
    born_on: date | None = None
    birth_commune: str = ""
    birth_country: str = ""
    birth_country_group: str = ""
    nir: str = ""
    address_line_1: str = ""
    address_line_2: str = ""
    commune: str = ""
    post_code: str = ""
    oriented_by: str = ""
    education_level: str = ""
    was_employed: bool | None = None
    former_employer_kind: str = ""
    without_job: str = ""
    has_no_resources: bool | None = None
    is_registered: bool | None = None
    registered_since: str = ""
    pole_emploi_id: str = ""
    is_disabled: bool | None = None
    has_oeth: bool | None = None
    has_allowance: bool | None = None
    rsa: str = ""
    rsa_since: str = ""
    has_ass: bool | None = None
    ass_since: str = ""
    has_aah: bool | None = None
    aah_since: str = ""
    has_ata: bool | None = None
    ata_since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """A field of the extranet: its section, its label, and the value to paste ("" where `is_missing`)."""

    section: str
    label: str
    value: str
    is_missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address taken apart as the extranet does."""

    number: str = ""
    extension: str = ""
    lane_type: str = ""
    lane_name: str = ""


def split_address(line: str) -> Address:
    """« 12 bis rue des Lilas » taken apart; what is not recognised stays whole in the lane's name."""
    match = _ADDRESS.match(line)
    number, extension, rest = match.group("number", "extension", "rest") if match else ("", "", line)
    first, _, others = rest.strip().partition(" ")
    is_lane = first.casefold() in _LANES and bool(others)
    return Address(
        number=number or "",
        extension=(extension or "").upper(),
        lane_type=first.casefold() if is_lane else "",
        lane_name=others.strip() if is_lane else rest.strip(),
    )


def entry_lines(entry: AspEntry) -> tuple[EntryLine, ...]:
    """Every field in the extranet's order. Fields that an answer makes pointless are left out."""
    groups = (
        ("Salarié", _identity(entry)),
        ("Adresse", _address(entry)),
        ("Situation avant l’embauche", _situation(entry)),
    )
    return tuple(_line(section, label, value) for section, group in groups for label, value in group)


def entry_report(entry: AspEntry, employer: Heading) -> Report:
    """The same fields as a paper to type from."""
    lines = entry_lines(entry)
    sections = list(dict.fromkeys(line.section for line in lines))
    return Report(
        title="Fiche de saisie ASP",
        subtitle=texts.person(entry.last_name, entry.first_name),
        lead=f"{employer.name}. Les champs sont dans l’ordre de l’extranet IAE de l’ASP.",
        sections=tuple(
            Section(
                title=section,
                parts=(
                    Facts(
                        tuple(
                            (line.label, Mark(MISSING, is_settled=False) if line.is_missing else line.value)
                            for line in lines
                            if line.section == section
                        )
                    ),
                ),
            )
            for section in sections
        ),
    )


Pairs = Iterator[tuple[str, str | None]]


def _identity(entry: AspEntry) -> Pairs:
    yield "Numéro de PASS IAE", entry.pass_number
    yield "Début du PASS IAE", texts.day(entry.pass_starts_on)
    yield "Fin du PASS IAE", texts.day(entry.pass_ends_on)
    yield "Civilité", entry.title
    yield "Nom d’usage", entry.last_name
    yield "Nom de naissance", entry.birth_name
    yield "Prénom", entry.first_name
    yield "Date de naissance", texts.day(entry.born_on) if entry.born_on else None
    if entry.birth_country and not entry.birth_commune:
        yield "Pays de naissance", entry.birth_country
        yield "Groupe de pays", entry.birth_country_group
    else:
        yield "Commune de naissance (code INSEE)", entry.birth_commune
    yield "NIR", entry.nir


def _address(entry: AspEntry) -> Pairs:
    address = split_address(entry.address_line_1)
    yield "Numéro de voie", address.number or "-"
    yield "Extension", address.extension or "-"
    yield "Type de voie", address.lane_type
    yield "Nom de la voie", address.lane_name
    yield "Complément d’adresse", entry.address_line_2 or "-"
    yield "Commune (code INSEE)", entry.commune
    yield "Code postal", entry.post_code


def _situation(entry: AspEntry) -> Pairs:
    yield "Orienteur", entry.oriented_by
    yield "Niveau de formation", entry.education_level
    yield "En emploi avant l’embauche", _yes_or_no(entry.was_employed)
    if entry.was_employed:
        yield "Type d’employeur", entry.former_employer_kind
    else:
        yield "Sans emploi depuis", entry.without_job
    yield "Sans ressources", _yes_or_no(entry.has_no_resources)
    yield "Inscrit à Pôle emploi", _yes_or_no(entry.is_registered)
    if entry.is_registered:
        yield "Inscrit depuis", entry.registered_since
        yield "Identifiant Pôle emploi", entry.pole_emploi_id
    yield "Reconnaissance de travailleur handicapé (RQTH)", _yes_or_no(entry.is_disabled)
    yield "Obligation d’emploi (OETH)", _yes_or_no(entry.has_oeth)
    yield from _allowances(entry)


def _allowances(entry: AspEntry) -> Pairs:
    yield "Bénéficiaire d’une allocation", _yes_or_no(entry.has_allowance)
    if not entry.has_allowance:
        return
    yield "RSA", entry.rsa
    if entry.rsa.startswith("oui"):
        yield "RSA depuis", entry.rsa_since
    for name, has_it, since in (
        ("ASS", entry.has_ass, entry.ass_since),
        ("AAH", entry.has_aah, entry.aah_since),
        ("ATA", entry.has_ata, entry.ata_since),
    ):
        yield name, _yes_or_no(has_it)
        if has_it:
            yield f"{name} depuis", since


def _line(section: str, label: str, value: str | None) -> EntryLine:
    if value == "-":  # most addresses have none: nothing to complete
        return EntryLine(section=section, label=label, value="")
    return EntryLine(section=section, label=label, value=value or "", is_missing=not value)


def _yes_or_no(value: bool | None) -> str | None:  # noqa: FBT001 - an answer, not a switch
    return None if value is None else "oui" if value else "non"
