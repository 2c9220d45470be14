"""The dialogue de gestion pack in words, from the counts of a period."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from desktop import texts
from desktop.documents.packs.dialogue import Count, Figures
from desktop.queries.dialogue import DURATION_CLASSES, DialogueFacts
from desktop.queries.figures import DELAY_CLASSES, WAITING_CLASSES, Period
from sync.domain.rulebook import Rulebook

_PUBLICS = {
    "women": "Femmes",
    "men": "Hommes",
    "young": "Moins de 26 ans à l’embauche",
    "old": "50 ans et plus à l’embauche",
}
_SOURCES = {"": "Candidatures spontanées", "other_employer": "Autre structure"}


def dialogue_of(facts: DialogueFacts, period: Period, rules: Rulebook) -> Figures:
    """What the pack shows of a period."""
    seen = facts.figures
    criteria = {criterion.code: criterion.label for criterion in rules.criteria}
    reasons = {reason.code: reason.label for reason in rules.refusal_reasons} | {"": "Motif non renseigné"}
    pauses = {reason.code: reason.label for reason in rules.suspensions.reasons} | {"": "Motif non connu ici"}
    return Figures(
        starts_on=period.since,
        ends_on=period.until,
        present=facts.present,
        entries=seen.entries,
        exits=seen.exits,
        entries_by_month=_months(facts.entries_by_month),
        exits_by_month=_months(facts.exits_by_month),
        criteria=_labelled(seen.criteria, criteria),
        publics=_labelled(facts.publics, _PUBLICS),
        durations=_classes(facts.durations, DURATION_CLASSES, "mois", "mois"),
        suspensions=_labelled(facts.suspensions, pauses),
        applications=seen.received,
        answered=seen.received - seen.unanswered,
        refusals=_labelled(seen.refusals, reasons),
        median_delay_days=facts.median_delay_days,
        delays=_classes(seen.delays, DELAY_CLASSES),
        waiting=sum(seen.waiting),
        median_waiting_days=facts.median_waiting_days,
        waiting_ages=_classes(seen.waiting, WAITING_CLASSES),
        sources=_labelled(seen.sources, _SOURCES),
    )


def _labelled(counts: Mapping[str, int], labels: Mapping[str, str]) -> tuple[Count, ...]:
    return tuple(Count(labels.get(code, code), number) for code, number in counts.items())


def _months(counts: Mapping[str, int]) -> tuple[Count, ...]:
    """« 2021-02 » becomes « février 2021 »."""
    named = ((key.partition("-"), number) for key, number in counts.items())
    return tuple(Count(f"{texts.MONTHS[int(month) - 1]} {year}", number) for (year, _, month), number in named)


def _classes(
    counts: Iterable[int], limits: tuple[int, ...], unit: str = "jour", plural: str | None = None
) -> tuple[Count, ...]:
    """« 1 jour au plus », « de 2 à 7 jours », « plus de 30 jours »."""
    first = f"{texts.count(limits[0], unit, plural)} au plus"
    between = [f"de {low + 1} à {texts.count(high, unit, plural)}" for low, high in pairwise(limits)]
    names = [first, *between, f"plus de {texts.count(limits[-1], unit, plural)}"]
    return tuple(Count(name, number) for name, number in zip(names, counts, strict=True))
