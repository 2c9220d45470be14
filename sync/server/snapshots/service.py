"""Snapshots as clients ask for them: built by one worker, one scope at a time, and handed out until they are stale."""

import hashlib
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYetError
from pathlib import Path

from sqlalchemy import Connection, bindparam, select

from sync.domain.audience import DIRECTORY, REFERENCE, employer_scope
from sync.domain.calendar import paris_date
from sync.protocol.messages import Manifest
from sync.protocol.problems import BUSY, FOREIGN_SCOPE, NOT_FOUND, Refused
from sync.protocol.version import DIGEST, SCHEMA
from sync.server.central import Central
from sync.server.clients import Client
from sync.server.cursors import Position, write_cursor
from sync.server.people import scopes_of
from sync.server.snapshots.parts import build_parts
from sync.server.snapshots.shelf import Shelf
from sync.server.tables import SCOPE_HEADS

SMALLEST = 2_000
"""Rows of a scope below which a plain pull is quicker than a snapshot."""
MOST_WAITING = 8
"""How many requests may wait for a build; the others are told to come back, so that pushes find a free thread."""
PATIENCE_S = 10.0
MOST_BYTES = 4 * 1024**3
_RETRY_AFTER_S = 5
_STALE_COMMITS = 500
_STALE_SHARE = 20


class Snapshots:
    """The snapshots of one server."""

    def __init__(self, central: Central, folder: Path | None = None) -> None:
        self._central = central
        self._shelf = Shelf(folder or _folder_of(central), MOST_BYTES)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="snapshots")
        self._lock = threading.Lock()
        self._builds: dict[str, Future[Manifest]] = {}
        self._places = threading.BoundedSemaphore(MOST_WAITING)

    def close(self) -> None:
        """Let a build under way end, and begin no other."""
        self._worker.shutdown(cancel_futures=True)

    def manifest(self, client: Client, scope: str) -> Manifest:
        """A snapshot of a scope, at most a little behind its head.

        Refused(FOREIGN_SCOPE) when the user has no right to it, BUSY with a delay when it is not ready in time.
        """
        with self._central.reading() as connection:
            if scope == DIRECTORY or scope not in scopes_of(connection, client.user_id):
                raise Refused(FOREIGN_SCOPE)
            at = position(connection, scope)
        kept = self._shelf.manifest(scope)
        return kept if kept and self._is_fresh(kept, at) else self._built(scope)

    def part(self, client: Client, sha256: str) -> Path:
        """The file of a part of one of the user's scopes; Refused(NOT_FOUND) for any other."""
        with self._central.reading() as connection:
            scopes = scopes_of(connection, client.user_id)
        found = (self._shelf.part(scope, sha256) for scope in scopes)
        file = next((file for file in found if file is not None), None)
        if file is None:
            raise Refused(NOT_FOUND)
        return file

    def _is_fresh(self, kept: Manifest, at: Position) -> bool:
        versions = (kept.epoch, kept.schema, kept.digest_version)
        behind = at.head - kept.head
        enough = max(_STALE_COMMITS, at.rows // _STALE_SHARE)
        return versions == (self._central.epoch, SCHEMA, DIGEST) and 0 <= behind <= enough

    def _built(self, scope: str) -> Manifest:
        if not self._places.acquire(blocking=False):
            raise Refused(BUSY, {"retry_after_s": _RETRY_AFTER_S})
        try:
            return self._build_of(scope).result(PATIENCE_S)
        except NotYetError as error:
            raise Refused(BUSY, {"retry_after_s": _RETRY_AFTER_S}) from error
        finally:
            self._places.release()

    def _build_of(self, scope: str) -> Future[Manifest]:
        """The build of a scope that is waiting or under way, or a new one."""
        with self._lock:
            build = self._builds.get(scope)
            if build is None or build.done():
                build = self._builds[scope] = self._worker.submit(self._build, scope)
            return build

    def _build(self, scope: str) -> Manifest:
        central, now = self._central, self._central.now()
        with central.reading() as connection:
            at = position(connection, scope)
            open_parts, history = build_parts(connection, scope, paris_date(now), self._shelf.folder(scope))
        manifest = Manifest(
            epoch=central.epoch,
            scope=scope,
            head=at.head,
            digest=at.digest,
            rows=at.rows,
            schema=SCHEMA,
            digest_version=DIGEST,
            cursor=write_cursor(central.anchors, central.epoch, {scope: at}),
            open=open_parts,
            history=history,
        )
        self._shelf.keep(manifest, now)
        return manifest


def position(connection: Connection, scope: str) -> Position:
    """Where a scope stands."""
    row = connection.execute(_HEAD, {"scope": scope}).first()
    return Position(row.head, row.digest, row.rows) if row else Position(0, 0, 0)


def offered(connection: Connection, scopes: list[str]) -> list[str]:
    """The scopes worth fetching as snapshots: none when no employer has many rows, else these and what they rest on."""
    names = [scope for scope in scopes if scope.startswith(employer_scope(""))]
    big = any(position(connection, scope).rows >= SMALLEST for scope in names)
    return [REFERENCE, *names] if big else []


def _folder_of(central: Central) -> Path:
    """Beside a database that is a file; else in the system's place for what can be made again."""
    database = central.database
    if not database.is_postgresql:
        return Path(f"{database.url.database}.snapshots")
    name = hashlib.sha256(str(database.url).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"passerelle-snapshots-{name}"


def read_from(file: Path, start: int, piece: int = 256 * 1024) -> Iterator[bytes]:
    """The bytes of a part from `start` on, in pieces."""
    with file.open("rb") as source:
        source.seek(start)
        while data := source.read(piece):
            yield data


_HEAD = select(SCOPE_HEADS).where(SCOPE_HEADS.c.scope == bindparam("scope"))
