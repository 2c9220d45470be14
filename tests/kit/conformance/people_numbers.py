"""Vectors of identifiers and PASS numbers."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sync.domain.identifiers import (
    check_birth,
    check_naf,
    check_nir,
    check_pole_emploi_id,
    check_post_code,
    check_safir,
    check_siren,
    check_siret,
)
from sync.domain.passes import IssuedNumber, display_number, last_issued, next_number
from sync.domain.rulebook import Rulebook
from tests.kit.conformance.words import Given, Mapped, day, maybe_day, verdict

_WORDS = {
    "siret_invalid": "bad_format",
    "siren_invalid": "bad_format",
    "post_code_invalid": "bad_format",
    "naf_invalid": "bad_format",
    "safir_invalid": "bad_format",
    "pole_emploi_id_invalid": "bad_format",
    "pole_emploi_id_characters": "bad_characters",
    "nir_too_short": "too_short",
    "nir_too_long": "too_long",
    "nir_invalid": "invalid",
    "nir_fictitious": "fictitious",
    "too_young": "too_young",
    "too_old": "too_old",
}


def _valid(check: Callable[[], object]) -> dict[str, Any]:
    violation = verdict(check)
    return {"valid": True} if violation is None else {"valid": False, "error": _WORDS[violation.code]}


def _simple(check: Callable[[str], object]) -> Mapped:
    return lambda given, _rules: _valid(lambda: check(given["value"]))


def _pole_emploi_id(given: Given, rules: Rulebook) -> dict[str, Any]:
    return _valid(lambda: check_pole_emploi_id(given["value"], rules.job_seekers))


def _birth(given: Given, rules: Rulebook) -> dict[str, Any]:
    return _valid(lambda: check_birth(day(given["value"]), day(given["today"]), rules.job_seekers))


def _next(given: Given, rules: Rulebook) -> dict[str, Any]:
    known = given.get("existing_in_creation_order") or [
        {"number": number, "start_at": None} for number in given.get("existing", []) + given.get("cancelled", [])
    ]
    issued = [IssuedNumber(one["number"], maybe_day(one["start_at"])) for one in known]
    hired_on = day(given.get("hiring_start_at", "2026-06-15"))
    numbering = replace(rules.passes, number_prefix=given["prefix"])
    last = last_issued(issued, hired_on, numbering)
    violation = verdict(lambda: next_number(last, hired_on, numbering))
    if violation is not None:
        return {"error": {"pass_numbers_exhausted": "sequence_exhausted"}[violation.code]}
    return {"next": next_number(last, hired_on, numbering)}


def _display(given: Given, _rules: Rulebook) -> dict[str, Any]:
    return {"display": display_number(given["number"])}


RULES: dict[str, Mapped] = {
    "birthdate": _birth,
    "code_safir": _simple(check_safir),
    "naf": _simple(check_naf),
    "next_pass_number": _next,
    "nir": _simple(check_nir),
    "pass_number_display": _display,
    "pole_emploi_id": _pole_emploi_id,
    "post_code": _simple(check_post_code),
    "siren": _simple(check_siren),
    "siret": _simple(check_siret),
}
