"""Connections that the server keeps, to a database that may have dropped them meanwhile."""

import pytest
from sqlalchemy import text

from sync.server import database
from sync.server.central import Central
from tests.kit.people import application
from tests.kit.postgres import ON_POSTGRESQL

_DROP_OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.mark.parametrize("database_url", [ON_POSTGRESQL], indirect=True)
def test_a_connection_lost_while_it_lay_idle_fails_nobody(central: Central, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is tried before it is lent, and replaced."""
    other = Central(central.settings, central.clock)
    with other.work() as unit:
        unit.connection.execute(_DROP_OTHERS)
    other.close()
    monkeypatch.setattr(database, "_FRESH_S", 0.0)
    with central.work() as unit:
        unit.world.put(application(message="encore"))
    with central.reading() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
