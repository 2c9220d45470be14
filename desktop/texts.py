"""How the screens speak French: the sentence of a code; how days, numbers and people are written."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from sync import resources
from sync.domain.calendar import PARIS, paris_date

NBSP = "\u00a0"

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


@dataclass(frozen=True, slots=True)
class Texts:
    """The sentences of `resources/i18n/fr.toml`, by code."""

    sentences: Mapping[str, str]

    def sentence(self, code: str, facts: Mapping[str, object] | None = None) -> str:
        """The French sentence of a code, its fields filled from the facts; days and instants are written out.

        A code that this program does not know (judged by a newer server) is told as such, never hidden.
        """
        pattern = self.sentences.get(code) or self.sentences.get("unknown_code", "{code}")
        return pattern.format_map(_Facts({"code": code, **(facts or {})}))


class _Facts(dict[str, object]):
    """Facts as a sentence shows them; a fact the sender left out reads as an ellipsis."""

    def __init__(self, facts: Mapping[str, object]) -> None:
        super().__init__({name: _shown(value) for name, value in facts.items()})

    def __missing__(self, key: str) -> str:
        return "…"


def _shown(value: object) -> object:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, str):
        return _shown_text(value)
    return "…" if value is None else value


def _shown_text(value: str) -> str:
    """Facts that travelled as JSON hold days and instants as text."""
    try:
        if len(value) == len("2021-02-08T09:00:00.000000Z"):
            return instant(datetime.fromisoformat(value))
        return day(date.fromisoformat(value)) if len(value) == len("2021-02-08") else value
    except ValueError:
        return value


def _leaves(table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _leaves(value)
        else:
            yield key, str(value)


@cache
def french() -> Texts:
    """The texts that the program ships."""
    return Texts(dict(_leaves(tomllib.loads(resources.read_text("i18n", "fr.toml")))))


def day(value: date) -> str:
    """JJ/MM/AAAA."""
    return f"{value:%d/%m/%Y}"


def short_day(value: date) -> str:
    """JJ/MM, where the year is plain to see."""
    return f"{value:%d/%m}"


def weekday(value: date) -> str:
    """« mardi »."""
    return WEEKDAYS[value.weekday()]


def long_day(value: date) -> str:
    """« 9 février 2021 », with no-break spaces; the first of a month is « 1er »."""
    number = "1er" if value.day == 1 else str(value.day)
    return NBSP.join((number, MONTHS[value.month - 1], str(value.year)))


def full_day(value: date) -> str:
    """« Mardi 9 février 2021 »."""
    return f"{weekday(value).capitalize()} {long_day(value)}"


def time_of_day(value: datetime) -> str:
    """HH:MM in Paris of an aware instant."""
    return f"{value.astimezone(PARIS):%H:%M}"


def instant(value: datetime) -> str:
    """« 09/02/2021 à 10:14 » in Paris of an aware instant, never broken over two lines."""
    return f"{day(paris_date(value))}{NBSP}à{NBSP}{time_of_day(value)}"


def day_of(value: datetime) -> str:
    """JJ/MM/AAAA of an aware instant in Paris."""
    return day(paris_date(value))


def count(number: int, singular: str, plural: str | None = None) -> str:
    """« 1 candidature », « 0 candidature », « 12 candidatures »: French counts from two in the plural."""
    word = (plural or f"{singular}s") if abs(number) > 1 else singular
    return f"{thousands(number)}{NBSP}{word}"


def duration(value: timedelta) -> str:
    """« 12 minutes », « 5 heures » or « 400 jours », rounded down; minutes below two hours, hours below two days."""
    minutes = int(value.total_seconds()) // 60
    if minutes < _TWO_HOURS:
        return count(minutes, "minute")
    hours = minutes // 60
    return count(hours, "heure") if hours < _TWO_DAYS else count(hours // 24, "jour")


_TWO_HOURS, _TWO_DAYS = 120, 48


def thousands(number: int) -> str:
    """« 20 000 », grouped by no-break spaces."""
    return f"{number:,}".replace(",", NBSP)


def person(last_name: str, first_name: str) -> str:
    """« NOM Prénom »."""
    return f"{last_name.upper()} {first_name}".strip()


def pass_number(number: str) -> str:
    """« 99999 21 00001 », kept on one line; the suffix of a former agreement stays as a fourth group."""
    return NBSP.join(group for group in (number[:5], number[5:7], number[7:12], number[12:]) if group)


def siret(value: str) -> str:
    """« 853 471 205 00013 », kept on one line."""
    return NBSP.join(group for group in (value[:3], value[3:6], value[6:9], value[9:]) if group)


def phone(value: str) -> str:
    """« 06 39 98 12 34 » for a French number of ten digits, anything else as it was typed."""
    digits = "".join(character for character in value if character.isdigit())
    if len(digits) != len("0639981234"):
        return value
    return NBSP.join(digits[start : start + 2] for start in range(0, len(digits), 2))


def age(born_on: date, today: date) -> int:
    """Full years lived on a day."""
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def parse_day(text: str) -> date | None:
    """The day that « 9/2/2021 », « 09/02/21 » or « 09022021 » means; None when it is none."""
    for pattern in ("%d/%m/%Y", "%d/%m/%y", "%d%m%Y"):
        try:
            return datetime.strptime(text.strip(), pattern).replace(tzinfo=PARIS).date()
        except ValueError:
            continue
    return None
