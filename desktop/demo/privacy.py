"""What a stolen disk gives: the workstations' folders are searched for every name the server knows."""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import select

from sync.domain.job_seekers import JobSeeker
from sync.server.central import Central
from sync.store.tables import TABLES

# Shorter ones turn up by chance in any megabyte of random bytes.
_SHORTEST = 5


def names_of(central: Central) -> set[str]:
    """The last and first names of every job seeker."""
    people = TABLES[JobSeeker]
    with central.reading() as connection:
        rows = connection.execute(select(people.c.last_name, people.c.first_name)).all()
    return {name for row in rows for name in row if len(name.encode()) >= _SHORTEST}


def found_in(folder: Path, names: Iterable[str]) -> list[str]:
    """The names that stand in clear, in UTF-8 or UTF-16, in any file under a folder."""
    content = b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    return [name for name in sorted(names) if any(form in content for form in _forms(name))]


def _forms(name: str) -> Iterable[bytes]:
    for written in {name, name.upper()}:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            yield written.encode(encoding)
