"""Entity ⇄ row ⇄ wire: the canonical form of a row, and the hash that the digest sums.

On the wire a row is an array of JSON scalars in column order: dates and instants as text, booleans as 0 and 1, lists
as JSON text. These are exactly the values SQLite stores.
"""

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Table

from sync.store.tables import TABLES
from sync.store.types import instant_text

DIGEST_VERSION = 1
BUCKETS = 256
_WRAP = 1 << 64

_encoder = msgspec.json.Encoder()


@cache
def column_names(table: Table) -> tuple[str, ...]:
    """The columns of a table in the order in which they travel; the first is always `id`."""
    return tuple(str(column.name) for column in table.columns)


def values_of(entity: object) -> dict[str, Any]:
    """The entity's fields, as SQLAlchemy binds them."""
    return {name: getattr(entity, name) for name in column_names(TABLES[type(entity)])}


def entity_of(kind: type, row: Sequence[Any]) -> Any:  # noqa: ANN401 - an instance of `kind`
    """The entity a selected row holds; the row may carry further columns after the entity's."""
    names = column_names(TABLES[kind])
    return kind(**dict(zip(names, row, strict=False)))


def wire_value(value: object) -> Any:  # noqa: ANN401 - a JSON scalar
    """One value as it travels."""
    if value is None or type(value) is str:
        return value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return _encoder.encode(value).decode()
    return str(value) if isinstance(value, str) else value


def wire_row(values: Iterable[object]) -> bytes:
    """The canonical bytes of a row: a JSON array of its values in column order."""
    return _encoder.encode([wire_value(value) for value in values])


def row_hash(table_name: str, row: bytes) -> int:
    """A signed 64-bit hash over (digest version, table, canonical bytes); a scope's digest sums them modulo 2⁶⁴."""
    return int.from_bytes(hashlib.blake2b(_head(table_name) + row, digest_size=8).digest(), "big", signed=True)


@cache
def _head(table_name: str) -> bytes:
    return f"{DIGEST_VERSION}\x1f{table_name}\x1f".encode()


def bucket_of(row_id: str) -> int:
    """Which of the 256 buckets of a scope a row falls into when two ends look for what differs."""
    return zlib.crc32(row_id.encode()) & 0xFF


def add_hashes(digest: int, change: int) -> int:
    """The digest moved by a change, kept within a signed 64-bit integer."""
    total = (digest + change) % _WRAP
    return total - _WRAP if total >= _WRAP // 2 else total
