"""Invented job seekers, and what prescribers write about them."""

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from sync.domain.ids import uuid7
from sync.domain.job_seekers import JobSeeker
from sync.server.demo.cast import Cast
from sync.server.demo.fiction import Fiction

_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_VOWELS = "aeéèêioôuy"
_UNACCENTED = str.maketrans("’' ", "---")


@dataclass(frozen=True, slots=True)
class Person:
    """A job seeker as the messages speak of them."""

    job_seeker: JobSeeker
    is_woman: bool

    def words(self, job: str) -> dict[str, str]:
        """What the sentences of the fiction are filled with; `job` as one says it of this person."""
        il = "elle" if self.is_woman else "il"
        forms = job.partition(",")[0].lower().split(" / ")
        trade = forms[-1] if self.is_woman else forms[0]
        return {
            "de_job": f"d’{trade}" if trade[0] in _VOWELS else f"de {trade}",
            "il": il,
            "Il": il.capitalize(),
            "e": "e" if self.is_woman else "",
            "prenom": self.job_seeker.first_name,
            "nom": self.job_seeker.last_name,
        }


class Persons:
    """Draws persons, one after the other."""

    def __init__(self, fiction: Fiction, cast: Cast, random: Random) -> None:
        self._fiction = fiction
        self._towns = cast.towns
        self._random = random

    def draw(self, number: int, created_at: datetime) -> Person:
        """The number-th person, known since `created_at`."""
        random, fiction = self._random, self._fiction
        is_woman = random.random() < 0.5  # noqa: PLR2004 - even chances
        first_name = random.choice(fiction.women if is_woman else fiction.men)
        last_name = random.choice(fiction.families)
        post_code, city = random.choice(self._towns)
        has_number = random.random() < 0.9  # noqa: PLR2004 - nine in ten are registered
        seeker = JobSeeker(
            id=uuid7(created_at, random.randbytes(10)),
            title="Mme" if is_woman else "M.",
            last_name=last_name,
            first_name=first_name,
            birth_name=random.choice(fiction.families) if is_woman and random.random() < 0.3 else "",  # noqa: PLR2004
            born_on=date(created_at.year - random.randint(19, 60), random.randint(1, 12), random.randint(1, 28)),
            email=f"{_ascii(first_name)}.{_ascii(last_name)}.{number}@courriel.example",
            phone=f"063998{random.randint(0, 9999):04}",
            address_line_1=f"{random.randint(1, 60)} {random.choice(fiction.streets)}",
            post_code=post_code,
            city=city,
            pole_emploi_id=f"{random.randint(0, 9_999_999):07}{random.choice(_LETTERS)}" if has_number else "",
            lack_of_pole_emploi_id_reason="" if has_number else random.choice(("forgotten", "not_registered")),
            created_at=created_at,
        )
        return Person(seeker, is_woman)

    def message(self, person: Person, job: str) -> str:
        """What a prescriber writes about the person for a job, some 300 characters."""
        parts = self._fiction.message
        lists = (parts.openings, parts.experiences, parts.mobility, parts.closings)
        return " ".join(self._random.choice(sentences) for sentences in lists).format(**person.words(job))


def _ascii(name: str) -> str:
    text = name.lower().translate(_UNACCENTED)
    return "".join(letter for letter in text if letter.isascii()) or "x"
