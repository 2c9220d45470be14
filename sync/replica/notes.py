"""What a person notes on this workstation alone: drafts, named filters, work under way. Encrypted, never sent.

A file of its own beside the databases: it outlives a replica that is built anew, and the journal stays what it is.
"""

from collections.abc import Callable
from typing import TypeVar

import msgspec
from sqlalchemy import Column, Connection, MetaData, Table, Text, delete, exc, select
from sqlalchemy.dialects.sqlite import insert

from sync.domain.errors import EnvironmentFault
from sync.replica.connection import check_readable, open_database
from sync.replica.files import Beside

FILE = "notes.db"
_TABLES = MetaData()
_NOTES = Table(
    "notes",
    _TABLES,
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
)
T = TypeVar("T")


class Notes:
    """Small JSON values by kind and name. Safe from several threads; each write is on disk when it returns.

    EnvironmentFault: `database_unreadable` when the file cannot be read with this key, `disk_fault` when the disk
    refuses; what was there before stays.
    """

    def __init__(self, beside: Beside) -> None:
        self._engine = open_database(beside.folder / FILE, beside.key("notes"), synchronous="FULL")
        check_readable(self._engine)
        self._within(_TABLES.create_all)

    def put(self, kind: str, name: str, value: object) -> None:
        """Keep a JSON value under a name, in place of the one before."""
        written = insert(_NOTES).values(kind=kind, name=name, value=msgspec.json.encode(value).decode())
        statement = written.on_conflict_do_update(
            index_elements=["kind", "name"], set_={"value": written.excluded.value}
        )
        self._within(lambda connection: connection.execute(statement))

    def drop(self, kind: str, name: str) -> None:
        """Forget a value; nothing happens when there is none."""
        statement = delete(_NOTES).where(_NOTES.c.kind == kind, _NOTES.c.name == name)
        self._within(lambda connection: connection.execute(statement))

    def all(self, kind: str) -> dict[str, object]:
        """Every value of a kind by name, in the order of the names."""
        query = select(_NOTES.c.name, _NOTES.c.value).where(_NOTES.c.kind == kind).order_by(_NOTES.c.name)
        rows = self._within(lambda connection: connection.execute(query).all())
        return {row.name: msgspec.json.decode(row.value) for row in rows}

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def _within(self, work: Callable[[Connection], T]) -> T:
        try:
            with self._engine.begin() as connection:
                return work(connection)
        except (exc.DatabaseError, OSError) as error:
            raise EnvironmentFault("disk_fault", {"detail": type(error).__name__}) from error


def open_notes(beside: Beside) -> Notes:
    """The notes of a profile; a file that cannot be read is set aside, and the work goes on with an empty one."""
    try:
        return Notes(beside)
    except EnvironmentFault:
        damaged = beside.folder / FILE
        damaged.replace(damaged.with_suffix(".damaged"))
        for left in (f"{FILE}-wal", f"{FILE}-shm"):
            (beside.folder / left).unlink(missing_ok=True)
        return Notes(beside)
