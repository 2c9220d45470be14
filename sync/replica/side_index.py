"""The search index of a replica being built: made beside it in a second thread, moved in when the rows are readable.

Indexing texts costs as much as writing all rows, and SQLite does it without Python's lock: a second core takes it.
"""

import queue
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import structlog

from sync.replica import search
from sync.replica.connection import Use, open_database
from sync.replica.files import remove_database
from sync.replica.load import Rows

log = structlog.get_logger(__name__)

_AHEAD = 6
# Each statement ends with the index written out: few large ones make few segments to merge.
_AT_ONCE = 5_000
_encode = msgspec.json.encode
_decode_ids = msgspec.json.Decoder(list[str])

Document = tuple[int, str, msgspec.Raw, str, str]


class SideIndex:
    """Rows go in, part by part; `close` says whether the file holds a document for every application.

    Documents wait until the names of all jobs are known.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        remove_database(path)
        self._engine = open_database(path, key, synchronous="OFF", use=Use.BUILD)
        self._queue: queue.Queue[bytes | None] = queue.Queue(_AHEAD)
        self._documents = Documents()
        self._is_whole = False
        self._is_understood = True
        self._thread = threading.Thread(target=self._run, name="side-index", daemon=True)
        self._thread.start()

    def add(self, part: list[Rows], *, are_jobs_known: bool) -> None:
        """Index a part. `are_jobs_known`: with it, all job descriptions and appellations have been given."""
        with self._noticing():
            self._documents.take(part)
            if are_jobs_known and len(self._documents) >= _AT_ONCE:
                self._put(_encode(self._documents.ready()))

    def close(self) -> bool:
        """Wait for the last document; False when anything went wrong: the index is then made from the rows."""
        with self._noticing():
            if len(self._documents):
                self._put(_encode(self._documents.ready()))
        self._put(None)
        self._thread.join()
        return self._is_whole and self._is_understood

    @contextmanager
    def _noticing(self) -> Iterator[None]:
        """Texts that are none leave the index unmade; the rows are loaded all the same."""
        try:
            yield
        except (KeyError, TypeError, msgspec.MsgspecError) as error:
            log.warning("texts not understood", error=type(error).__name__)
            self._is_understood = False

    def _put(self, documents: bytes | None) -> None:
        while self._thread.is_alive():
            try:
                self._queue.put(documents, timeout=1)
            except queue.Full:
                continue
            return

    def _run(self) -> None:
        try:
            with self._engine.begin() as connection:
                search.create_alone(connection)
                while (documents := self._queue.get()) is not None:
                    search.insert_documents(connection, documents)
            self._is_whole = True
        except BaseException as error:  # noqa: BLE001 - whatever it was, the index can still be made from the rows
            log.warning("search index not made beside", error=type(error).__name__)
        finally:
            self._engine.dispose()


class Documents:
    """What the index needs of the rows, gathered from all rows; every row about a person comes in one part."""

    def __init__(self) -> None:
        self._next = 1
        self._names: dict[str, str] = {}
        self._comments: dict[str, list[str]] = defaultdict(list)
        self._job_names: dict[str, tuple[str, str]] = {}
        self._labels: dict[str, str] = {}
        self._waiting: list[Document] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def take(self, part: list[Rows]) -> None:
        """Note what a part tells. Applications get the rowids that a loader gives them: 1, 2, 3 in their order."""
        for rows in part:
            self._note(rows)
        for rows in part:
            if rows.table == "job_applications":
                self._add(rows)
        self._names.clear()
        self._comments.clear()

    def ready(self) -> list[Document]:
        """The documents gathered since the last call: rowid, names, message, comments, jobs in words."""
        words = {job_ids: self._words(job_ids) for job_ids in {document[4] for document in self._waiting}}
        documents = [(row_id, names, text, notes, words[jobs]) for row_id, names, text, notes, jobs in self._waiting]
        self._waiting = []
        return documents

    def _note(self, rows: Rows) -> None:
        if rows.table == "job_seekers":
            ids, *names = _columns(rows, "id", "last_name", "first_name", "birth_name")
            self._names.update(zip(ids, map(" ".join, zip(*names, strict=True)), strict=True))
        elif rows.table == "comments":
            for application_id, body in zip(*_columns(rows, "job_application_id", "body"), strict=True):
                self._comments[application_id].append(body)
        elif rows.table == "job_descriptions":
            ids, *jobs = _columns(rows, "id", "custom_name", "appellation_id")
            self._job_names.update(zip(ids, zip(*jobs, strict=True), strict=True))
        elif rows.table == "appellations":
            self._labels.update(zip(*_columns(rows, "id", "label"), strict=True))

    def _add(self, rows: Rows) -> None:
        ids, people, job_ids = _columns(rows, "id", "job_seeker_id", "job_description_ids")
        row_ids = range(self._next, self._next + rows.count)
        names = (self._names.get(person, "") for person in people)
        notes = (" ".join(self._comments.get(row_id, ())) for row_id in ids)
        self._waiting += zip(row_ids, names, rows.raw("message"), notes, job_ids, strict=True)
        self._next += rows.count

    def _words(self, job_ids: str) -> str:
        jobs = (self._job_names.get(job_id, ("", "")) for job_id in _decode_ids.decode(job_ids))
        return " ".join(f"{name} {self._labels.get(appellation, '')}" for name, appellation in jobs)


def _columns(rows: Rows, *names: str) -> list[list[Any]]:
    return [rows.column(name) for name in names]
