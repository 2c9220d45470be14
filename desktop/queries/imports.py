"""What an import asks of the replica once for a whole file: who is known here, who waits, which jobs are open."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from desktop.queries import directory
from desktop.queries.directory import OpenJob
from desktop.queries.filters import APPLICATIONS, PEOPLE
from desktop.queries.lens import Lens
from desktop.queries.structures import Structure
from sync.replica.connection import sort_key

Who = tuple[str, str, date | None]


@dataclass(slots=True)
class Surroundings:
    """What is asked of the replica once for a whole file; `seen` grows with the lines that were judged."""

    structures: tuple[Structure, ...]
    chosen: str
    people: dict[Who, str]
    pending: set[tuple[str, str]]
    jobs: dict[str, tuple[OpenJob, ...]]
    seen: dict[tuple[str, Who], int] = field(default_factory=dict)


def surroundings(lens: Lens, structures: tuple[Structure, ...], chosen: str) -> Surroundings:
    """The people known here, who of them waits for an answer of which structure, and the open jobs."""
    names = (PEOPLE.c.id, PEOPLE.c.last_name, PEOPLE.c.first_name, PEOPLE.c.born_on)
    people = {
        who(row.last_name, row.first_name, row.born_on): row.id for row in lens.connection.execute(select(*names))
    }
    waiting = select(APPLICATIONS.c.employer_id, APPLICATIONS.c.job_seeker_id).where(
        APPLICATIONS.c.state.in_(lens.rules.pending_states())
    )
    pending = {(row.employer_id, row.job_seeker_id) for row in lens.connection.execute(waiting)}
    jobs = {each.employer.id: directory.jobs_of(lens, each.employer.id) for each in structures}
    return Surroundings(structures=structures, chosen=chosen, people=people, pending=pending, jobs=jobs)


def who(last_name: str, first_name: str, born_on: date | None) -> Who:
    """What two files of one person have in common: names, accents and capitals aside, and birth date."""
    return sort_key(last_name).casefold().strip(), sort_key(first_name).casefold().strip(), born_on
