"""The scopes a replica holds: a bit each in `_scopes`, and the running digest of the confirmed rows behind it."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete

from sync.protocol.messages import ScopeState
from sync.protocol.problems import TOO_LARGE, Refused
from sync.replica.tables import REPLICATED, SCOPES
from sync.store.rows import add_hashes

_MOST_SCOPES = 62


@dataclass(slots=True)
class HeldScope:
    """A scope as this replica holds it: `digest` and `rows` are summed from the rows themselves."""

    name: str
    bit: int
    head: int = 0
    digest: int = 0
    rows: int = 0


class HeldScopes:
    """All scopes of the replica, within one transaction; `save` writes them back."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._held = {row[0]: HeldScope(*row) for row in connection.exec_driver_sql(_ALL)}

    def __getitem__(self, name: str) -> HeldScope:
        return self._held[name]

    def ensure(self, name: str) -> HeldScope:
        """The scope of that name, given a free bit when it is new; Refused(TOO_LARGE) beyond 62."""
        if name not in self._held:
            taken = {scope.bit for scope in self._held.values()}
            free = next((bit for bit in range(_MOST_SCOPES) if bit not in taken), None)
            if free is None:
                raise Refused(TOO_LARGE, {"scopes": _MOST_SCOPES})
            self._held[name] = HeldScope(name, free)
        return self._held[name]

    def names(self) -> set[str]:
        """Every scope held."""
        return set(self._held)

    def all(self) -> list[HeldScope]:
        """Every scope held, as it stands."""
        return list(self._held.values())

    def clear(self, name: str) -> None:
        """Take all rows out of a scope; those that no scope holds any more are left for `sweep`."""
        scope = self._held[name]
        mask = 1 << scope.bit
        for table in REPLICATED:
            self._connection.exec_driver_sql(
                f"UPDATE {table} SET _scopes = _scopes & ~{mask} WHERE _scopes & {mask}"  # noqa: S608 - own names
            )
        scope.digest = scope.rows = 0

    def drop(self, name: str) -> None:
        """Forget a scope that is no longer the user's, rows included."""
        self.clear(name)
        del self._held[name]
        self._connection.execute(delete(SCOPES).where(SCOPES.c.name == name))

    def sweep(self) -> None:
        """Delete the rows no scope holds."""
        for table in REPLICATED:
            self._connection.exec_driver_sql(f"DELETE FROM {table} WHERE _scopes = 0")  # noqa: S608 - own names

    def moved(self, old_mask: int, old_hash: int, new_mask: int, new_hash: int) -> None:
        """A confirmed row changed: its hash and the scopes that hold it, before (mask 0: absent) and after."""
        for scope in self._held.values():
            was, is_now = old_mask >> scope.bit & 1, new_mask >> scope.bit & 1
            if was:
                scope.digest = add_hashes(scope.digest, -old_hash)
            if is_now:
                scope.digest = add_hashes(scope.digest, new_hash)
            scope.rows += is_now - was

    def disagreements(self, told: list[ScopeState]) -> list[str]:
        """The scopes whose digest or number of rows is not what the server told."""
        return [
            state.scope
            for state in told
            if state.is_served
            and (self._held[state.scope].digest, self._held[state.scope].rows) != (state.digest, state.rows)
        ]

    def save(self) -> None:
        """Write all scopes back."""
        values = [(s.name, s.bit, s.head, s.digest, s.rows) for s in self._held.values()]
        if values:
            self._connection.exec_driver_sql(_SAVE, values)


# Read and written in every pull: the driver's own words cost half.
_ALL = "SELECT name, bit, head, digest, rows FROM scopes"
_SAVE = (
    "INSERT INTO scopes (name, bit, head, digest, rows) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (name) DO UPDATE SET head = excluded.head, digest = excluded.digest, rows = excluded.rows"
)
