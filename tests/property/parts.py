"""Bootstrap by parts in a story: small parts of small scopes, and one thread where the shipped code has several."""

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Self

from sync.domain.job_applications import ApplicationState, JobApplication
from sync.engine import bootstrap, downloads
from sync.replica import attachments, side_index
from sync.replica import bootstrap as building
from sync.server.snapshots import parts, service
from tests.property.model import Key, Scope, Truth, Version, image_of
from tests.property.oracle import require

PIECE = 700
"""Bytes that arrive at a time: a part comes in several pieces, and is cut between any two."""
_CLOSED = (ApplicationState.ACCEPTED, ApplicationState.REFUSED, ApplicationState.CANCELLED, ApplicationState.OBSOLETE)


class _AtOnce:
    """A thread that has run when it is started."""

    def __init__(self, target: Callable[[], None], **_: Any) -> None:  # noqa: ANN401 - as of a thread
        self._target = target

    def start(self) -> None:
        """Run."""
        self._target()

    def join(self) -> None:
        """It has."""


class _AtTheEnd:
    """A thread that runs when somebody waits for its end."""

    def __init__(self, target: Callable[[], None], **_: Any) -> None:  # noqa: ANN401 - as of a thread
        self._target: Callable[[], None] | None = target

    def start(self) -> None:
        """Not yet."""

    def is_alive(self) -> bool:
        """Until it has run."""
        return self._target is not None

    def join(self) -> None:
        """Run, once."""
        target, self._target = self._target, None
        if target:
            target()


class _InPlace:
    """A pool whose work is done when it is given."""

    def __init__(self, *_: Any, **__: Any) -> None:  # noqa: ANN401 - as of a pool
        pass

    def submit(self, work: Callable[..., Any], *given: Any) -> Future[Any]:  # noqa: ANN401 - as of a pool
        """Run; what it raises comes when the result is asked for."""
        done: Future[Any] = Future()
        try:
            done.set_result(work(*given))
        except BaseException as error:  # noqa: BLE001 - as a pool does
            done.set_exception(error)
        return done

    def shutdown(self) -> None:
        """Nothing is left to do."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()


_SETTINGS = (
    (parts, "_PEOPLE_A_PART", 2),
    (attachments, "PIECE", PIECE),
    (bootstrap, "_PUSHES_EVERY_S", -1.0),  # at every part, whatever the real clock says
    (downloads, "threading", SimpleNamespace(Thread=_AtOnce, Condition=threading.Condition)),
    (bootstrap, "ThreadPoolExecutor", _InPlace),
    (building, "ThreadPoolExecutor", _InPlace),
    (side_index, "threading", SimpleNamespace(Thread=_AtTheEnd)),
    (side_index, "queue", SimpleNamespace(Queue=lambda _: queue.Queue(), Full=queue.Full)),
)


@contextmanager
def in_turn() -> Iterator[None]:
    """Within the block parts are small and nothing happens at the same time as anything else."""
    before = [(module, name, vars(module)[name]) for module, name, _ in _SETTINGS]
    for module, name, value in _SETTINGS:
        vars(module)[name] = value
    try:
        yield
    finally:
        for module, name, value in before:
            vars(module)[name] = value


@contextmanager
def offered(*, is_offered: bool) -> Iterator[None]:
    """Within the block the server has snapshots to offer of every scope, or of none."""
    before = service.SMALLEST
    vars(service)["SMALLEST"] = 1 if is_offered else 1 << 30
    try:
        yield
    finally:
        vars(service)["SMALLEST"] = before


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot that a user was handed: of which scope, at which version, and the cursor that goes with it."""

    user_id: str
    scope: str
    version: int
    cursor: str


Values = list[Any] | None


@dataclass(frozen=True, slots=True)
class Cut:
    """The snapshots a replica may have been built from, and what of a row's values it can know."""

    truth: Truth
    snapshots: list[Snapshot]
    known: Callable[[Key, Values], Values]

    def rows(self, found: Mapping[Key, tuple[Values, int]], scopes: Iterable[str], *, is_whole: bool) -> Scope:
        """The rows of a replica, each with its hash: as one of the snapshots shows it, and nothing else (invariant 7).

        Of each of these scopes all rows of a snapshot are there, or at least its open applications when the replica is
        not yet whole (invariant 11).
        """
        rows = {key: self._shown(key, *held) for key, held in found.items()}
        for scope in scopes:
            wanted = [_wanted(scope, version, is_whole=is_whole) for version in self._versions(scope)]
            require(wanted, "8 scopes", f"{scope} was never handed out")
            missing = min((sorted(keys - found.keys()) for keys in wanted), key=len)
            require(not missing, "11 ready", f"{scope} lacks {missing[:3]}")
        return rows

    def _versions(self, scope: str) -> list[Version]:
        return [self.truth.versions[one.version] for one in self.snapshots if one.scope == scope]

    def _shown(self, key: Key, values: Values, row_hash: int) -> object:
        held = (self.truth.versions[one.version].scopes.get(one.scope, {}) for one in self.snapshots)
        shown = [scope[key] for scope in held if key in scope]
        require(shown, "8 scopes", f"{key} is in no snapshot")
        images = [(row, *image_of(row)) for row in shown]
        same = [row for row, image, digest in images if (self.known(key, image), digest) == (values, row_hash)]
        require(same, "7 confirmed", f"{key} is {values}, in no snapshot")
        return same[0]


def _wanted(scope: str, version: Version, *, is_whole: bool) -> set[Key]:
    rows = version.scopes.get(scope, {})
    return {key for key, row in rows.items() if is_whole or _is_open(row)}


def _is_open(row: object) -> bool:
    return isinstance(row, JobApplication) and row.state not in _CLOSED
