"""Where a rule comes from, in French: from the section that its docstring names."""

import re

from sync.domain.rulebook import Rulebook

_PLATFORM = {
    "0": "écarts entre la fiche et la plateforme",
    "1.2": "parcours d’une candidature",
    "1.3": "acceptation d’une candidature",
    "1.4": "annulation d’une embauche",
    "1.5": "expéditeurs des candidatures",
    "1.6": "motifs de refus",
    "1.7": "dates du contrat",
    "1.8": "liste d’attente et vivier",
    "2": "PASS IAE",
    "2.1": "agréments Pôle emploi",
    "2.2": "délai de carence",
    "3": "suspensions",
    "4": "prolongations",
    "5.1": "critères administratifs",
    "5.2": "nombre de critères",
    "5.3": "diagnostics d’éligibilité",
    "6": "structures",
    "6.1": "fiches de poste",
    "6.2": "membres et invitations",
    "6.3": "organisations prescriptrices",
    "9": "identifiants et âges",
}
_PRODUCT = {
    "DOMAIN.md §1": "règles du domaine, « Les personnes »",
    "DOMAIN.md §3": "règles du domaine, « Éditions »",
    "DOMAIN.md §4": "règles du domaine, « Points d’attention »",
    "DOMAIN.md §5": "règles du domaine, « Qui peut faire quoi »",
    "DOMAIN.md §6": "règles du domaine, « Qui voit quoi »",
    "DOMAIN.md §7": "règles du domaine, « Conformité »",
    "SYNC.md §3": "travail hors ligne, « Envoi »",
    "SYNC.md §6": "travail hors ligne, « Droits »",
    "SYNC.md §8": "travail hors ligne, « Conflits »",
    "SYNC.md §9": "travail hors ligne, « Pièces jointes »",
}
# What the information sheet of 8 February 2021 says itself, by its headings.
_SHEET = {
    "cancellation_too_late": "« Points de vigilance employeurs »",
    "criteria_too_few": "« Ce qui change »",
    "hiring_starts_in_past": "« Points de vigilance »",
    "in_waiting_period": "« Récapitulatif »",
    "pole_emploi_id_missing": "« Fonctionnement »",
    "prolongation_unknown": "« Questions / réponses »",
    "suspension_reason_unknown": "« FAQ »",
    "suspension_too_early": "« Nouveautés 2021 »",
    "transition_not_allowed": "« FAQ »",
}


def source_of(code: str, docstring: str, rules: Rulebook) -> str:
    """« Fiche du 8 février 2021, « FAQ » ; plateforme nationale, parcours d’une candidature »."""
    is_sheet_s = rules.agreements.are_converted
    found = [f"fiche du 8 février 2021, {_SHEET[code]}"] if is_sheet_s and code in _SHEET else []
    for document, section in re.findall(r"(DOMAIN\.md|SYNC\.md|platform-rules\.md)? ?(§\d(?:\.\d)?)", docstring):
        found.append(_named(document, section))
    unique = list(dict.fromkeys(found)) or ["les deux éditions"]
    return " ; ".join(unique)


def _named(document: str, section: str) -> str:
    named = _PRODUCT.get(f"{document} {section}")
    if named is None:
        named = f"plateforme nationale, {_PLATFORM[section[1:]]}"
    return named
