"""The editions of the rules a replica holds; before its first pull, the one that ships with the program."""

from datetime import date
from functools import lru_cache

from sqlalchemy import Connection, select

from sync import resources
from sync.domain.calendar import start_of_paris_day
from sync.domain.editions import Edition
from sync.domain.rulebook import Editions, parse
from sync.store.rows import entity_of
from sync.store.tables import TABLES

DEFAULT_EDITION = "2021-02-08"
_parse = lru_cache(maxsize=32)(parse)


def editions_in(connection: Connection) -> Editions:
    """All published editions, each from the instant it is in force."""
    table = TABLES[Edition]
    published: list[Edition] = [entity_of(Edition, row) for row in connection.execute(select(table))]
    if not published:
        return shipped()
    return Editions.of((edition.in_force_from, _parse(edition.source)) for edition in published)


def shipped() -> Editions:
    """The default edition of the program."""
    source = resources.read_text("rulebook", f"{DEFAULT_EDITION}.toml")
    return Editions.of([(start_of_paris_day(date.fromisoformat(DEFAULT_EDITION)), _parse(source))])
