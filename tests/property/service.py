"""The central service of a story: the shipped handlers on a real database, bytes in, bytes out."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import exc, update

from sync.protocol import codec
from sync.protocol import messages as m
from sync.protocol.problems import BUSY, Refused
from sync.server import blobs
from sync.server.auth.devices import fork, signed_in
from sync.server.central import Central
from sync.server.clients import Client
from sync.server.feed import pull
from sync.server.hello import hello
from sync.server.push import push
from sync.server.repair import digest, rows
from sync.server.settings import Settings
from sync.server.snapshots.service import Snapshots
from sync.server.tables import CENTRAL
from tests.property.clocks import TrueTime
from tests.property.fuse import Crash, Fuse, put_image
from tests.property.parts import Snapshot

Handler = Callable[[Central, Any, Any], Any]

_HANDLERS: dict[str, tuple[type, Handler]] = {
    "hello": (m.Hello, hello),
    "push": (m.Push, push),
    "pull": (m.Pull, pull),
    "fork": (m.Fork, fork),
    "digest": (m.DigestAsk, digest),
    "rows": (m.RowsAsk, rows),
}


class Stopped(Exception):  # noqa: N818 - a crash, as its clients see it
    """The server died under this request."""


class BlobAsk(msgspec.Struct, frozen=True):
    """A request about an attachment: progress, send or fetch."""

    what: str
    sha256: str
    start: int = 0
    size: int = 0
    data: bytes = b""


class Service:
    """`answer` serves a request as the routes do; a crash reopens the database from what was on disk."""

    def __init__(self, folder: Path, time: TrueTime) -> None:
        self._folder = folder
        self._time = time
        self.meanwhile: Callable[[], None] | None = None
        self.version: Callable[[], int] = lambda: -1
        self.cursors: dict[str, int] = {}
        self.taken: list[Snapshot] = []
        self._open()

    def _open(self) -> None:
        self.central = Central(Settings(database_url=f"sqlite:///{self._folder / 'server.db'}"), self._time)
        self._snapshots = Snapshots(self.central)

    @property
    def folder(self) -> Path:
        """Where the database lies."""
        return self._folder

    def close(self) -> None:
        """Let go of the files."""
        self._snapshots.close()
        self.central.close()

    def answer(self, token: str, path: str, body: bytes) -> bytes | None:
        """The answer to a request; None for 204. Refused as the wire would say; Stopped when the server died."""
        try:
            with self.central.reading() as connection:
                client = signed_in(connection, f"Bearer {token}")
            if path == "snapshot":
                return self._snapshot(client, body.decode())
            if path == "part":
                return self._snapshots.part(client, body.decode()).read_bytes()
            if path == "blob":
                return self._blob(client, msgspec.msgpack.decode(body, type=BlobAsk))
            kind, handler = _HANDLERS[path]
            answered = handler(self.central, client, codec.decode(kind, body))
            return self._streamed(answered) if path in ("pull", "rows") else bytes(codec.encode(answered))
        except Crash as crash:
            self.restart()
            raise Stopped from crash
        except (exc.OperationalError, exc.InterfaceError) as error:
            raise Refused(BUSY, {"retry_after_s": 5}) from error

    def _streamed(self, lines: Any) -> bytes | None:  # noqa: ANN401 - an iterator or nothing
        """The whole stream; somebody else may commit after its first line."""
        if lines is None:
            return None
        version = self.version()
        with closing(lines):
            first = next(lines)
            if self.meanwhile:
                self.meanwhile()
            rest = list(lines)
        end = codec.decode_line(rest[-1])
        if isinstance(end, m.End) and end.cursor:
            self.cursors[end.cursor] = version
        return b"".join([first, *rest])

    def _snapshot(self, client: Client, scope: str) -> bytes:
        manifest = self._snapshots.manifest(client, scope)
        known = next((one.version for one in self.taken if one.cursor == manifest.cursor), self.version())
        self.taken.append(Snapshot(client.user_id, scope, known, manifest.cursor))
        return bytes(codec.encode(manifest))

    def _blob(self, client: Client, ask: BlobAsk) -> bytes:
        if ask.what == "fetch":
            return blobs.content(self.central, client, ask.sha256)
        if ask.what == "progress":
            return str(blobs.progress(self.central, client, ask.sha256).received).encode()
        piece = blobs.Piece(ask.start, ask.size, ask.data)
        return str(blobs.receive(self.central, client, ask.sha256, piece).received).encode()

    def restart(self) -> None:
        """Come back after a crash."""
        image = self._folder.with_name(self._folder.name + ".crashed")
        self.close()
        put_image(image, self._folder)
        self._open()

    def backup(self, target: Path) -> None:
        """A copy of the database as it stands."""
        self.close()
        shutil.copyfile(self._folder / "server.db", target)
        self._open()

    def restore(self, source: Path, epoch: str) -> None:
        """Put a copy back; as SYNC.md §1.9 asks, this life of the database gets an epoch of its own."""
        self.close()
        for suffix in ("-wal", "-shm"):
            (self._folder / f"server.db{suffix}").unlink(missing_ok=True)
        shutil.copyfile(source, self._folder / "server.db")
        self._open()
        with self.central.database.writing() as connection:
            connection.execute(update(CENTRAL).where(CENTRAL.c.name == "epoch").values(value=epoch))
        self.close()
        self._open()

    def fuse(self, countdown: int) -> Fuse:
        """A fuse on this server's statements."""
        return Fuse(self._folder, countdown, is_server=True)
