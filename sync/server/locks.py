"""Who waits for whom on PostgreSQL: acts about the same person or the same row are judged one after the other.

Locks are advisory, held to the end of the transaction and taken in one order: subjects and persons (sorted, before the
first act is judged), then the ledger of numbers, then the scopes (sorted, by the write hook). SQLite has one writer.
"""

import hashlib
from collections.abc import Collection, Iterable
from itertools import chain

from sync.domain.commands import command_type, subject_of
from sync.domain.employers import Employer, Membership
from sync.domain.inbox import InboxIssue
from sync.domain.job_applications import JobApplication, SentApplication
from sync.domain.visibility import Visibility
from sync.server.entries import Received
from sync.server.together import Asked, read
from sync.server.unit_of_work import UnitOfWork


def lock_for(unit: UnitOfWork, batch: Collection[Received], author_id: str = "") -> None:
    """Wait until no other transaction judges an act on what these entries are about, and read that.

    Where a round trip has its price, all that most acts ask comes with it.
    """
    world, about = unit.world, [Asked(kind, "id", ids) for kind, ids in _subjects(batch).items()]
    rows = list(chain.from_iterable(world.learn(about)))
    people = {row.job_seeker_id for row in rows if getattr(row, "job_seeker_id", None)}
    subjects = set(chain.from_iterable(one.values for one in about))
    sent = Asked(SentApplication, "id", {row.id for row in rows if isinstance(row, JobApplication)})
    if unit.connection.dialect.name != "postgresql":
        world.meet(people, subjects)
        world.learn([sent])
        return
    locks = _numbers(key for received in batch for key in _keys(received, unit))
    world.forget()  # what was read to find the locks may have changed before they were had
    world.meet(people, subjects)
    employers = {row.employer_id for row in rows if getattr(row, "employer_id", None)}
    around = (
        sent,
        Asked(Employer, "id", employers),
        Asked(Membership, "user_id", {author_id} - {""}),
        Asked(JobApplication, "job_seeker_id", people),
        Asked(Visibility, "job_seeker_id", people),
        Asked(InboxIssue, "subject_id", subjects),
    )
    world.learn([*about, *around], locks)


def lock(unit: UnitOfWork, names: Iterable[str]) -> None:
    """Hold the locks of these names until the transaction ends; nothing on SQLite."""
    read(unit.connection, (), _numbers(names))


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


def _numbers(names: Iterable[str]) -> list[int]:
    hashes = {hashlib.blake2b(name.encode(), digest_size=8).digest() for name in names}
    return sorted(int.from_bytes(one, "big", signed=True) for one in hashes)
