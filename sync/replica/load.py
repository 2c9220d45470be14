"""Parts of snapshots become rows of a file being built, by the quickest way SQLite has.

Columns become rows without being read: their values stay the JSON text they came as, and SQLite itself takes a batch
apart, in one statement and without Python's lock. What a whole batch shares stands in the statement.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
import zstandard
from sqlalchemy import Connection

from sync.protocol.codec import UNREADABLE
from sync.protocol.messages import Manifest
from sync.protocol.problems import BAD_REQUEST, TOO_LARGE, Refused
from sync.replica.connection import JSON_ROWS
from sync.replica.scopes import HeldScopes
from sync.store.rows import add_hashes, column_names
from sync.store.tables import BY_NAME

_MAX_LINE_BYTES = 32 * 1024 * 1024
_READ_AHEAD = 1024 * 1024
_LONGEST_LITERAL = 1_000


class _Line(msgspec.Struct, frozen=True):
    """A `Batch` whose values are left as they came."""

    table: str
    columns: list[str]
    rows: int
    values: list[list[msgspec.Raw]]
    hashes: list[int]


_decoder = msgspec.json.Decoder(_Line)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table as SQLite reads them: each column is an expression over the values of a JSON array, `content`.

    `digest` is the sum of their hashes.
    """

    table: str
    count: int
    digest: int
    content: bytes
    hash: str
    columns: dict[str, str]
    _values: dict[str, list[msgspec.Raw]]

    def raw(self, name: str) -> list[msgspec.Raw]:
        """The values of a column as they came, one a row."""
        values = self._values[name]
        return values if len(values) == self.count else values * self.count

    def column(self, name: str) -> list[Any]:
        """The values of a column, one a row."""
        values: list[Any] = msgspec.json.decode(msgspec.json.encode(self.raw(name)))
        return values


def batches(content: bytes) -> Iterator[Rows]:
    """The rows of a part, some at a time; Refused(BAD_REQUEST or TOO_LARGE) when it is none."""
    source: Any = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(content))
    reader = io.BufferedReader(source, _READ_AHEAD)
    try:
        while data := reader.readline(_MAX_LINE_BYTES + 1):
            if len(data) > _MAX_LINE_BYTES:
                raise Refused(TOO_LARGE, {"limit": _MAX_LINE_BYTES})
            data.decode()  # what is left as it came was not looked into
            line = _decoder.decode(data)
            if not _is_whole(line):
                raise Refused(BAD_REQUEST, {"why": "columns", "table": line.table})
            yield _rows(line)
    except (zstandard.ZstdError, *UNREADABLE) as error:
        raise Refused(BAD_REQUEST, {"why": "part"}) from error


def _is_whole(line: _Line) -> bool:
    is_named = len(line.columns) == len(line.values)
    return is_named and len(line.hashes) == line.rows and all(len(column) in (1, line.rows) for column in line.values)


def _rows(line: _Line) -> Rows:
    columns: dict[str, str] = {}
    bound: list[list[msgspec.Raw]] = []
    for name, values in zip(line.columns, line.values, strict=True):
        literal = _literal(values[0]) if len(values) == 1 else None
        columns[name] = literal or f"value ->> {len(bound)}"
        if literal is None:
            bound.append(values if len(values) == line.rows else values * line.rows)
    content = msgspec.json.encode(list(zip(*bound, line.hashes, strict=True)))
    return Rows(
        table=line.table,
        count=line.rows,
        digest=add_hashes(0, sum(line.hashes)),
        content=content,
        hash=f"value ->> {len(bound)}",
        columns=columns,
        _values=dict(zip(line.columns, line.values, strict=True)),
    )


def _literal(raw: msgspec.Raw) -> str | None:
    """A value as it stands in a statement; None for one that is better bound."""
    value = msgspec.json.decode(raw)
    if value is None:
        return "NULL"
    if type(value) is int:
        return str(value)
    is_short = isinstance(value, str) and len(value) <= _LONGEST_LITERAL and "\0" not in value
    return "'" + value.replace("'", "''") + "'" if is_short else None


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

    def __post_init__(self) -> None:
        self._scopes = HeldScopes(self.connection)

    def load(self, scope: str, rows: Rows) -> None:
        """Some rows of a scope; those that another scope brought before are only noted as held by both."""
        if rows.table not in BY_NAME:
            return
        shipped = self._shipped.setdefault(scope, Shipped())
        shipped.digest = add_hashes(shipped.digest, rows.digest)
        shipped.rows += rows.count
        carriers = self._carriers.setdefault(rows.table, set())
        carriers.add(scope)
        held = self._scopes.ensure(scope)
        held.rows += rows.count
        write = self._merge if len(carriers) > 1 else self._insert
        held.digest = add_hashes(held.digest, write(rows, 1 << held.bit))

    def finish(self, manifests: list[Manifest]) -> list[str]:
        """Write the scopes as they stand; those that are not what their manifest says are returned."""
        for manifest in manifests:
            self._scopes.ensure(manifest.scope).head = manifest.head
        self._scopes.save()
        brought = {scope: (one.digest, one.rows) for scope, one in self._shipped.items()}
        return [one.scope for one in manifests if brought.get(one.scope, (0, 0)) != (one.digest, one.rows)]

    def _insert(self, rows: Rows, mask: int) -> int:
        """Write rows that are new; the sum of their hashes."""
        self.connection.exec_driver_sql(_insert(rows, mask), (rows.content,))
        return rows.digest

    def _merge(self, rows: Rows, mask: int) -> int:
        """Write rows of which some may be there; the sum of the hashes of those that stand now.

        Of a row that two snapshots show at two moments the first stands: the scope that lags behind brings the later
        version with its next pull.
        """
        kept = f" WHERE true ON CONFLICT (id) DO UPDATE SET _scopes = _scopes | {mask} RETURNING _hash"
        found = self.connection.exec_driver_sql(_insert(rows, mask) + kept, (rows.content,))
        return sum(found.scalars())


def _insert(rows: Rows, mask: int) -> str:
    """A statement over names of our own metadata and literals quoted by us."""
    known = set(column_names(BY_NAME[rows.table]))
    columns = {name: told for name, told in rows.columns.items() if name in known}
    values = ", ".join((*columns.values(), rows.hash, str(mask)))
    target = f"{rows.table} ({', '.join(columns)}, _hash, _scopes)"
    return f"INSERT INTO {target} SELECT {values} FROM {JSON_ROWS}"  # noqa: S608 - see above
