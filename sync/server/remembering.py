"""The server's world: it remembers what a transaction has read, and keeps what it writes until somebody else looks.

Rows written one by one leave together, a statement for each kind: before the commit, or as soon as anybody asks the
database past this world (`give_way`). A savepoint costs nothing until then.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection, NestedTransaction
from typing_extensions import override

from sync.server.bulk import upsert_all
from sync.server.prefetch import matches
from sync.server.together import Asked, read
from sync.server.write_hook import WriteHook
from sync.store.rows import values_of
from sync.store.tables import TABLES
from sync.store.world import SqlWorld, Unwatched, removal

E = TypeVar("E")
_MOST_WAITING = 500
_PERSON, _SUBJECT = "job_seeker_id", "subject_id"


@dataclass(slots=True)
class _Layer:
    """What was written since a savepoint and waits, by kind and id (None: removed); the savepoint, once it is real."""

    rows: dict[type, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    savepoint: NestedTransaction | None = None


class RememberingWorld(SqlWorld):
    """Like `SqlWorld`; what was read is not read again until a row of its kind is written to the database.

    Safe because acts on the same rows wait for each other (`locks`): what another transaction changes meanwhile is not
    what this one's acts are about.
    """

    def __init__(self, connection: Connection, hook: WriteHook) -> None:
        super().__init__(connection, Unwatched())
        self._hook = hook
        self._layers = [_Layer()]
        self._waiting = 0
        self._is_asking = False
        self._rows: dict[tuple[type, str], Any] = {}
        self._answers: dict[type, dict[object, list[Any]]] = {}
        self._met: dict[str, set[str]] = {_PERSON: set(), _SUBJECT: set()}
        self._hanging: dict[tuple[type, str], dict[str, list[Any]]] = {}

    # --- reading ---------------------------------------------------------------------------------------------

    @override
    def get(self, kind: type[E], id: str) -> E | None:
        for layer in reversed(self._layers):
            if id in layer.rows.get(kind, ()):
                waiting: E | None = layer.rows[kind][id]
                return waiting
        if (kind, id) not in self._rows and self._met[_PERSON] and _PERSON in TABLES[kind].c:
            self._hanging_on(kind, _PERSON, next(iter(self._met[_PERSON])))
        if (kind, id) not in self._rows:
            with self._asking():
                self._rows[kind, id] = super().get(kind, id)
        known: E | None = self._rows[kind, id]
        return known

    @override
    def find(self, kind: type[E], **equals: Any) -> list[E]:
        found = self._found(kind, equals)
        waiting: dict[str, Any] = {}
        for layer in self._layers:
            waiting |= layer.rows.get(kind, {})
        if not waiting:
            return list(found)
        rows = [row for row in found if row.id not in waiting]
        rows += [row for row in waiting.values() if row is not None and matches(row, equals)]
        return sorted(rows, key=lambda row: str(row.id))

    def learn(self, asked: Iterable[Asked], locks: Sequence[int] = ()) -> list[list[Any]]:
        """Read these rows at once, when the locks are had: they are about to be asked for one by one. What there is."""
        asked = [one for one in asked if one.values]
        with self._asking():
            answers = read(self._connection, asked, locks)
        for one, rows in zip(asked, answers, strict=True):
            self._keep(one, rows)
        return answers

    def meet(self, people: Iterable[str], subjects: Iterable[str] = ()) -> None:
        """These persons and subjects are about to be asked about: what hangs on them is read for all at once."""
        self._met[_PERSON] |= set(people)
        self._met[_SUBJECT] |= set(subjects)

    def _keep(self, asked: Asked, rows: Iterable[Any]) -> None:
        if asked.column == "id":
            self._rows |= {(asked.kind, row_id): None for row_id in asked.values}
        else:
            hanging: dict[str, list[Any]] = {value: [] for value in asked.values}
            for row in rows:
                hanging[getattr(row, asked.column)].append(row)
            self._hanging[asked.kind, asked.column] = hanging
        self._rows |= {(asked.kind, row.id): row for row in rows}

    def _found(self, kind: type, equals: dict[str, Any]) -> list[Any]:
        for column, value in equals.items():
            hanging = self._hanging_on(kind, column, value) if isinstance(value, str) else None
            if hanging is not None:
                return [row for row in hanging if matches(row, equals)]
        question = tuple((name, tuple(v) if isinstance(v, (list, set)) else v) for name, v in equals.items())
        answers = self._answers.setdefault(kind, {})
        if question not in answers:
            with self._asking():
                answers[question] = super().find(kind, **equals)
        return answers[question]

    def _hanging_on(self, kind: type, column: str, value: str) -> list[Any] | None:
        """The rows of a kind that have this value, known or to be learnt for all that were met at once."""
        known = self._hanging.get((kind, column), {})
        if value not in known and value in self._met.get(column, ()):
            self.learn([Asked(kind, column, sorted(self._met[column]))])
            known = self._hanging[kind, column]
        return known.get(value)

    # --- writing ---------------------------------------------------------------------------------------------

    @override
    def put(self, entity: object) -> None:
        self._write(entity, entity, None)

    @override
    def remove(self, entity: object) -> None:
        self._write(entity, None, self.get(type(entity), entity.id))  # type: ignore[attr-defined]

    def _write(self, entity: object, now: object | None, gone: object | None) -> None:
        row_id: str = entity.id  # type: ignore[attr-defined]
        self._hook.note(TABLES[type(entity)], row_id, now, gone)
        self._layers[-1].rows[type(entity)][row_id] = now
        self._waiting += 1
        if self._waiting > _MOST_WAITING:
            self.flush()

    def flush(self) -> None:
        """Let the database have all that was written, each part behind the savepoint it was written after."""
        with self._asking():
            for number, layer in enumerate(self._layers):
                if number and layer.savepoint is None:
                    layer.savepoint = self._connection.begin_nested()
                self._send(layer)
        self._waiting = 0

    def give_way(self) -> None:
        """Somebody is about to ask the database itself: let it be as they expect."""
        if not self._is_asking and (self._waiting or len(self._layers) > 1):
            self.flush()

    def forget(self) -> None:
        """What was written since a savepoint is gone, or rows were written past this world."""
        self._rows.clear()
        self._answers.clear()
        self._hanging.clear()

    def _send(self, layer: _Layer) -> None:
        for kind, rows in layer.rows.items():
            table = TABLES[kind]
            kept = [values_of(row) for row in rows.values() if row is not None]
            gone = [{"row_id": row_id} for row_id, row in rows.items() if row is None]
            if kept:
                self._hook.expect(table)
                upsert_all(self._connection, table, kept)
            if gone:
                self._hook.expect(table)
                self._connection.execute(removal(table), gone)
            self._rows |= {(kind, row_id): row for row_id, row in rows.items()}
            self._answers.pop(kind, None)
            for key in [key for key in self._hanging if key[0] is kind]:
                del self._hanging[key]
        layer.rows.clear()

    @contextmanager
    def _asking(self) -> Iterator[None]:
        was, self._is_asking = self._is_asking, True
        try:
            yield
        finally:
            self._is_asking = was

    # --- savepoints ------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """A savepoint: what is written from now on may be taken back."""
        self._layers.append(_Layer())

    def release(self) -> None:
        """What was written since the latest savepoint stays."""
        layer = self._layers.pop()
        with self._asking():
            if layer.savepoint is not None:
                layer.savepoint.commit()
        for kind, rows in layer.rows.items():
            self._layers[-1].rows[kind] |= rows

    def rollback(self) -> None:
        """What was written since the latest savepoint is taken back."""
        layer = self._layers.pop()
        if layer.savepoint is None:
            return
        self.forget()
        with self._asking():
            layer.savepoint.rollback()
