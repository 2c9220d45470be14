"""The schema of the database, brought up to date by Alembic, and what a new database begins with."""

import secrets
from datetime import date

from alembic import command
from alembic.config import Config
from sqlalchemy import select

from sync.domain.calendar import start_of_paris_day
from sync.domain.ids import uuid7
from sync.resources import read_text
from sync.server.clock import Clock
from sync.server.database import Database
from sync.server.rules import publish
from sync.server.sealing import first_key
from sync.server.settings import Settings
from sync.server.tables import CENTRAL
from sync.server.unit_of_work import unit_of_work


def upgrade(settings: Settings, clock: Clock) -> None:
    """Create or migrate the database's schema; a new database gets its epoch, its key and its first edition."""
    database = Database(settings.database_url)
    try:
        with database.writers.begin() as connection:
            configuration = Config()
            configuration.set_main_option("script_location", "sync.server:migrations")
            configuration.attributes["connection"] = connection
            command.upgrade(configuration, "head")
        with database.writing() as connection, unit_of_work(connection) as unit:
            if unit.connection.execute(select(CENTRAL)).first() is None:
                unit.connection.execute(CENTRAL.insert(), _first_facts(clock))
                first_key(unit, clock.now())
                begins = start_of_paris_day(date.fromisoformat(settings.edition))
                publish(unit.world, read_text("rulebook", f"{settings.edition}.toml"), begins, clock.now())
    finally:
        database.dispose()


def _first_facts(clock: Clock) -> list[dict[str, str]]:
    return [
        {"name": "epoch", "value": uuid7(clock.now(), secrets.token_bytes(10))},
        {"name": "signing_key", "value": secrets.token_hex(32)},
    ]
