"""A unit of work whose connection is lost on the way."""

from pathlib import Path

import pytest

from sync.server.database import Database
from sync.server.unit_of_work import unit_of_work


def test_a_lost_connection_is_told_as_what_it_was(tmp_path: Path) -> None:
    """What broke the work reaches the caller, not what tidying up after it met."""
    database = Database(f"sqlite:///{tmp_path / 'server.db'}")
    with pytest.raises(KeyError):
        break_off(database)
    database.dispose()


def break_off(database: Database) -> None:
    """Work that loses its connection, and fails for a reason of its own."""
    with database.writing() as connection, unit_of_work(connection):
        connection.invalidate()
        raise KeyError
