"""Parts of snapshots become rows of a file being built, by the quickest way the driver has.

Binding is what costs: values that are the same in a whole batch stand in the statement itself, all others are bound
from columns turned into rows, and hashes come with the rows.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
import zstandard
from sqlalchemy import Connection

from sync.protocol.codec import UNREADABLE
from sync.protocol.messages import Batch, Manifest
from sync.protocol.problems import BAD_REQUEST, TOO_LARGE, Refused
from sync.replica.scopes import HeldScopes
from sync.store.rows import add_hashes, column_names
from sync.store.tables import BY_NAME

_MAX_LINE_BYTES = 32 * 1024 * 1024
_READ_AHEAD = 1024 * 1024
_LONGEST_LITERAL = 1_000
_decoder = msgspec.json.Decoder(Batch)


def batches(content: bytes) -> Iterator[Batch]:
    """The batches of a part; Refused(BAD_REQUEST or TOO_LARGE) when it is none."""
    source: Any = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(content))
    reader = io.BufferedReader(source, _READ_AHEAD)
    try:
        while line := reader.readline(_MAX_LINE_BYTES + 1):
            if len(line) > _MAX_LINE_BYTES:
                raise Refused(TOO_LARGE, {"limit": _MAX_LINE_BYTES})
            batch = _decoder.decode(line)
            if any(len(column) not in (1, batch.rows) for column in (*batch.values, batch.hashes)):
                raise Refused(BAD_REQUEST, {"why": "columns", "table": batch.table})
            yield batch
    except (zstandard.ZstdError, *UNREADABLE) as error:
        raise Refused(BAD_REQUEST, {"why": "part"}) from error


@dataclass(slots=True)
class Shipped:
    """What the parts of one scope brought, to be compared with its manifest."""

    digest: int = 0
    rows: int = 0


@dataclass(slots=True)
class Loader:
    """Writes batches into an empty replica, within one transaction of the caller's."""

    connection: Connection
    _scopes: HeldScopes = field(init=False)
    _shipped: dict[str, Shipped] = field(default_factory=dict)
    _carriers: dict[str, set[str]] = field(default_factory=dict)
    _statements: dict[tuple[Any, ...], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._scopes = HeldScopes(self.connection)

    def load(self, scope: str, batch: Batch) -> None:
        """The rows of a batch, in a scope; those that another scope brought before are only noted as held by both."""
        if batch.table not in BY_NAME:
            return
        shipped = self._shipped.setdefault(scope, Shipped())
        shipped.digest = add_hashes(shipped.digest, sum(batch.hashes))
        shipped.rows += batch.rows
        carriers = self._carriers.setdefault(batch.table, set())
        carriers.add(scope)
        if len(carriers) > 1:
            batch = self._new_rows(scope, batch)
        if batch.rows:
            self._insert(scope, batch)

    def finish(self, manifests: list[Manifest]) -> list[str]:
        """Write the scopes as they stand; those that are not what their manifest says are returned."""
        for manifest in manifests:
            self._scopes.ensure(manifest.scope).head = manifest.head
        self._scopes.save()
        brought = {scope: (one.digest, one.rows) for scope, one in self._shipped.items()}
        return [one.scope for one in manifests if brought.get(one.scope, (0, 0)) != (one.digest, one.rows)]

    def _insert(self, scope: str, batch: Batch) -> None:
        held = self._scopes.ensure(scope)
        held.digest = add_hashes(held.digest, sum(batch.hashes))
        held.rows += batch.rows
        known = set(column_names(BY_NAME[batch.table]))
        columns = [pair for pair in zip(batch.columns, batch.values, strict=True) if pair[0] in known]
        same = {name: values[0] for name, values in columns if batch.rows > 1 and _is_literal(values)}
        bound = [_full(values, batch.rows) for name, values in columns if name not in same]
        names = tuple(name for name, _ in columns)
        key = (batch.table, names, tuple(same.items()), held.bit)
        statement = self._statements.get(key) or self._statements.setdefault(key, _statement(*key))
        self.connection.exec_driver_sql(statement, list(zip(*bound, batch.hashes, strict=True)))

    def _new_rows(self, scope: str, batch: Batch) -> Batch:
        """The rows no other scope brought. Of a row that two snapshots show at two moments the first stands.

        The scope that lags behind brings the later version with its next pull.
        """
        held = self._scopes.ensure(scope)
        columns = [_full(values, batch.rows) for values in batch.values]
        ids = columns[batch.columns.index("id")]
        marks = ", ".join("?" for _ in ids)
        found = self.connection.exec_driver_sql(
            f"UPDATE {batch.table} SET _scopes = _scopes | {1 << held.bit} "  # noqa: S608 - names from our metadata
            f"WHERE id IN ({marks}) RETURNING id, _hash",
            tuple(ids),
        )
        present = {str(row[0]): int(row[1]) for row in found}
        held.digest = add_hashes(held.digest, sum(present.values()))
        held.rows += len(present)
        rows = [index for index, row_id in enumerate(ids) if row_id not in present]
        return Batch(
            table=batch.table,
            columns=batch.columns,
            rows=len(rows),
            values=[[column[index] for index in rows] for column in columns],
            hashes=[batch.hashes[index] for index in rows],
        )


def _full(values: list[Any], rows: int) -> list[Any]:
    return values if len(values) == rows else values * rows


def _is_literal(values: list[Any]) -> bool:
    """Whether a column can stand in the statement: all values the same, and nothing that is better bound."""
    value = values[0]
    is_short = isinstance(value, str) and len(value) <= _LONGEST_LITERAL and "\0" not in value
    return len(values) == 1 and (value is None or type(value) is int or is_short)


def _literal(value: str | int | None) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def _statement(table: str, names: tuple[str, ...], same: tuple[tuple[str, Any], ...], bit: int) -> str:
    literals = {name: _literal(value) for name, value in same}
    values = ", ".join(literals.get(name, "?") for name in names)
    return f"INSERT INTO {table} ({', '.join(names)}, _hash, _scopes) VALUES ({values}, ?, {1 << bit})"  # noqa: S608 - names from our own metadata, literals quoted
