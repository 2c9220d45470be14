"""The bootstrap of a workstation: fetch, build small, build whole; cut anywhere, it goes on where it was."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import structlog

from sync.domain.audience import REFERENCE
from sync.engine.downloads import Downloads
from sync.engine.transport import Transport
from sync.protocol.messages import Manifest, Part, Welcome
from sync.protocol.problems import BAD_HASH, NOT_FOUND, Refused
from sync.protocol.version import SCHEMA
from sync.replica.bootstrap import Build
from sync.replica.changes import ChangeSet
from sync.replica.workstation import Workstation

log = structlog.get_logger(__name__)

_PUSHES_EVERY_S = 5.0
_LOOKS_UP_EVERY_S = 0.5

Piece = tuple[str, Part]


class Watcher(Protocol):
    """Told how a bootstrap goes on; from any thread."""

    def received(self, done: int, total: int) -> None:
        """So many bytes of all are here; `done` is never greater than `total`."""
        ...

    def opened(self, changes: ChangeSet) -> None:
        """The open applications are there: work can begin."""
        ...

    def completed(self, changes: ChangeSet) -> None:
        """Every row can be read; searching follows."""
        ...

    def indexed(self) -> None:
        """What was opened or completed can be searched."""
        ...

    def is_cancelled(self) -> bool:
        """Whether to stop now; what was fetched is kept for the next time."""
        ...


class Unwatched(Watcher):
    """Nobody looks on."""

    def received(self, done: int, total: int) -> None:
        """Say nothing."""

    def opened(self, changes: ChangeSet) -> None:
        """Say nothing."""

    def completed(self, changes: ChangeSet) -> None:
        """Say nothing."""

    def indexed(self) -> None:
        """Say nothing."""

    def is_cancelled(self) -> bool:
        """Go on."""
        return False


class CancelledError(Exception):
    """The watcher asked to stop."""


class Bootstrapper:
    """Brings one workstation from nothing to all rows. `meanwhile` is called now and then: acts go on leaving."""

    def __init__(
        self, workstation: Workstation, transport: Transport, watcher: Watcher, meanwhile: Callable[[], object]
    ) -> None:
        self._workstation = workstation
        self._bootstrap = workstation.bootstrap
        self._transport = transport
        self._watcher = watcher
        self._meanwhile = meanwhile
        self._pushed_at = time.monotonic()

    def run(self, welcome: Welcome) -> ChangeSet:
        """Fetch and build all scopes offered. Raises Unreachable, Refused or CancelledError; the next run goes on."""
        try:
            return self._run(self._plan(welcome))
        except Refused as refused:
            if refused.problem == NOT_FOUND:
                log.warning("snapshot is gone, asking for another")
                self._bootstrap.store.begin([])
            if refused.problem == BAD_HASH:
                log.warning("parts are damaged, fetching them again")
                self._bootstrap.store.forget_damaged()
            raise

    def _plan(self, welcome: Welcome) -> list[Manifest]:
        """The snapshots under way, if they are still what the server offers, or new ones."""
        kept = self._bootstrap.store.manifests()
        if {(one.epoch, one.scope, one.schema) for one in kept} == {
            (welcome.epoch, scope, SCHEMA) for scope in welcome.snapshots
        }:
            return kept
        self._bootstrap.store.begin([self._transport.snapshot(scope) for scope in welcome.snapshots])
        return self._bootstrap.store.manifests()

    def _run(self, plan: list[Manifest]) -> ChangeSet:
        first = [(manifest.scope, part) for manifest in plan for part in manifest.open]
        # The names of jobs come first: the search index needs them.
        plan = sorted(plan, key=lambda manifest: manifest.scope != REFERENCE)
        then = [(manifest.scope, part) for manifest in plan for part in manifest.history]
        build = self._bootstrap.build()
        try:
            return self._build(build, first, then)
        finally:
            build.drop()
            self._bootstrap.close()

    def _build(self, build: Build, first: list[Piece], then: list[Piece]) -> ChangeSet:
        self._load(build, first)
        with ThreadPoolExecutor(1, thread_name_prefix="open-index") as beside:
            indexing = beside.submit(self._index_opened) if self._opened(build) else None
            self._load(build, then)
            if indexing:
                indexing.result()
        changes = self._bootstrap.install(build.finish(), "all")
        self._watcher.completed(changes)
        self._bootstrap.index(build.side())
        self._watcher.indexed()
        self._bootstrap.finish()
        return changes

    def _opened(self, build: Build) -> bool:
        """Let work begin on what is loaded, if there was nothing to work on."""
        is_needed = self._bootstrap.needs_open()
        if is_needed:
            self._watcher.opened(self._bootstrap.install(build.fork(), "open"))
        return is_needed

    def _index_opened(self) -> None:
        self._bootstrap.index()
        self._watcher.indexed()

    def _load(self, build: Build, pieces: list[Piece]) -> None:
        """Fetch some parts, and load each as soon as it is whole."""
        parts = [part for _, part in pieces]
        downloads = Downloads(self._transport, self._bootstrap.store, parts, self._watcher.received)
        try:
            for scope, part in pieces:
                while not downloads.wait(part, _LOOKS_UP_EVERY_S):
                    self._look_up()
                self._look_up()
                build.load(scope, self._bootstrap.store.content(part))
        finally:
            downloads.stop()

    def _look_up(self) -> None:
        if self._watcher.is_cancelled():
            raise CancelledError
        if time.monotonic() - self._pushed_at > _PUSHES_EVERY_S:
            self._meanwhile()
            self._pushed_at = time.monotonic()
