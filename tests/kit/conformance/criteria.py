"""Vectors of eligibility: criteria, validity of a diagnosis, its expiry."""

from typing import Any

from sync.domain.eligibility import AuthorKind, check_criteria, expires_on, usable_diagnosis
from sync.domain.rulebook import Rulebook
from tests.kit.conformance.words import Given, Mapped, day, instant, text, verdict
from tests.kit.people import ACI, EI, diagnosis

_PAIRS = {("SENIOR", "JEUNE"): "senior_and_junior", ("DETLD", "DELD"): "detld_and_deld"}


def _criteria(given: Given, rules: Rulebook, author: AuthorKind) -> dict[str, Any]:
    codes = tuple(given["criteria"])
    violation = verdict(lambda: check_criteria(codes, author, given.get("siae_kind", ""), rules))
    if violation is None:
        return {"valid": True, "error": None}
    if violation.code == "criteria_exclusive":
        return {"valid": False, "error": _PAIRS[tuple(violation.facts["codes"])]}  # type: ignore[arg-type, index]
    word = "needs_{level_1}_level1_or_{level_2}_level2".format(**violation.facts)
    return {"valid": False, "error": word if violation.code == "criteria_too_few" else violation.code}


def _employer(given: Given, rules: Rulebook) -> dict[str, Any]:
    return _criteria(given, rules, AuthorKind.EMPLOYER)


def _prescriber(given: Given, rules: Rulebook) -> dict[str, Any]:
    return _criteria(given, rules, AuthorKind.PRESCRIBER)


def made_by(author: str, **fields: Any) -> Any:  # noqa: ANN401 - any field of a diagnosis
    """A diagnosis by a prescriber, by the receiving employer (`same_siae`) or by another one."""
    if author == "prescriber":
        return diagnosis(**fields)
    employer = ACI if author == "same_siae" else EI
    return diagnosis(
        author_kind=AuthorKind.EMPLOYER,
        author_organization_id=None,
        author_employer_id=employer.id,
        **fields,
    )


def _usable(given: Given, rules: Rulebook) -> dict[str, Any]:
    made = made_by(given["author"], created_at=instant(given["diagnosis_made_at"]))
    found = usable_diagnosis(
        [made],
        ACI.id,
        holds_pass=given["job_seeker_has_valid_pass"],
        now=instant(given["now"]),
        rules=rules,
    )
    return {"usable": found is not None}


def _expires(given: Given, rules: Rulebook) -> dict[str, Any]:
    return {"expires_at": text(expires_on(day(given["created"]), AuthorKind(given["author_kind"]), rules))}


RULES: dict[str, Mapped] = {
    "diagnosis_expires_at": _expires,
    "diagnosis_usable_by_siae": _usable,
    "prescriber_diagnosis_criteria": _prescriber,
    "siae_diagnosis_criteria": _employer,
}
