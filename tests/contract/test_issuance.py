"""The ledger of numbers, on both databases."""

from dataclasses import replace
from datetime import date

import pytest

from sync.domain.rulebook import parse
from sync.resources import read_text
from sync.server.central import Central
from sync.server.issuance import Ledger
from tests.kit.people import ACI, RULES_2021

RULES_2026 = parse(read_text("rulebook", "2026-08-21.toml"))
IN_2021, IN_2022 = date(2021, 2, 8), date(2022, 1, 1)


def test_each_year_of_hire_counts_from_one_in_2021(central: Central) -> None:
    """99999, the year, five digits (DOMAIN.md §3)."""
    with central.work() as unit:
        ledger = Ledger(unit.connection, central.now())
        numbers = [ledger.pass_number(RULES_2021, day) for day in (IN_2021, IN_2021, IN_2022, IN_2021)]
    assert numbers == ["999992100001", "999992100002", "999992200001", "999992100003"]


def test_in_2026_the_counter_goes_on_over_everything_ever_issued(central: Central) -> None:
    """99999 and seven digits, never reused: numbers with a year were issued too."""
    with central.work() as unit:
        ledger = Ledger(unit.connection, central.now())
        ledger.pass_number(RULES_2021, IN_2022)
        assert ledger.pass_number(RULES_2026, IN_2022) == "999992200002"


def test_a_number_taken_by_an_agreement_is_not_issued_again(central: Central) -> None:
    """Taking it twice changes nothing."""
    with central.work() as unit:
        ledger = Ledger(unit.connection, central.now())
        ledger.take_pass_number("999992100001")
        ledger.take_pass_number("999992100001")
        assert ledger.pass_number(RULES_2021, IN_2021) == "999992100002"


def test_what_is_rolled_back_was_never_issued(central: Central) -> None:
    """A refused act leaves no gap."""

    def fail() -> None:
        with central.work() as unit:
            Ledger(unit.connection, central.now()).pass_number(RULES_2021, IN_2021)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with central.work() as unit:
        assert Ledger(unit.connection, central.now()).pass_number(RULES_2021, IN_2021) == "999992100001"


def test_a_series_that_is_used_up_says_so(central: Central) -> None:
    """Rather than running into the next year's numbers."""
    with central.work() as unit:
        ledger = Ledger(unit.connection, central.now())
        ledger.take_pass_number("999992199999")
        with pytest.raises(ValueError, match="9999921"):
            ledger.pass_number(RULES_2021, IN_2021)


def test_pseudo_sirets_go_down_from_999_past_those_in_use(central: Central) -> None:
    """SIREN + 00999, 00998, 00997 … (DOMAIN.md §4)."""
    siren = "123456789"
    with central.work() as unit:
        unit.world.put(replace(ACI, id="agency", siret=f"{siren}00998"))
        ledger = Ledger(unit.connection, central.now())
        assert [ledger.pseudo_siret(siren) for _ in range(2)] == [f"{siren}00999", f"{siren}00997"]
