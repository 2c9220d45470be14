"""Identifiers: SIRET, SIREN, NIR, Pôle emploi id, post code, NAF, SAFIR code, PASS and pseudo-SIRET numbers, ages."""

import re
from collections.abc import Collection, Iterator
from datetime import date

from stdnum.exceptions import ValidationError
from stdnum.fr import nir as _nir

from sync.domain.calendar import add_months
from sync.domain.errors import RuleViolation
from sync.domain.job_seekers import JobSeeker
from sync.domain.rulebook import JobSeekerRules

FORGOTTEN = "forgotten"
NOT_REGISTERED = "not_registered"
LACK_REASONS = ("", FORGOTTEN, NOT_REGISTERED)
# The number printed on the specimen of the health insurance card.
_SPECIMEN_NIR = "269054958815780"
_NIR = re.compile(r"[1-478]\d{2}(0[1-9]|1[0-2]|[2-9]\d)\d[\dAB]\d{6}", re.ASCII)
_NIR_LENGTH = 15
_NIR_KEY_LENGTH = 2
_FIRST_PSEUDO_NIC = 999
_PREFIX_LENGTH = 7
_ALPHANUMERIC_ID_LENGTH = 8


def check_siret(value: str) -> str:
    """14 digits; no Luhn check, which pseudo-SIRETs would fail (DOMAIN.md §7)."""
    if not _is(r"\d{14}", value):
        raise RuleViolation("siret_invalid", {"field": "siret", "value": value})
    return value


def check_siren(value: str) -> str:
    """9 digits (DOMAIN.md §7)."""
    if not _is(r"\d{9}", value):
        raise RuleViolation("siren_invalid", {"field": "siren", "value": value})
    return value


def check_post_code(value: str) -> str:
    """5 digits (both editions)."""
    if not _is(r"\d{5}", value):
        raise RuleViolation("post_code_invalid", {"field": "post_code", "value": value})
    return value


def check_naf(value: str) -> str:
    """4 digits and a letter (both editions)."""
    if not _is(r"\d{4}[A-Za-z]", value):
        raise RuleViolation("naf_invalid", {"field": "naf", "value": value})
    return value


def check_safir(value: str) -> str:
    """5 digits: the code of a Pôle emploi agency (platform-rules.md §6.3)."""
    if not _is(r"\d{5}", value):
        raise RuleViolation("safir_invalid", {"field": "safir_code", "value": value})
    return value


def _is(pattern: str, value: str) -> bool:
    return re.fullmatch(pattern, value, re.ASCII) is not None


def check_pole_emploi_id(value: str, rules: JobSeekerRules) -> str:
    """7 digits and a digit or letter; in 2026 also 11 digits (platform-rules.md §9)."""
    digits = value[:_PREFIX_LENGTH] if len(value) == _ALPHANUMERIC_ID_LENGTH else value
    if len(value) not in rules.pole_emploi_id_lengths or not digits.isdigit() or not value.isalnum():
        raise RuleViolation("pole_emploi_id_invalid", {"field": "pole_emploi_id", "value": value})
    if not value.isascii():
        raise RuleViolation("pole_emploi_id_characters", {"field": "pole_emploi_id", "value": value})
    return value


def check_nir(value: str) -> str:
    """15 characters with a right key, spaces ignored; not the specimen's (platform-rules.md §9)."""
    number = value.replace(" ", "").upper()
    if len(number) < _NIR_LENGTH:
        raise RuleViolation("nir_too_short", {"field": "nir", "length": len(number)})
    if len(number) > _NIR_LENGTH:
        raise RuleViolation("nir_too_long", {"field": "nir", "length": len(number)})
    if number == _SPECIMEN_NIR:
        raise RuleViolation("nir_fictitious", {"field": "nir"})
    if not _NIR.fullmatch(number[:-_NIR_KEY_LENGTH]) or not _has_right_key(number):
        raise RuleViolation("nir_invalid", {"field": "nir"})
    return number


def _has_right_key(number: str) -> bool:
    try:
        _nir.validate(number)
    except ValidationError:
        return False
    return True


def check_birth(born_on: date, today: date, rules: JobSeekerRules) -> date:
    """More than 16 years old and at most 100 in 2026 (platform-rules.md §9); never born tomorrow."""
    if born_on > today:
        raise RuleViolation("born_in_future", {"field": "born_on", "today": today})
    if rules.min_age and born_on >= add_months(today, -12 * rules.min_age):
        raise RuleViolation("too_young", {"field": "born_on", "years": rules.min_age})
    if rules.max_age and born_on < add_months(today, -12 * rules.max_age):
        raise RuleViolation("too_old", {"field": "born_on", "years": rules.max_age})
    return born_on


def person_faults(person: JobSeeker, today: date, rules: JobSeekerRules) -> Iterator[RuleViolation]:
    """What is wrong with a person's file: a missing name, identifiers and a birth date that cannot be right (§9)."""
    for name in ("last_name", "first_name"):
        if not getattr(person, name).strip():
            yield RuleViolation("name_missing", {"field": name})
    if person.lack_of_pole_emploi_id_reason not in LACK_REASONS:
        yield RuleViolation("lack_reason_unknown", {"field": "lack_of_pole_emploi_id_reason"})
    try:
        _check_identifiers(person, today, rules)
    except RuleViolation as fault:
        yield fault


def _check_identifiers(person: JobSeeker, today: date, rules: JobSeekerRules) -> None:
    if person.post_code:
        check_post_code(person.post_code)
    if person.pole_emploi_id:
        check_pole_emploi_id(person.pole_emploi_id, rules)
    if person.nir:
        check_nir(person.nir)
    if person.born_on is not None:
        check_birth(person.born_on, today, rules)


def next_pseudo_siret(siren: str, taken: Collection[str]) -> str:
    """The SIREN followed by 00999, 00998, 00997 …: the first that no employer has (DOMAIN.md §4)."""
    for nic in range(_FIRST_PSEUDO_NIC, 0, -1):
        siret = f"{check_siren(siren)}{nic:05d}"
        if siret not in taken:
            return siret
    raise RuleViolation("pseudo_sirets_exhausted", {"siren": siren})
