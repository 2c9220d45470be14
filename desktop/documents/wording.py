"""How papers write days, instants, numbers and kinds of structure in French."""

from datetime import date, datetime

from sync.domain.calendar import PARIS
from sync.domain.employers import EmployerKind

NBSP = "\u00a0"

KIND_NAMES = {
    EmployerKind.ACI: "Atelier et chantier d’insertion (ACI)",
    EmployerKind.AI: "Association intermédiaire (AI)",
    EmployerKind.EI: "Entreprise d’insertion (EI)",
    EmployerKind.EITI: "Entreprise d’insertion par le travail indépendant (EITI)",
    EmployerKind.ETTI: "Entreprise de travail temporaire d’insertion (ETTI)",
    EmployerKind.GEIQ: "Groupement d’employeurs pour l’insertion et la qualification (GEIQ)",
    EmployerKind.EA: "Entreprise adaptée (EA)",
    EmployerKind.EATT: "Entreprise adaptée de travail temporaire (EATT)",
    EmployerKind.OPCS: "Organisation porteuse de la clause sociale (OPCS)",
}


def day(value: date) -> str:
    """JJ/MM/AAAA."""
    return f"{value:%d/%m/%Y}"


def instant(value: datetime) -> str:
    """Day and time in Paris of an aware instant: « 09/02/2021 à 10:12 »."""
    return f"{value.astimezone(PARIS):%d/%m/%Y à %H:%M}".replace(" ", NBSP)


def pass_number(number: str) -> str:
    """Grouped 5-2-5 with plain spaces, which searching and copying expect: « 99999 21 00001 ».

    Longer numbers, those of former agreements, keep their suffix as a fourth group (« P01 »).
    """
    groups = (number[:5], number[5:7], number[7:12], number[12:])
    return " ".join(group for group in groups if group)


def siret(value: str) -> str:
    """Grouped 3 3 3 5: « 853 471 205 00013 »."""
    return " ".join((value[:3], value[3:6], value[6:9], value[9:])).strip()


def days_left(count: int) -> str:
    """« 581 jours », « 1 jour », « 0 jour »: French counts from two in the plural."""
    return f"{count}{NBSP}{'jours' if count > 1 else 'jour'}"


def person(last_name: str, first_name: str) -> str:
    """« NOM Prénom »."""
    return f"{last_name.upper()} {first_name}".strip()
