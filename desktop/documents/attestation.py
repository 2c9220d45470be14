"""The PASS IAE attestation: what it says about one person, and one PDF for one person or many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desktop import texts
from desktop.documents.codes import qr_svg
from desktop.documents.preview import page_count
from desktop.documents.typesetting import PdfStandard, Typesetter, bundled_typesetter
from sync.domain.calendar import paris_date
from sync.domain.employers import EmployerKind
from sync.protocol import attestations as seals
from sync.protocol.attestations import Seal

TEMPLATE = "attestation.typ"

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The structure that hands the paper over."""

    name: str
    kind: EmployerKind
    siret: str
    address_line_1: str = ""
    address_line_2: str = ""
    post_code: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisMention:
    """Who judged the person's eligibility, and for which organisation."""

    author: str
    organization: str
    made_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedDay:
    """A day that counts in law and how sure it is (SYNC.md §7).

    `grade` is online, proven, claimed, confirmed, or recorded where only the server's own date is known. `received_on`
    is the server's day, None while unsent. Who confirmed may be who acted (`is_confirmed_by_author`): the paper then
    says so.
    """

    on: date
    grade: str
    received_on: date | None = None
    confirmed_by: str = ""
    is_confirmed_by_author: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A suspension as the paper shows it: dates only, both inclusive; the reason stays with its author."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """One person's PASS on the print day.

    `number` is None while the PASS is only requested: the paper says PROVISOIRE, its dates are predictions.
    `days_left` is the rulebook's count on the print day. `diagnosis` is None for a converted agreement. `seal` is what
    the server signed about this PASS; one that says something else than the paper is not printed.
    """

    employer: Heading
    last_name: str
    first_name: str
    number: str | None
    starts_on: date
    ends_on: date
    days_left: int
    accepted: GradedDay
    diagnosis: DiagnosisMention | None = None
    pole_emploi_id: str = ""
    pauses: tuple[Pause, ...] = ()
    seal: Seal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintStamp:
    """When papers are printed, when the workstation last synced (aware instants), who answers questions."""

    printed_at: datetime
    last_synced_at: datetime
    issuer: str
    contact: str


def render(
    attestations: Sequence[Attestation],
    stamp: PrintStamp,
    standard: PdfStandard = PdfStandard.A_2A,
    typesetter: Typesetter | None = None,
) -> bytes:
    """One PDF with each person's attestation starting its own page x/y, in the order given (at least one).

    Raises EnvironmentFault when templates or fonts are missing.
    """
    if not attestations:
        message = "an attestation file needs at least one person"
        raise ValueError(message)
    data = stamp_data(stamp) | {
        "people": [page_data(each, paris_date(stamp.printed_at)) for each in attestations],
    }
    press = typesetter or bundled_typesetter()
    pdf = press.compile(TEMPLATE, data | {"is_one_page_each": True}, stamp.printed_at, standard)
    if page_count(pdf) == len(attestations):
        return pdf
    return press.compile(TEMPLATE, data | {"is_one_page_each": False}, stamp.printed_at, standard)


def stamp_data(stamp: PrintStamp) -> dict[str, object]:
    """What every template knows about its printing."""
    return {
        "printed_at": texts.instant(stamp.printed_at),
        "last_synced_at": texts.instant(stamp.last_synced_at),
        "issuer": stamp.issuer,
        "contact": stamp.contact,
    }


def page_data(paper: Attestation, today: date) -> dict[str, object]:
    """What `attestation-page.typ` needs to know about one person on the print day."""
    return {
        "employer": heading_data(paper.employer),
        "name": texts.person(paper.last_name, paper.first_name),
        "number": texts.pass_number(paper.number) if paper.number else None,
        "number_to_copy": paper.number or "",
        "starts_on": texts.day(paper.starts_on),
        "ends_on": texts.day(paper.ends_on),
        "printed_on": texts.day(today),
        "days_left": texts.count(paper.days_left, "jour"),
        "is_started": paper.starts_on <= today,
        "is_over": paper.ends_on < today,
        "accepted": accepted_sentence(paper.accepted),
        "diagnosis": _diagnosis(paper.diagnosis),
        "pole_emploi_id": paper.pole_emploi_id,
        "deck": _deck(paper, today),
        "seal": _seal(paper),
    }


def is_sealed(paper: Attestation) -> bool:
    """Whether the paper will carry its seal: there is one, and it says what the paper says."""
    said = seals.read(paper.seal.text) if paper.seal else None
    return said is not None and said == seals.Statement(
        number=paper.number or "",
        last_name=seals.normal(paper.last_name),
        first_name=seals.normal(paper.first_name),
        starts_on=paper.starts_on,
        ends_on=paper.ends_on,
        employer_name=seals.normal(paper.employer.name),
        siret=paper.employer.siret,
        sealed_on=said.sealed_on,
    )


def _seal(paper: Attestation) -> dict[str, str] | None:
    if paper.seal is None or not is_sealed(paper):
        return None
    return {"qr": qr_svg(paper.seal.text), "code": paper.seal.code}


def heading_data(employer: Heading) -> dict[str, object]:
    """What `letterhead` in the templates needs to know about a structure."""
    town = f"{employer.post_code} – {employer.city}" if employer.post_code and employer.city else ""
    address = (employer.address_line_1, employer.address_line_2, town or employer.post_code or employer.city)
    return {
        "name": employer.name,
        "kind": KIND_NAMES[employer.kind],
        "siret": texts.siret(employer.siret),
        "address": [line for line in address if line],
    }


def _diagnosis(diagnosis: DiagnosisMention | None) -> dict[str, object] | None:
    if diagnosis is None:
        return None
    return {
        "author": diagnosis.author,
        "organization": diagnosis.organization,
        "made_on": texts.day(diagnosis.made_on),
    }


def grade_words(day: GradedDay) -> str:
    """How sure a day is: « hors ligne, heure prouvée » (SYNC.md §7)."""
    author = ", qui l’a saisie" if day.is_confirmed_by_author else ""
    return {
        "online": "en ligne",
        "proven": "hors ligne, heure prouvée",
        "claimed": "hors ligne, heure déclarée",
        "recorded": "date tenue par le serveur central",
        "confirmed": f"hors ligne, date confirmée par {day.confirmed_by}{author}",
    }[day.grade]


def accepted_sentence(accepted: GradedDay) -> str:
    """« Acceptée le 27/11/2020 (hors ligne, heure prouvée), reçue le 29/11/2020 » (SYNC.md §7)."""
    sentence = f"Acceptée le {texts.day(accepted.on)} ({grade_words(accepted)})"
    if accepted.received_on is None:
        return f"{sentence}, pas encore reçue par le serveur"
    return f"{sentence}, reçue le {texts.day(accepted.received_on)}"


def _deck(paper: Attestation, today: date) -> dict[str, object]:
    """The PASS as a bridge: where the print day and the pauses stand, as shares of its length from 0 to 1."""
    length = max((paper.ends_on - paper.starts_on).days, 1)

    def share(day: date) -> float:
        return min(max((day - paper.starts_on).days / length, 0.0), 1.0)

    return {
        "today": share(today),
        "pauses": [
            {
                "from": share(pause.starts_on),
                "to": share(pause.ends_on),
                "text": f"du {texts.day(pause.starts_on)} au {texts.day(pause.ends_on)}",
            }
            for pause in paper.pauses
        ],
    }
