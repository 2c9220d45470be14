"""Allocation for tests: counts in memory, as the server does in its database."""

from datetime import date

from sync.domain.rulebook import Rulebook


class FakeIssuance:
    """Gives numbers out in order, and remembers which were taken."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self._sirets: dict[str, int] = {}

    def pass_number(self, rules: Rulebook, hiring_starts_on: date) -> str:
        """The next number of the rulebook's shape."""
        year = f"{hiring_starts_on:%y}" if rules.passes.number_has_year else ""
        prefix = rules.passes.number_prefix + year
        counters = [int(number[len(prefix) :]) for number in self.taken if number.startswith(prefix)]
        number = f"{prefix}{max(counters, default=0) + 1:0{12 - len(prefix)}d}"
        self.take_pass_number(number)
        return number

    def take_pass_number(self, number: str) -> None:
        """Never to be given out again."""
        self.taken.append(number)

    def pseudo_siret(self, siren: str) -> str:
        """The SIREN followed by 00999, then 00998 …"""
        self._sirets[siren] = self._sirets.get(siren, 1000) - 1
        return f"{siren}{self._sirets[siren]:05d}"
