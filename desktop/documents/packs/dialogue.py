"""The pack for the dialogue de gestion: a period's figures, as a paper to bring and a workbook to calculate with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from desktop import texts
from desktop.documents.attestation import Heading
from desktop.documents.report import Bar, Bars, Facts, Report, Section


@dataclass(frozen=True, slots=True)
class Count:
    """How many, under a label of the screen."""

    label: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What happened between two days, both inclusive.

    `entries` and `exits` are hires begun and ended in it, `present` people at work on its last day. Publics are counted
    over entries; a person meets several criteria, so that those do not add up. Durations, delays and ages are
    distributions already cut into classes; medians are in days, None without a case.
    """

    starts_on: date
    ends_on: date
    present: int
    entries: int
    exits: int
    entries_by_month: tuple[Count, ...] = ()
    exits_by_month: tuple[Count, ...] = ()
    exits_by_kind: tuple[Count, ...] = ()
    criteria: tuple[Count, ...] = ()
    publics: tuple[Count, ...] = ()
    durations: tuple[Count, ...] = ()
    suspensions: tuple[Count, ...] = ()
    applications: int = 0
    answered: int = 0
    refusals: tuple[Count, ...] = ()
    median_delay_days: int | None = None
    delays: tuple[Count, ...] = ()
    waiting: int = 0
    median_waiting_days: int | None = None
    waiting_ages: tuple[Count, ...] = ()
    sources: tuple[Count, ...] = ()


def dialogue_report(employer: Heading, figures: Figures) -> Report:
    """The pack's paper; `report_workbook` makes its workbook."""
    return Report(
        title="Dialogue de gestion",
        subtitle=f"du {texts.long_day(figures.starts_on)} au {texts.long_day(figures.ends_on)}",
        heading=employer,
        sections=(
            _summary(figures),
            _section(
                "Entrées et sorties",
                _bars("Entrées par mois", "embauches", figures.entries_by_month),
                _bars("Sorties par mois", "fins de contrat", figures.exits_by_month),
                _bars("Sorties par nature", "sorties", figures.exits_by_kind),
            ),
            _section(
                "Publics accueillis",
                _bars("Critères d’éligibilité des entrées", "personnes", figures.criteria),
                _bars("Publics", "personnes", figures.publics),
                lead="Une personne peut remplir plusieurs critères : leur somme dépasse le nombre d’entrées.",
            ),
            _section(
                "Parcours",
                _bars("Durée des parcours", "personnes", figures.durations),
                _bars("Suspensions par motif", "suspensions", figures.suspensions),
            ),
            _section(
                "Candidatures",
                _bars("Origine des candidatures", "candidatures", figures.sources),
                _bars("Motifs de refus", "refus", figures.refusals),
                _bars("Délai de première réponse", "candidatures", figures.delays),
                _bars("Ancienneté de la liste d’attente", "candidatures", figures.waiting_ages),
            ),
        ),
    )


def _summary(figures: Figures) -> Section:
    return _section(
        "En bref",
        Facts(
            (
                ("Personnes en poste en fin de période", texts.thousands(figures.present)),
                ("Entrées", texts.thousands(figures.entries)),
                ("Sorties", texts.thousands(figures.exits)),
                ("Candidatures reçues", texts.thousands(figures.applications)),
                ("Candidatures ayant reçu une réponse", _share(figures.answered, figures.applications)),
                ("Délai médian de première réponse", _days(figures.median_delay_days)),
                ("Candidatures en liste d’attente", texts.thousands(figures.waiting)),
                ("Attente médiane", _days(figures.median_waiting_days)),
            )
        ),
    )


def _section(title: str, *parts: Bars | Facts, lead: str = "") -> Section:
    return Section(title=title, parts=parts, lead=lead)


def _bars(label: str, unit: str, counts: Iterable[Count]) -> Bars:
    bars = tuple(Bar(count.label, count.number, texts.thousands(count.number)) for count in counts)
    return Bars(label=label, unit=unit, bars=bars, if_empty=f"{label} : aucune donnée sur la période.")


def _share(part: int, whole: int) -> str:
    if not whole:
        return "0"
    return f"{texts.thousands(part)} sur {texts.thousands(whole)} ({round(100 * part / whole)}{texts.NBSP}%)"


def _days(number: int | None) -> str:
    return "sans objet" if number is None else texts.count(number, "jour")
