"""Whose fault an error of database or disk is: the entry's, which it poisons, or the machine's (SYNC.md §3)."""

from sqlalchemy.exc import DBAPIError

_OF_THE_MACHINE = frozenset(
    {
        *("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN"),
        *("SQLITE_NOMEM", "SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_INTERRUPT", "SQLITE_PROTOCOL"),
    }
)
# Connection lost, transaction to begin again, resources short, operator's intervention, system error.
_CLASSES_OF_THE_MACHINE = ("08", "40", "53", "57", "58")
_CONTENTION = ("40001", "40P01")


def is_machines(error: BaseException | None) -> bool:
    """Whether the same entry may well go through later, on a database that is well again.

    What led to the error counts too: SQLite ends the whole transaction when the disk is full, and the savepoint that is
    rolled back to next is not found.
    """
    if error is None:
        return False
    is_its_own = isinstance(error, OSError) or (isinstance(error, DBAPIError) and _is_of_the_machine(error))
    return is_its_own or is_machines(error.__context__)


def _is_of_the_machine(error: DBAPIError) -> bool:
    name = getattr(error.orig, "sqlite_errorname", None)
    if name is not None:
        return "_".join(name.split("_")[:2]) in _OF_THE_MACHINE
    state = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or state is None or state.startswith(_CLASSES_OF_THE_MACHINE)


def is_contention(error: DBAPIError) -> bool:
    """Whether PostgreSQL ended the transaction because of another one: it may go through if begun again at once."""
    return getattr(error.orig, "sqlstate", None) in _CONTENTION
