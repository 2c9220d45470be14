"""Faults at any statement: a crash leaves the files as they were at that moment, a disk error raises where SQL runs."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine, event, exc


class Crash(BaseException):
    """The machine stops here: nothing that follows runs."""


class Fuse:
    """Blows at the `countdown`-th statement, commit, rename or removal on the files below `folder`.

    A crash keeps an image of the folder first; a disk error is raised instead when `is_crash` is False.
    """

    lit: ClassVar["Fuse | None"] = None

    def __init__(self, folder: Path, countdown: int, *, is_server: bool = False, is_crash: bool = True) -> None:
        self._folder = folder
        self._countdown = countdown
        self._is_server = is_server
        self._is_crash = is_crash
        self.has_blown = False

    @property
    def image(self) -> Path:
        """Where the files lie as they were at the crash."""
        return self._folder.with_name(self._folder.name + ".crashed")

    @contextmanager
    def burning(self) -> Iterator[None]:
        """Armed inside the block only."""
        Fuse.lit = self
        try:
            yield
        finally:
            Fuse.lit = None

    def tick(self, *, is_server: bool) -> None:
        """One more chance to blow."""
        if is_server != self._is_server or self.has_blown:
            return
        self._countdown -= 1
        if self._countdown <= 0:
            self.has_blown = True
            self._blow()

    def concerns(self, path: object) -> bool:
        """Whether a file operation is one of those that may not complete."""
        return isinstance(path, str) and path.startswith(str(self._folder)) and not path.endswith(".lock")

    def _blow(self) -> None:
        if not self._is_crash:
            raise exc.OperationalError("injected", {}, OSError("disk I/O error"))
        take_image(self._folder, self.image)
        raise Crash


@contextmanager
def unlit() -> Iterator[None]:
    """What happens inside the block blows no fuse."""
    lit, Fuse.lit = Fuse.lit, None
    try:
        yield
    finally:
        Fuse.lit = lit


def take_image(folder: Path, image: Path) -> None:
    """Copy a folder as it lies on disk at this moment."""
    shutil.rmtree(image, ignore_errors=True)
    shutil.copytree(folder, image, ignore=shutil.ignore_patterns("*.lock"))


def put_image(image: Path, folder: Path) -> None:
    """The folder is what the image says."""
    shutil.rmtree(folder, ignore_errors=True)
    image.rename(folder)


def _is_server(connection: Connection) -> bool:
    return bool(connection.engine.url.database)


@event.listens_for(Engine, "before_cursor_execute")
def _on_statement(connection: Connection, *_: Any) -> None:  # noqa: ANN401 - SQLAlchemy's event signature
    if Fuse.lit:
        Fuse.lit.tick(is_server=_is_server(connection))


@event.listens_for(Engine, "commit")
def _on_commit(connection: Connection) -> None:
    if Fuse.lit:
        Fuse.lit.tick(is_server=_is_server(connection))


def _on_file(name: str, arguments: tuple[object, ...]) -> None:
    fuse = Fuse.lit
    if fuse and name in ("os.rename", "os.remove") and fuse.concerns(str(arguments[0])):
        fuse.tick(is_server=False)


sys.addaudithook(_on_file)
