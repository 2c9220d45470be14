"""Runs the conformance vectors: each `rule` of a vector is mapped to a call of the domain and compared.

The mapping translates words (fields, codes, kinds of sender); it never computes a result.
"""

from collections.abc import Mapping
from typing import Any

from tests.kit.conformance import cancellations, criteria, hires, lives, people_numbers, prolongations, suspensions
from tests.kit.conformance.words import Mapped
from tests.kit.people import RULES

RULES_OF_VECTORS: dict[str, Mapped] = {
    **cancellations.RULES,
    **criteria.RULES,
    **hires.RULES,
    **lives.RULES,
    **people_numbers.RULES,
    **prolongations.RULES,
    **suspensions.RULES,
}


def outcome(vector: Mapping[str, Any]) -> dict[str, Any]:
    """What the domain says to a vector, in the vector's words. KeyError for a rule that nobody mapped."""
    name, _, parameter = vector["rule"].partition(" (today ")
    given = dict(vector["given"])
    if parameter:
        given["today"] = parameter.removesuffix(")")
    return RULES_OF_VECTORS[name](given, RULES[vector["edition"]])


def expected(vector: Mapping[str, Any]) -> dict[str, Any]:
    """What the vector expects of the domain: of a prolongation the form, which is what a user meets."""
    expect = dict(vector["expect"])
    if "form_accepted" in expect:
        expect = {name: value for name, value in expect.items() if not name.startswith("record_")}
        if not expect["form_accepted"]:
            expect.pop("pass_end_at", None)
    expect.pop("note", None)
    return expect
