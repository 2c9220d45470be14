"""`replica.db`: the confirmed rows, and on top of them the effects of the acts still pending.

Working rows = replay(confirmed rows, pending acts), at every instant a reader can see. The file can always be rebuilt.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, exc, insert, select

from sync.domain.actor import Actor
from sync.domain.commands import Context, Outcome, decide, expectations
from sync.domain.errors import EnvironmentFault, RuleViolation
from sync.domain.rulebook import Editions
from sync.protocol.codec import encode
from sync.protocol.entries import command_of, plain
from sync.protocol.problems import Refused
from sync.replica import search
from sync.replica.act_world import ActWorld
from sync.replica.apply import Applied
from sync.replica.build import build_replica, create_replica
from sync.replica.changes import ChangeSet, joined
from sync.replica.connection import Use, check_readable, open_database
from sync.replica.files import set_aside, swap_in
from sync.replica.journal import JournalEntry
from sync.replica.meta import read_meta, write_meta
from sync.replica.migrate import is_current, migrate
from sync.replica.shadows import rewind
from sync.replica.tables import DOUBTFUL, OUTCOMES
from sync.store.types import instant_from_text

_TRIES = 3
# SQLite's READONLY, IOERR, FULL and CANTOPEN; extended codes have them in their low byte.
_DISK_CODES = (8, 10, 13, 14)


@dataclass(slots=True)
class Rebase:
    """A rebase under way: the connection to write confirmed rows on, and what it has touched so far."""

    connection: Connection
    changes: ChangeSet


class Replica:
    """One writer at a time (the caller's lock), any number of readers, each on a stable snapshot."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self._gate = threading.Condition()
        self._readers = 0
        self._swapping = False
        self._writes = 1
        # The facts, and how many writes there were when they were read.
        self._facts: tuple[int, dict[str, str]] = (0, {})
        self._open()

    @classmethod
    def open_or_set_aside(cls, path: Path, key: bytes, at: datetime) -> tuple["Replica", Path | None]:
        """The replica at `path`; a damaged one is moved aside (second value) and an empty one takes its place.

        A read fault can make an intact file look damaged: it is tried again first. EnvironmentFault("disk_fault") when
        the disk, not the file, is at fault.
        """
        for _ in range(_TRIES - 1):
            with suppress(EnvironmentFault):
                return cls(path, key), None
        try:
            return cls(path, key), None
        except EnvironmentFault as fault:
            if _is_of_the_disk(fault):
                raise EnvironmentFault("disk_fault", fault.facts) from fault
            kept = set_aside(path, at)
            return cls(path, key), kept

    def _open(self) -> None:
        is_new = not self._path.exists()
        self._writer = open_database(self._path, self._key, synchronous="NORMAL")
        try:
            if is_new:
                create_replica(self._writer)
            check_readable(self._writer)
            with self._writer.begin() as connection:
                if not is_current(connection):
                    migrate(connection)
                is_complete = "ready" in read_meta(connection)
        except exc.DatabaseError as error:
            self._writer.dispose()
            raise EnvironmentFault("database_unreadable", {"detail": type(error).__name__}) from error
        if not is_complete:
            self._writer.dispose()
            raise EnvironmentFault("database_incomplete")
        # Pulls are synced to disk before the entries they confirm are closed; single acts rely on the journal's sync.
        self._applier = open_database(self._path, self._key, synchronous="FULL")
        self._reader = open_database(self._path, self._key, synchronous="NORMAL", use=Use.READ)

    def close(self) -> None:
        """Let go of the file."""
        self._reader.dispose()
        self._applier.dispose()
        self._writer.dispose()

    # --- reading ---------------------------------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read-only connection that sees one state of the rows until the block ends."""
        with self._gate:
            while self._swapping:
                self._gate.wait()
            self._readers += 1
        try:
            with self._reader.begin() as connection:
                yield connection
        finally:
            with self._gate:
                self._readers -= 1
                self._gate.notify_all()

    def meta(self) -> dict[str, str]:
        """The replica's facts about itself, as last committed."""
        writes = self._writes
        known_at, known = self._facts
        if known_at != writes:
            with self.reading() as connection:
                known = read_meta(connection)
            self._facts = (writes, known)
        return dict(known)

    def note(self, **facts: str) -> None:
        """Set some of the facts."""
        known = self.meta()
        with self.writing() as connection:
            write_meta(connection, **facts)
        self._facts = (self._writes, known | facts)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Facts that were read before the end of the block are no longer relied on."""
        try:
            yield
        finally:
            self._writes += 1

    # --- acts ------------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A write transaction: commits at the end of the block, rolls back when it raises."""
        with self._changing(), self._writer.begin() as connection:
            yield connection

    # --- pulls -----------------------------------------------------------------------------------------------

    @contextmanager
    def rebasing(self, pending: Iterable[JournalEntry], replayer: "Replayer") -> Iterator["Rebase"]:
        """Confirmed rows to write on, rewound; afterwards what is pending is replayed on them.

        One durable transaction that others see whole; nothing is changed when the block raises.
        """
        with self._changing(), self._applier.begin() as connection:
            rebase = Rebase(connection, rewind(connection))
            yield rebase
            rebase.changes |= replayer.replay(connection, pending)

    def rebuild(self, lines: Iterable[bytes], pending: Iterable[JournalEntry], replayer: "Replayer") -> Applied:
        """Build the whole replica anew beside this one from a full pull, and swap it in."""
        built = self._path.with_name(self._path.name + ".tmp")
        applied = build_replica(built, self._key, lines)
        self.install(built, pending, replayer, "all")
        return applied

    def install(self, built: Path, pending: Iterable[JournalEntry], replayer: "Replayer", ready: str) -> None:
        """Replay on a file built beside this one and swap it in; `ready` ("open" or "all") is written last."""
        engine = open_database(built, self._key, synchronous="OFF", use=Use.BUILD)
        try:
            with engine.begin() as connection:
                replayer.replay(connection, pending)
            with engine.begin() as connection:
                write_meta(connection, ready=ready)
        finally:
            engine.dispose()
        self._swap(built)

    def index(self, side: Path | None) -> None:
        """Make the rows searchable, from an index made beside them (see `SideIndex`) or else from the rows.

        The write-ahead log is left long: see `shorten_log`.
        """
        engine = open_database(self._path, self._key, synchronous="NORMAL", side=side)
        try:
            with self._changing(), engine.begin() as connection:
                connection.exec_driver_sql("PRAGMA wal_autocheckpoint = 0")
                if side is not None:
                    search.move_in(connection, "side")
                else:
                    search.build_late(connection)
                write_meta(connection, search="ready")
        finally:
            engine.dispose()

    def shorten_log(self) -> None:
        """Copy the write-ahead log into the file, so that no act has to; for when nobody waits."""
        connection = self._writer.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint")
        finally:
            connection.close()

    def _swap(self, built: Path) -> None:
        with self._gate:
            self._swapping = True
            self._gate.wait_for(lambda: self._readers == 0)
            try:
                with self._changing():
                    self.close()
                    swap_in(built, self._path)
                    self._open()
            finally:
                self._swapping = False
                self._gate.notify_all()

    def replay_all(self, pending: Iterable[JournalEntry], replayer: "Replayer") -> ChangeSet:
        """Rewind and replay every pending act on the confirmed rows as they are."""
        with self.writing() as connection:
            return rewind(connection) | replayer.replay(connection, pending)


def _is_of_the_disk(fault: EnvironmentFault) -> bool:
    driver_error = getattr(fault.__cause__, "orig", None)
    return getattr(driver_error, "sqlite_errorcode", 0) & 0xFF in _DISK_CODES


class Replayer:
    """Runs acts on the replica's rows: a new one as its author, pending ones again after a rebase."""

    def __init__(self, actor: Actor, editions: Editions) -> None:
        self.actor = actor
        self.editions = editions

    def decide(self, args: object, context: Context, world: ActWorld) -> tuple[Outcome, ChangeSet]:
        """Judge an act and write its effects; RuleViolation when the rules refuse it."""
        outcome = decide(args, context, world)
        return outcome, world.changes()

    def expectations(self, args: object, world: ActWorld) -> dict[str, object]:
        """The field values the act rests on, as JSON values."""
        return {name: plain(value) for name, value in expectations(args, world).items()}

    def violation(self, connection: Connection, args: object, at: datetime, command_id: str) -> RuleViolation | None:
        """What stands against an act; its effects are the caller's to throw away."""
        world = ActWorld(connection, 0)
        try:
            self.decide(args, self.context(at, command_id, self.expectations(args, world)), world)
        except RuleViolation as violation:
            return violation
        return None

    def context(self, at: datetime, command_id: str, expect: dict[str, object]) -> Context:
        """What surrounds a decision made on this workstation."""
        return Context(actor=self.actor, now=at, rules=self.editions.at(at), command_id=command_id, expect=expect)

    def replay(self, connection: Connection, pending: Iterable[JournalEntry]) -> ChangeSet:
        """Run pending acts in order, each in a savepoint; one that no longer holds is marked doubtful."""
        items = list(pending)
        if not items:
            return ChangeSet()
        executed = set(connection.execute(select(OUTCOMES.c.id)).scalars())
        wanted = [item for item in items if not item.is_void and item.entry.id not in executed]
        changes = joined([self._replay_one(connection, item) for item in wanted])
        write_meta(connection, journal_applied_mid=str(items[-1].mid))
        return changes

    def _replay_one(self, connection: Connection, item: JournalEntry) -> ChangeSet:
        try:
            with connection.begin_nested():
                command = command_of(item.entry)
                if command is None:
                    return ChangeSet()
                at = instant_from_text(item.recorded_at)
                context = self.context(at, item.entry.id, dict(command.expect))
                return self.decide(command.args, context, ActWorld(connection, item.mid))[1]
        except RuleViolation as violation:
            facts = encode(plain(dict(violation.facts))).decode()
            connection.execute(
                insert(DOUBTFUL).prefix_with("OR REPLACE").values(mid=item.mid, code=violation.code, facts=facts)
            )
        except Refused:
            connection.execute(
                insert(DOUBTFUL).prefix_with("OR REPLACE").values(mid=item.mid, code="bad_request", facts="{}")
            )
        return ChangeSet()
