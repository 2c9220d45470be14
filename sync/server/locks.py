"""Who waits for whom on PostgreSQL: acts about the same person or the same row are judged one after the other.

Locks are advisory, held to the end of the transaction and taken in one order: subjects and persons (sorted, before the
first act is judged), then the ledger of numbers, then the scopes (sorted, by the write hook). SQLite has one writer.
"""

import hashlib
from collections.abc import Collection, Iterable

from sqlalchemy import ARRAY, BigInteger, bindparam, func, select

from sync.domain.commands import command_type, subject_of
from sync.domain.job_applications import JobApplication, SentApplication
from sync.server.entries import Received
from sync.server.unit_of_work import UnitOfWork

_KEYS = func.unnest(bindparam("keys", type_=ARRAY(BigInteger))).column_valued("key")
# An array is gone through in its order.
_LOCK = select(func.pg_advisory_xact_lock(_KEYS))


def lock_for(unit: UnitOfWork, batch: Collection[Received]) -> None:
    """Wait until no other transaction judges an act on what these entries are about, and read that."""
    subjects = _subjects(batch)
    if unit.connection.dialect.name == "postgresql":
        for kind, ids in subjects.items():
            unit.world.learn(kind, ids)
        lock(unit, {key for received in batch for key in _keys(received, unit)})
        unit.world.forget()  # what was read to find the locks may have changed before they were had
    for kind, ids in subjects.items():
        rows = unit.world.learn(kind, ids)
        unit.world.meet(filter(None, (getattr(row, "job_seeker_id", None) for row in rows)), ids)
        if kind is JobApplication:
            unit.world.learn(SentApplication, ids)


def lock(unit: UnitOfWork, names: Iterable[str]) -> None:
    """Hold the locks of these names until the transaction ends; nothing on SQLite."""
    if unit.connection.dialect.name == "postgresql":
        unit.connection.execute(_LOCK, {"keys": sorted({_number(name) for name in names})})


def _subjects(batch: Iterable[Received]) -> dict[type, set[str]]:
    """What the entries are about: kinds of row, and the ids of each."""
    subjects: dict[type, set[str]] = {}
    for received in batch:
        kind = command_type(received.entry.name, received.entry.version)
        args = received.args(kind) if kind and kind.subject else None
        if kind and kind.subject and args is not None:
            subjects.setdefault(kind.subject, set()).add(getattr(args, kind.subject_field))
    return subjects


def _keys(received: Received, unit: UnitOfWork) -> Iterable[str]:
    """Every id the arguments name, and the person behind the subject."""
    entry = received.entry
    yield entry.id
    yield from (value for name, value in entry.args.items() if name.endswith("_id") and isinstance(value, str))
    kind = command_type(entry.name, entry.version)
    args = received.args(kind) if kind else None
    subject = subject_of(kind, args, unit.world) if kind and args is not None else None
    person = getattr(subject, "job_seeker_id", None)
    if person:
        yield person


def _number(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)
