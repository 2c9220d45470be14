"""From nothing to all rows: parts of snapshots become first a small replica, usable at once, then the complete one.

Both are built beside the present replica, without any lock; acts recorded meanwhile lie in the journal and are replayed
as each is swapped in. Until the complete one is there nothing is pulled: a small replica cannot tell what it lacks.
"""

import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine

from sync.domain.audience import REFERENCE
from sync.protocol.messages import Manifest
from sync.replica import search
from sync.replica.build import create_growing_tables, create_scattered_indexes
from sync.replica.changes import ChangeSet
from sync.replica.connection import Use, open_database
from sync.replica.files import BOOTSTRAP_FILE, REPLICA_FILE, remove_database, sync_file
from sync.replica.journal import JournalEntry
from sync.replica.load import Loader, Rows, batches
from sync.replica.meta import write_meta
from sync.replica.migrate import schema_fingerprint
from sync.replica.parts import PartStore
from sync.replica.replica import Replayer, Replica
from sync.replica.side_index import SideIndex

Rebuilding = Callable[[], AbstractContextManager[tuple[Iterable[JournalEntry], Replayer]]]


class Bootstrap:
    """The bootstrap of one profile. `rebuilding` keeps others from writing, and gives what is to be replayed."""

    def __init__(self, folder: Path, key: bytes, replica: Replica, rebuilding: Rebuilding) -> None:
        self._folder = folder
        self._key = key
        self._replica = replica
        self._rebuilding = rebuilding

    @cached_property
    def store(self) -> PartStore:
        """The bytes fetched so far."""
        return PartStore(self._folder / BOOTSTRAP_FILE, self._key)

    def close(self) -> None:
        """Let go of the bytes; they stay for the next time."""
        if "store" in self.__dict__:
            self.store.close()
            del self.store

    def finish(self) -> None:
        """The replica is complete: the bytes are no longer needed."""
        self._replica.shorten_log()
        self.store.remove()
        del self.store

    def needs_open(self) -> bool:
        """Whether a small replica would show more than what is there."""
        return self._replica.meta().get("ready", "") not in ("open", "all")

    def build(self) -> "Build":
        """A replica to fill from the parts of the plan, from its beginning."""
        path = self._folder / f"{REPLICA_FILE}.tmp"
        return Build(path, self._key, self.store.manifests())

    def install(self, built: Path, ready: str) -> ChangeSet:
        """Replay what is pending on a built file and let it take the replica's place."""
        sync_file(built)
        with self._rebuilding() as (pending, replayer):
            self._replica.install(built, pending, replayer, ready)
        return ChangeSet(everything=True)

    def index(self, side: Path | None = None) -> bool:
        """Make the rows searchable, from an index made beside them or else from the rows; False when they were."""
        if self._replica.meta().get("search") != "building":
            return False
        with self._rebuilding():
            self._replica.index(side)
        return True


class Build:
    """A complete replica under construction, in one transaction; `fork` gives what is there as a replica of its own.

    A part is written while the next one is read: SQLite works without Python's lock.
    """

    def __init__(self, path: Path, key: bytes, manifests: list[Manifest]) -> None:
        self.path = path
        self._key = key
        self._manifests = manifests
        self._references = sum(len(m.open) + len(m.history) for m in manifests if m.scope == REFERENCE)
        self._side = SideIndex(path.with_name(path.name + "-search"), key)
        remove_database(path)
        self._engine = self._opened(path)
        with self._engine.begin() as connection:
            create_growing_tables(connection)
            search.create_empty(connection)
        self._connection = self._engine.connect()
        self._loader = Loader(self._connection)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="rows")
        self._writing: Future[None] | None = None

    def _opened(self, path: Path) -> Engine:
        return open_database(path, self._key, synchronous="OFF", use=Use.BUILD)

    def load(self, scope: str, content: bytes) -> None:
        """Read a part of a scope and have it written; Refused when it is none. What stopped the former is raised."""
        part = list(batches(content))
        self._settle()
        self._writing = self._writer.submit(self._write, scope, part)
        self._references -= scope == REFERENCE
        self._side.add(part, are_jobs_known=self._references == 0)

    def _write(self, scope: str, part: list[Rows]) -> None:
        for rows in part:
            self._loader.load(scope, rows)

    def _settle(self) -> None:
        """Return once all parts are written."""
        writing, self._writing = self._writing, None
        if writing:
            writing.result()

    def fork(self) -> Path:
        """What was loaded, not yet searchable, as a file of its own."""
        self._settle()
        self._connection.commit()
        path = self.path.with_name(self.path.name + "-open")
        remove_database(path)
        shutil.copyfile(self.path, path)
        engine = self._opened(path)
        try:
            with engine.begin() as connection:
                create_scattered_indexes(connection)
                facts = {"schema": schema_fingerprint(), "epoch": self._manifests[0].epoch}
                write_meta(connection, **facts, cursor="", search="building")
        finally:
            engine.dispose()
        return path

    def finish(self) -> Path:
        """All parts are loaded: the file, complete but not yet ready nor searchable."""
        self._settle()
        create_scattered_indexes(self._connection)
        disagreeing = self._loader.finish(self._manifests)
        write_meta(
            self._connection,
            schema=schema_fingerprint(),
            epoch=self._manifests[0].epoch,
            cursor=" ".join(manifest.cursor for manifest in self._manifests),
            disagreeing=" ".join(disagreeing),
            search="building",
        )
        self._connection.commit()
        self.close()
        return self.path

    def side(self) -> Path | None:
        """The index made beside, once it holds every application; None when it has to be made from the rows."""
        return self._side.path if self._side.close() else None

    def close(self) -> None:
        """Let go of the file being built."""
        self._writer.shutdown()
        self._connection.close()
        self._engine.dispose()

    def drop(self) -> None:
        """Leave nothing behind."""
        self.close()
        self._side.close()
        for path in (self.path, self._side.path, self.path.with_name(self.path.name + "-open")):
            remove_database(path)
