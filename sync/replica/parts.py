"""Downloaded bytes of snapshots, kept encrypted until a replica is built from them: resumable after any cut.

`bootstrap.db` is disposable: what is damaged or no longer wanted is fetched again.
"""

import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text, delete, exc, func, insert, select

from sync.domain.errors import EnvironmentFault
from sync.protocol.codec import encode, sha256
from sync.protocol.messages import Manifest, Part
from sync.protocol.problems import BAD_HASH, Refused
from sync.replica.connection import check_readable, open_database
from sync.replica.files import remove_database

_METADATA = MetaData()
_PLAN = Table("plan", _METADATA, Column("scope", Text, primary_key=True), Column("manifest", LargeBinary))
_PIECES = Table(
    "pieces",
    _METADATA,
    Column("sha256", Text, primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)


class PartStore:
    """The parts of the snapshots being fetched. Safe to call from several threads."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self._lock = threading.Lock()
        try:
            self._open()
        except (EnvironmentFault, exc.DatabaseError, msgspec.DecodeError):
            remove_database(path)
            self._open()

    def _open(self) -> None:
        self._engine = open_database(self._path, self._key, synchronous="NORMAL")
        check_readable(self._engine)
        _METADATA.create_all(self._engine)
        with self._engine.begin() as connection:
            sizes = select(_PIECES.c.sha256, func.sum(func.length(_PIECES.c.data))).group_by(_PIECES.c.sha256)
            self._received: dict[str, int] = {row[0]: row[1] for row in connection.execute(sizes)}
            self._plan = [
                msgspec.json.decode(data, type=Manifest) for data in connection.scalars(select(_PLAN.c.manifest))
            ]

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def remove(self) -> None:
        """Everything is built: delete the bytes."""
        self.close()
        remove_database(self._path)

    # --- the plan --------------------------------------------------------------------------------------------

    def manifests(self) -> list[Manifest]:
        """The snapshots being fetched; none before `begin`."""
        return list(self._plan)

    def begin(self, manifests: Iterable[Manifest]) -> None:
        """Fetch these from now on; bytes of parts they share with the former plan are kept."""
        with self._lock, self._engine.begin() as connection:
            self._plan = list(manifests)
            connection.execute(delete(_PLAN))
            if self._plan:
                rows = [{"scope": manifest.scope, "manifest": encode(manifest)} for manifest in self._plan]
                connection.execute(insert(_PLAN), rows)
                wanted = {part.sha256 for part in self._parts()}
                for name in self._received.keys() - wanted:
                    connection.execute(delete(_PIECES).where(_PIECES.c.sha256 == name))
                    del self._received[name]

    def progress(self) -> tuple[int, int]:
        """Bytes received, of all bytes of the plan: the first is never greater than the second."""
        parts = {part.sha256: part for part in self._parts()}.values()
        return sum(min(self.received(part), part.size) for part in parts), sum(part.size for part in parts)

    def _parts(self) -> Iterator[Part]:
        for manifest in self._plan:
            yield from manifest.open
            yield from manifest.history

    # --- bytes -----------------------------------------------------------------------------------------------

    def received(self, part: Part) -> int:
        """How many bytes of a part are here: where to resume."""
        return self._received.get(part.sha256, 0)

    def append(self, part: Part, data: bytes) -> None:
        """The next bytes of a part; Refused(BAD_HASH), and the part forgotten, when it grows beyond its size."""
        start = self.received(part)
        if start + len(data) > part.size:
            self.forget(part)
            raise Refused(BAD_HASH, {"part": part.sha256})
        with self._lock, self._engine.begin() as connection:
            connection.execute(insert(_PIECES).values(sha256=part.sha256, start=start, data=data))
            self._received[part.sha256] = start + len(data)

    def content(self, part: Part) -> bytes:
        """A whole part, checked; Refused(BAD_HASH) when its bytes are not what its name says: see `forget_damaged`."""
        pieces = select(_PIECES.c.data).where(_PIECES.c.sha256 == part.sha256).order_by(_PIECES.c.start)
        with self._lock, self._engine.begin() as connection:
            content = b"".join(connection.scalars(pieces))
        if sha256(content) != part.sha256:
            raise Refused(BAD_HASH, {"part": part.sha256})
        return content

    def forget_damaged(self) -> None:
        """Forget every whole part whose bytes are not what they should be."""
        for part in self._parts():
            try:
                if self.received(part) == part.size:
                    self.content(part)
            except Refused:
                self.forget(part)

    def forget(self, part: Part) -> None:
        """Fetch this part again from its start."""
        with self._lock, self._engine.begin() as connection:
            connection.execute(delete(_PIECES).where(_PIECES.c.sha256 == part.sha256))
            self._received.pop(part.sha256, None)
