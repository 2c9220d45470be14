"""Allocation for tests: counts in memory, as the server does in its database."""

from datetime import date

from sync.domain.identifiers import next_pseudo_siret
from sync.domain.passes import IssuedNumber, last_issued, next_number
from sync.domain.rulebook import Rulebook


class FakeIssuance:
    """Gives numbers out in order, and remembers which were taken."""

    def __init__(self) -> None:
        self._issued: list[IssuedNumber] = []
        self._sirets: list[str] = []

    @property
    def issued(self) -> list[str]:
        """The numbers issued so far, in order."""
        return [one.number for one in self._issued]

    def pass_number(self, rules: Rulebook, hiring_starts_on: date) -> str:
        """The next number of the rulebook's shape."""
        last = last_issued(self._issued, hiring_starts_on, rules.passes)
        number = next_number(last, hiring_starts_on, rules.passes)
        self._issued.append(IssuedNumber(number, hiring_starts_on))
        return number

    def take_pass_number(self, number: str) -> None:
        """Never to be given out again."""
        self._issued.append(IssuedNumber(number))

    def pseudo_siret(self, siren: str) -> str:
        """The SIREN followed by 00999, then 00998."""
        self._sirets.append(next_pseudo_siret(siren, self._sirets))
        return self._sirets[-1]
