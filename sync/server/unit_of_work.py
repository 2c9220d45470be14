"""One transaction on the central rows: the only way to write them, always through the write hook."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import groupby

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from sync.server.feed_index import chunks
from sync.server.remembering import RememberingWorld
from sync.server.write_hook import WriteHook
from sync.store.rows import column_names, values_of
from sync.store.tables import TABLES

_BULK = 5_000


class UnitOfWork:
    """An open transaction: `world` for rows of the domain, `connection` for the server's own tables.

    `heads` are the new heads of the scopes it touched, known once it is settled. When it `is_careful`, what a savepoint
    holds goes to the database before it is released, so that an error there is its own; else rows are written together.
    """

    def __init__(self, connection: Connection) -> None:
        self.is_careful = False
        self.heads: dict[str, int] = {}
        self.connection = connection
        self.hook = WriteHook(connection)
        self.world = RememberingWorld(connection, self.hook)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What the block wrote is undone when it raises; the exception goes on."""
        mark = self.hook.mark()
        self.world.begin()
        try:
            yield
            if self.is_careful:
                self.world.flush()
        except BaseException:
            self.hook.rewind(mark)
            self.world.rollback()
            raise
        self.world.release()

    def put_all(self, entities: Collection[object]) -> None:
        """Insert or replace many entities, one statement for each run of one kind."""
        self.world.flush()
        self.world.forget()
        dialect = postgresql if self.connection.dialect.name == "postgresql" else sqlite
        for kind, run in groupby(entities, type):
            table = TABLES[kind]
            statement = dialect.insert(table)
            changed = {name: statement.excluded[name] for name in column_names(table) if name != "id"}
            upsert = statement.on_conflict_do_update(index_elements=[table.c.id], set_=changed)
            for chunk in chunks(run, _BULK):
                self.hook.announce(table, chunk)
                self.connection.execute(upsert, [values_of(entity) for entity in chunk])


@contextmanager
def unit_of_work(connection: Connection) -> Iterator[UnitOfWork]:
    """A unit over a writing connection whose transaction the caller commits right after the block.

    When the block ends the hook settles the feed, so that scopes are locked last.
    """
    unit = UnitOfWork(connection)
    info = connection.info  # a connection lost on the way would not give it again
    info["hook"], info["world"] = unit.hook, unit.world
    try:
        yield unit
        unit.world.flush()
        unit.heads = unit.hook.settle()
    finally:
        del info["hook"], info["world"]
