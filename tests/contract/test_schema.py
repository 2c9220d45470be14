"""The migrations and the code agree on the schema, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from sync.domain.editions import Edition
from sync.server.central import Central
from sync.server.opening import opened
from sync.server.tables import ALL_METADATA
from sync.store.world import SqlWorld, Unwatched
from tests.kit.clocks import FakeClock


def test_migrations_give_the_schema_of_the_metadata(central: Central) -> None:
    """Tables, columns, types, nullability, indexes: a change of an entity needs a migration."""
    with central.reading() as connection:
        context = MigrationContext.configure(connection, opts={"target_metadata": list(ALL_METADATA)})
        assert compare_metadata(context, list(ALL_METADATA)) == []  # type: ignore[arg-type]


def test_migrating_again_changes_nothing(central: Central, clock: FakeClock) -> None:
    """The epoch, the key and the edition are made once, with the database."""
    before = central.epoch
    with opened(central.settings, clock) as again, again.reading() as connection:
        assert [edition.id for edition in SqlWorld(connection, Unwatched()).find(Edition)] == ["2021-02-08"]
        assert again.epoch == before
