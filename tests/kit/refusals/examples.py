"""Examples of refusals: the conformance vectors that the domain refuses, told in French."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from desktop.texts import day, french
from sync.domain.rulebook import Rulebook
from tests.kit.conformance import outcome
from tests.kit.conformance.words import MET

VECTORS = Path(__file__).resolve().parents[2] / "vectors"
_MOST = 2
_NAMES = {
    "today": "jour de l’acte",
    "now": "instant de l’acte",
    "siae_kind": "structure",
    "company_kind": "structure",
    "criteria": "critères",
    "hiring_start_at": "premier jour du contrat",
    "hiring_end_at": "dernier jour du contrat",
    "existing_valid_pass_end": "fin du PASS IAE",
    "start_at": "du",
    "end_at": "au",
    "end_at_before": "au",
    "existing_suspensions": "suspensions déjà faites",
    "last_hiring_start_at": "dernière embauche",
    "pass": "PASS IAE",
    "last_pass": "PASS IAE",
    "existing_pass": "PASS IAE",
    "pe_agreement": "agrément",
    "number": "numéro",
    "value": "valeur saisie",
    "first_day_back_to_work": "retour au travail",
    "suspension": "suspension",
    "pass_start_at": "début du PASS IAE",
    "current_hiring_start_at": "embauche prévue",
    "new_hiring_start_at": "nouveau premier jour",
    "new_hiring_end_at": "nouveau dernier jour",
    "days": "jours demandés",
}


@dataclass(frozen=True)
class Example:
    """A situation and what the screen says to it."""

    situation: str
    answer: str


def examples(rules: Rulebook) -> dict[str, list[Example]]:
    """At most two examples a code, from the committed vectors of an edition."""
    found: dict[str, list[Example]] = defaultdict(list)
    for vector in _vectors(rules.edition):
        MET.clear()
        outcome(vector)
        for violation in list(MET):
            told = Example(_situation(vector["given"], rules), french().sentence(violation.code, violation.facts))
            if len(found[violation.code]) < _MOST and told not in found[violation.code]:
                found[violation.code].append(told)
    return found


def _vectors(edition: str) -> Iterator[dict[str, Any]]:
    for path in sorted(VECTORS.glob(f"{edition}.*.json")):
        yield from json.loads(path.read_text(encoding="utf-8"))


def _situation(given: dict[str, Any], rules: Rulebook) -> str:
    said = [
        f"{_NAMES[name]} : {_shown(value)}" for name, value in given.items() if name in _NAMES and value not in ([], "")
    ]
    states = [rules.state_label(given[name]) for name in ("application_state", "from", "state") if name in given]
    return " ; ".join([*(f"état : « {state} »" for state in states), *said])


def _shown(value: Any) -> str:  # noqa: ANN401 - whatever a vector holds
    if value is None:
        return "non indiqué"
    if isinstance(value, dict):
        return " ".join(f"{_NAMES[name]} {_shown(part)}" for name, part in value.items() if name in _NAMES)
    if isinstance(value, list):
        return ", ".join(_shown(part) for part in value)
    return _day(str(value))


def _day(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text
