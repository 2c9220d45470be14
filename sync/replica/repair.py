"""What a scope's confirmed rows really are, counted from their content, and their mending (SYNC.md §1.8).

Where a row is shadowed by a pending act its confirmed image counts, not the working row.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cache

import msgspec
from sqlalchemy import Connection, select

from sync.protocol.messages import DigestAnswer
from sync.replica.apply import PullApplier
from sync.replica.changes import ChangeSet
from sync.replica.meta import write_meta
from sync.replica.replica import Rebase, Replica
from sync.replica.scopes import HeldScopes
from sync.replica.tables import SHADOWS
from sync.store.rows import BUCKETS, add_hashes, bucket_of, column_names, row_hash
from sync.store.tables import BY_NAME

Key = tuple[str, str]
Rows = dict[Key, list[object]]

_encoder = msgspec.json.Encoder()


@dataclass(slots=True)
class Differences:
    """Rows to ask for again, by table, and rows here that the scope does not hold."""

    wanted: dict[str, list[str]] = field(default_factory=dict)
    extra: list[Key] = field(default_factory=list)

    def keys(self) -> set[Key]:
        """Every row that differs."""
        return {(table, row_id) for table, ids in self.wanted.items() for row_id in ids} | set(self.extra)


def confirmed_rows(connection: Connection, scope: str) -> Iterator[tuple[Key, list[object]]]:
    """Every confirmed row of a scope with its values in column order, read from the rows themselves."""
    mask = 1 << HeldScopes(connection)[scope].bit
    images = {(s.table_name, s.row_id): s.image for s in connection.execute(select(SHADOWS))}
    for name in BY_NAME:
        for row in connection.exec_driver_sql(_of_scope(name), (mask,)):
            if (name, row[0]) not in images:
                yield (name, row[0]), list(row)
    for (name, row_id), image in images.items():
        values = json.loads(image) if image else {}
        if values and values["_scopes"] & mask:
            yield (name, row_id), [values[column] for column in column_names(BY_NAME[name])]


def confirmed_hashes(connection: Connection, scope: str) -> dict[Key, int]:
    """The hash of every confirmed row of a scope, computed from its content."""
    return {key: row_hash(key[0], _encoder.encode(values)) for key, values in confirmed_rows(connection, scope)}


def count(connection: Connection) -> dict[int, tuple[int, int]]:
    """Digest and number of the confirmed rows of every scope, by its bit; all rows are read, none is kept."""
    found: dict[int, tuple[int, int]] = {}  # by the bits of a row: few sets of scopes hold many rows each
    images = {(s.table_name, s.row_id): s.image for s in connection.execute(select(SHADOWS))}
    cursor = connection.connection.cursor()
    for name in BY_NAME:
        shadowed = {row_id for table, row_id in images if table == name}
        for mask, *values in cursor.execute(_WITH_SCOPES.format(_columns(name), name)):
            if values[0] not in shadowed:
                total, rows = found.get(mask, (0, 0))
                found[mask] = total + row_hash(name, _encoder.encode(values)), rows + 1
    for (name, _), image in images.items():
        if image:
            values = json.loads(image)
            row = _encoder.encode([values[column] for column in column_names(BY_NAME[name])])
            total, rows = found.get(values["_scopes"], (0, 0))
            found[values["_scopes"]] = total + row_hash(name, row), rows + 1
    return _by_bit(found)


def _by_bit(found: dict[int, tuple[int, int]]) -> dict[int, tuple[int, int]]:
    counted: dict[int, tuple[int, int]] = {}
    for mask, (total, rows) in found.items():
        for bit in range(mask.bit_length()):
            if mask >> bit & 1:
                digest, several = counted.get(bit, (0, 0))
                counted[bit] = add_hashes(digest, total), several + rows
    return counted


def bucket_sums(connection: Connection, scope: str) -> tuple[int, list[int]]:
    """Where the scope stands, and its row hashes summed by bucket."""
    sums = [0] * BUCKETS
    for (_, row_id), value in confirmed_hashes(connection, scope).items():
        bucket = bucket_of(row_id)
        sums[bucket] = add_hashes(sums[bucket], value)
    return HeldScopes(connection)[scope].head, sums


def differences(connection: Connection, scope: str, answer: DigestAnswer) -> Differences:
    """What to ask for again and what to drop, given the server's rows in the differing buckets."""
    buckets = set(answer.buckets)
    ours = {key: v for key, v in confirmed_hashes(connection, scope).items() if bucket_of(key[1]) in buckets}
    theirs = {(row.table, row.id): row.hash for row in answer.rows}
    found = Differences(extra=[key for key in ours if key not in theirs])
    for (table, row_id), value in theirs.items():
        if ours.get((table, row_id)) != value:
            found.wanted.setdefault(table, []).append(row_id)
    return found


def guilty_fields(before: Rows, after: Rows) -> list[str]:
    """The fields that differ, as `table.field`, or the table alone where a row was missing or too much; no values."""
    guilty = set()
    for key in before.keys() | after.keys():
        if key not in before or key not in after:
            guilty.add(key[0])
            continue
        names = column_names(BY_NAME[key[0]])
        pairs = zip(names, before[key], after[key], strict=True)
        guilty |= {f"{key[0]}.{name}" for name, old, new in pairs if old != new}
    return sorted(guilty)


class Mender:
    """Compares and mends the confirmed rows of one replica, scope by scope."""

    def __init__(self, replica: Replica, rebasing: Callable[[], AbstractContextManager[Rebase]]) -> None:
        self._replica = replica
        self._rebasing = rebasing

    def disagreeing(self) -> list[str]:
        """The scopes whose rows were not what the server told at the last pull."""
        return self._replica.meta().get("disagreeing", "").split()

    def audit(self) -> list[str]:
        """Count every scope anew from its rows' content; those that are not what they should be are left to repair."""
        with self._replica.reading() as connection:
            counted = count(connection)
            held = HeldScopes(connection).all()
        wrong = [scope.name for scope in held if counted.get(scope.bit, (0, 0)) != (scope.digest, scope.rows)]
        if wrong:
            with self._replica.writing() as connection:
                write_meta(connection, disagreeing=" ".join(wrong))
        return wrong

    def bucket_sums(self, scope: str) -> tuple[int, list[int]]:
        """Where a scope stands, and the hashes of its rows summed by bucket."""
        with self._replica.reading() as connection:
            return bucket_sums(connection, scope)

    def differences(self, scope: str, answer: DigestAnswer) -> Differences:
        """What to ask for again and what to drop."""
        with self._replica.reading() as connection:
            return differences(connection, scope, answer)

    def mend(self, scope: str, lines: Iterable[bytes], found: Differences) -> tuple[ChangeSet, list[str]]:
        """Put rows that were sent again in place of ours; what changed, and the guilty fields."""
        keys = found.keys()
        with self._rebasing() as rebase:
            connection = rebase.connection
            before = _pick(connection, scope, keys)
            PullApplier(connection, is_partial=True).run(lines)
            _leave(connection, scope, found.extra)
            guilty = guilty_fields(before, _pick(connection, scope, keys))
            recount(connection, scope)
        return rebase.changes | ChangeSet(frozenset(keys)), guilty

    def agree(self, scope: str) -> None:
        """The scope was found to be right: count it anew and settle it."""
        left = [other for other in self.disagreeing() if other != scope]
        with self._rebasing() as rebase:
            recount(rebase.connection, scope)
            write_meta(rebase.connection, disagreeing=" ".join(left))

    def accept(self) -> None:
        """Give up on what still differs after everything was built again: the server is believed as it is."""
        wrong = self.disagreeing()
        with self._rebasing() as rebase:
            for scope in wrong:
                recount(rebase.connection, scope)
            write_meta(rebase.connection, disagreeing="")


def recount(connection: Connection, scope: str) -> None:
    """Set a scope's running digest and row hashes to what its rows give."""
    held = HeldScopes(connection)
    digest = 0
    hashes = confirmed_hashes(connection, scope)
    for (table, row_id), value in hashes.items():
        digest = add_hashes(digest, value)
        connection.exec_driver_sql(_SET_HASH.format(table), (value, row_id, value))
    held[scope].digest, held[scope].rows = digest, len(hashes)
    held.save()


def _pick(connection: Connection, scope: str, keys: set[Key]) -> Rows:
    return {key: values for key, values in confirmed_rows(connection, scope) if key in keys}


def _leave(connection: Connection, scope: str, extra: list[Key]) -> None:
    scopes = HeldScopes(connection)
    mask = 1 << scopes[scope].bit
    for table, row_id in extra:
        connection.exec_driver_sql(_LEAVE.format(table), (mask, row_id))
    scopes.sweep()


# Table names come from our own metadata, never from data.
_SET_HASH = "UPDATE {} SET _hash = ? WHERE id = ? AND _hash <> ?"
_LEAVE = "UPDATE {} SET _scopes = _scopes & ~? WHERE id = ?"


_WITH_SCOPES = "SELECT _scopes, {} FROM {} WHERE _scopes"


@cache
def _of_scope(table: str) -> str:
    return f"SELECT {_columns(table)} FROM {table} WHERE _scopes & ?"  # noqa: S608 - names from our own metadata


def _columns(table: str) -> str:
    return ", ".join(column_names(BY_NAME[table]))
