"""The ledger of what the server alone allocates: PASS numbers and pseudo-SIRETs, each issued once and for ever."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from sqlalchemy import Connection, func, select, text
from sqlalchemy.dialects import postgresql, sqlite

from sync.domain.employers import Employer
from sync.domain.rulebook import Rulebook
from sync.server.tables import ISSUED_NUMBERS
from sync.store.tables import TABLES

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(99999)")
_NUMBER_LENGTH = 12
_SERIES_LENGTH = 7
_FIRST_PSEUDO_SIRET = 999


def _no_note(_number: str) -> None:
    """Nothing is kept outside the database."""


class Ledger:
    """Allocates through one connection, inside the caller's transaction: what is rolled back was never issued.

    On PostgreSQL transactions that allocate go one at a time, from their first number to their commit. `reserve` is
    told of each PASS number before it is given.
    """

    def __init__(self, connection: Connection, now: datetime, reserve: Callable[[str], None] = _no_note) -> None:
        self._connection = connection
        self._now = now
        self._reserve = reserve
        postgres = connection.dialect.name == "postgresql"
        self._insert = postgresql.insert if postgres else sqlite.insert
        self._is_shared = postgres

    def pass_number(self, rules: Rulebook, hiring_starts_on: date) -> str:
        """The number after the greatest one issued of its series (platform-rules.md §2).

        A series is the prefix, in editions whose numbers show it with the hire year's two digits. ValueError when all
        its numbers have been issued.
        """
        self._wait()
        prefix = rules.passes.number_prefix
        series = prefix + (f"{hiring_starts_on:%y}" if rules.passes.number_has_year else "")
        width = _NUMBER_LENGTH - len(series)
        first, last = series + "0" * width, series + "9" * width
        greatest = self._greatest(first, last)
        counter = int((greatest or first)[len(series) :]) + 1
        if counter >= 10**width:
            raise ValueError(f"every number of the series {series} has been issued")
        issued = f"{series}{counter:0{width}}"
        self._reserve(issued)
        self._note(issued, prefix)
        return issued

    def take_pass_number(self, number: str) -> None:
        """An agreement's number becomes a PASS's: no other PASS will get it."""
        self._wait()
        self._note(number, "agreement")

    def go_on_behind(self, numbers: Iterable[str]) -> None:
        """These PASS numbers, and those before them in their series, may have been issued: none of them comes again."""
        self._wait()
        for number in numbers:
            greatest = self._greatest(number[:_SERIES_LENGTH], number)
            if greatest is None or greatest < number:
                self._note(number, "skipped")

    def greatest_numbers(self) -> dict[str, str]:
        """The greatest PASS number of each series, the first seven digits."""
        self._wait()
        return {row.digits: row.number for row in self._connection.execute(_GREATEST)}

    def pseudo_siret(self, siren: str) -> str:
        """The greatest free one of siren + 00999, 00998 … (DOMAIN.md §4); ValueError when none is left."""
        self._wait()
        siret = TABLES[Employer].c.siret
        first, last = f"{siren}00000", f"{siren}00999"
        taken = set(self._connection.scalars(select(siret).where(siret.between(first, last))))
        number = ISSUED_NUMBERS.c.number
        taken |= set(self._connection.scalars(select(number).where(number.between(first, last))))
        candidates = (f"{siren}00{suffix:03}" for suffix in range(_FIRST_PSEUDO_SIRET, 0, -1))
        free = next((candidate for candidate in candidates if candidate not in taken), None)
        if free is None:
            raise ValueError(f"no pseudo-SIRET is left for {siren}")
        self._note(free, "siret")
        return free

    def _greatest(self, first: str, last: str) -> str | None:
        number = ISSUED_NUMBERS.c.number
        found: str | None = self._connection.scalar(select(func.max(number)).where(number.between(first, last)))
        return found

    def _wait(self) -> None:
        if self._is_shared:
            self._connection.execute(_ONE_AT_A_TIME)

    def _note(self, number: str, series: str) -> None:
        statement = self._insert(ISSUED_NUMBERS).values(number=number, series=series, issued_at=self._now)
        self._connection.execute(statement.on_conflict_do_nothing())


_DIGITS = func.substr(ISSUED_NUMBERS.c.number, 1, _SERIES_LENGTH)
_GREATEST = (
    select(_DIGITS.label("digits"), func.max(ISSUED_NUMBERS.c.number).label("number"))
    .where(ISSUED_NUMBERS.c.series.not_in(("agreement", "siret")))
    .group_by(_DIGITS)
)
