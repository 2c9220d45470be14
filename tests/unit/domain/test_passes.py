"""A PASS on each day, its numbers, and the agreements it replaces."""

from dataclasses import replace
from datetime import date

import pytest

from sync.domain.errors import RuleViolation
from sync.domain.passes import (
    IssuedNumber,
    PassState,
    last_issued,
    last_pass,
    next_number,
    remainder_ends_on,
    remaining_days,
    state_at,
)
from sync.domain.standing import Standing, converted_end
from tests.kit.conformance.lives import a_pass, a_suspension, an_agreement
from tests.kit.people import (
    RULES_2021,
    RULES_2026,
)


def test_numbers_follow_the_last_issued() -> None:
    """An agreement's number does not count; the counter overflows into the next year as the platform's did."""
    rules = RULES_2021.passes
    issued = [IssuedNumber("641112012345"), IssuedNumber("999992100004", date(2021, 1, 1))]
    assert last_issued(issued, date(2021, 5, 1), rules) == "999992100004"
    assert last_issued(issued, date(2022, 5, 1), rules) is None
    assert last_issued(issued[:1], date(2021, 5, 1), RULES_2026.passes) is None
    assert next_number("999992199999", date(2021, 5, 1), rules) == "999992200000"
    with pytest.raises(RuleViolation, match="pass_numbers_exhausted"):
        next_number("999999999999", date(2021, 5, 1), rules)


def test_the_pass_that_speaks_for_a_person_ends_last() -> None:
    """Then the one that began first."""
    long, short = a_pass(date(2020, 1, 1), date(2022, 1, 1)), a_pass(date(2020, 1, 1), date(2021, 1, 1))
    late = a_pass(date(2021, 1, 1), date(2022, 1, 1))
    assert last_pass([short, late, long]) is long
    assert last_pass([]) is None


def test_a_pass_on_each_day() -> None:
    """Future, valid, suspended, expired, and what is left of it."""
    iae_pass = a_pass(date(2021, 1, 1), date(2022, 12, 31))
    pause = a_suspension("2021-06-01", "2021-06-30")
    days = [date(2020, 12, 31), date(2021, 1, 1), date(2021, 6, 1), date(2021, 6, 30), date(2022, 12, 31)]
    states = [state_at(iae_pass, [pause], day) for day in days]
    assert states == [
        PassState.FUTURE,
        PassState.VALID,
        PassState.SUSPENDED,
        PassState.SUSPENDED,
        PassState.VALID,
    ]
    assert state_at(iae_pass, [], date(2023, 1, 1)) is PassState.EXPIRED
    assert [remaining_days(iae_pass, [pause], day) for day in days] == [700, 700, 549, 549, 1]
    assert remainder_ends_on(iae_pass, [pause], date(2023, 1, 1)) == date(2022, 12, 31)


def test_an_agreement_that_overlaps_spring_2020_lasts_three_months_more() -> None:
    """Both ends of the spring inclusive; not in an edition that knows no such spring."""
    touching = an_agreement({"start_at": "2018-03-18", "end_at": "2020-03-17"})
    before = an_agreement({"start_at": "2018-03-17", "end_at": "2020-03-16"})
    after = an_agreement({"start_at": "2020-06-17", "end_at": "2022-06-16"})
    assert converted_end(touching, RULES_2021) == date(2020, 6, 17)
    assert converted_end(before, RULES_2021) == date(2020, 3, 16)
    assert converted_end(after, RULES_2021) == date(2022, 6, 16)
    assert converted_end(touching, RULES_2026) == date(2020, 3, 17)


def test_the_agreement_that_ends_last_counts() -> None:
    """Then the one that began first; and the waiting period runs from the last end of all."""
    today = date(2021, 2, 8)
    long = an_agreement({"start_at": "2020-01-01", "end_at": "2022-01-01"}, id="long")
    short = an_agreement({"start_at": "2020-01-01", "end_at": "2021-06-01"}, id="short")
    late = an_agreement({"start_at": "2020-06-01", "end_at": "2022-01-01"}, id="late")
    standing = Standing((), (short, late, long), today, RULES_2021)
    assert standing.valid_agreement is long
    ended = replace(long, starts_on=date(2017, 1, 1), ends_on=date(2020, 1, 1))
    old = a_pass(date(2016, 1, 1), date(2018, 1, 1))
    assert Standing((old,), (ended,), today, RULES_2021).waiting_until == date(2022, 1, 1)
    assert Standing((), (), today, RULES_2021).waiting_until is None
