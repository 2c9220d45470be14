"""The search index of a replica being built: made beside it in a second thread, moved in when the rows are readable.

Indexing texts costs as much as writing all rows, and SQLite does it without Python's lock: a second core takes it.
"""

import queue
import threading
from collections import defaultdict
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, exc

from sync.protocol.messages import Batch
from sync.replica import search
from sync.replica.connection import Use, open_database
from sync.replica.files import remove_database

_PARTS_AHEAD = 4
_encode = msgspec.json.encode
_decode_ids = msgspec.json.Decoder(list[str])


class SideIndex:
    """Documents go in, part by part; `close` says whether the file holds them all."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        remove_database(path)
        self._engine = open_database(path, key, synchronous="OFF", use=Use.BUILD)
        self._queue: queue.Queue[bytes | None] = queue.Queue(_PARTS_AHEAD)
        self._is_whole = False
        self._thread = threading.Thread(target=self._run, name="side-index", daemon=True)
        self._thread.start()

    def add(self, documents: list[list[Any]]) -> None:
        """Index documents: rowid, names, message, comments, jobs."""
        if documents:
            self._put(_encode(documents))

    def close(self) -> bool:
        """Wait for the last document; False when anything went wrong: the index is then made from the rows."""
        self._put(None)
        self._thread.join()
        return self._is_whole

    def _put(self, item: bytes | None) -> None:
        while self._thread.is_alive():
            try:
                self._queue.put(item, timeout=1)
            except queue.Full:
                continue
            return

    def _run(self) -> None:
        try:
            with self._engine.begin() as connection:
                search.create_alone(connection)
                self._fill(connection)
            self._is_whole = True
        except exc.DatabaseError:
            self._is_whole = False
        finally:
            self._engine.dispose()

    def _fill(self, connection: Connection) -> None:
        while (documents := self._queue.get()) is not None:
            search.insert_documents(connection, documents.decode())


class Documents:
    """What the index needs of the rows, gathered from batches; every row about a person comes in one part."""

    def __init__(self, first_rowid: int = 1) -> None:
        self._next = first_rowid
        self._names: dict[str, str] = {}
        self._comments: dict[str, list[str]] = defaultdict(list)
        self._applications: list[tuple[str, str, str, str]] = []
        self._job_names: dict[str, tuple[str, str]] = {}
        self._labels: dict[str, str] = {}
        self._waiting: list[tuple[int, str, str, str, str]] = []

    @property
    def count(self) -> int:
        """How many applications were seen."""
        return self._next - 1

    def take(self, batch: Batch) -> None:
        """Note what a batch tells."""
        if batch.table == "job_seekers":
            rows = _columns(batch, "id", "last_name", "first_name", "birth_name")
            self._names.update({row_id: " ".join(names) for row_id, *names in rows})
        elif batch.table == "job_applications":
            self._applications += _columns(batch, "id", "job_seeker_id", "message", "job_description_ids")
        elif batch.table == "comments":
            for application_id, body in _columns(batch, "job_application_id", "body"):
                self._comments[application_id].append(body)
        elif batch.table == "job_descriptions":
            self._job_names.update({row[0]: row[1:] for row in _columns(batch, "id", "custom_name", "appellation_id")})
        elif batch.table == "appellations":
            self._labels.update(_columns(batch, "id", "label"))

    def end_part(self) -> None:
        """All rows about the persons of this part were taken."""
        for row_id, person_id, message, job_ids in self._applications:
            comments = " ".join(self._comments.get(row_id, ()))
            self._waiting.append((self._next, self._names.get(person_id, ""), message, comments, job_ids))
            self._next += 1
        self._applications = []
        self._names.clear()
        self._comments.clear()

    def ready(self) -> list[list[Any]]:
        """The documents gathered since the last call, jobs in words; to be called once all jobs are known."""
        words = {job_ids: self._words(job_ids) for job_ids in {document[4] for document in self._waiting}}
        documents = [[*document[:4], words[document[4]]] for document in self._waiting]
        self._waiting = []
        return documents

    def _words(self, job_ids: str) -> str:
        jobs = (self._job_names.get(job_id, ("", "")) for job_id in _decode_ids.decode(job_ids))
        return " ".join(f"{name} {self._labels.get(appellation, '')}" for name, appellation in jobs)


def _columns(batch: Batch, *names: str) -> list[Any]:
    """Some columns of a batch, as rows."""
    columns = [batch.values[batch.columns.index(name)] for name in names]
    return list(zip(*(one if len(one) == batch.rows else one * batch.rows for one in columns), strict=True))
