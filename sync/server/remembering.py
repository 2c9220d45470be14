"""The server's world: it remembers what a transaction has read, and keeps what it writes until somebody else looks.

Rows written one by one leave together, a statement for each kind: before the commit, or as soon as anybody asks the
database past this world (`give_way`). A savepoint costs nothing until then.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection, NestedTransaction
from typing_extensions import override

from sync.server.bulk import upsert_all
from sync.server.feed_index import chunks
from sync.server.prefetch import matches
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
            self._gathered(kind, _PERSON)
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

    def learn(self, kind: type, ids: Collection[str]) -> list[Any]:
        """Read these rows at once: they are about to be asked for one by one. Those that there are."""
        self._rows |= {(kind, row_id): None for row_id in ids}
        with self._asking():
            found: list[Any] = super().find(kind, id=tuple(ids))
        self._rows |= {(kind, row.id): row for row in found}
        return found

    def meet(self, people: Iterable[str], subjects: Iterable[str] = ()) -> None:
        """These persons and subjects are about to be asked about: what hangs on them is read for all at once."""
        self._met[_PERSON] |= set(people)
        self._met[_SUBJECT] |= set(subjects)
        self._hanging.clear()

    def _found(self, kind: type, equals: dict[str, Any]) -> list[Any]:
        for column, met in self._met.items():
            value = equals.get(column)
            if isinstance(value, str) and value in met:
                return [row for row in self._gathered(kind, column)[value] if matches(row, equals)]
        return self._answered(kind, equals)

    def _answered(self, kind: type, equals: dict[str, Any]) -> list[Any]:
        question = tuple((name, tuple(v) if isinstance(v, (list, set)) else v) for name, v in equals.items())
        answers = self._answers.setdefault(kind, {})
        if question not in answers:
            with self._asking():
                answers[question] = super().find(kind, **equals)
        return answers[question]

    def _gathered(self, kind: type, column: str) -> dict[str, list[Any]]:
        """The rows of a kind that hang on the persons or subjects met, by whom or what they hang on."""
        if (kind, column) not in self._hanging:
            gathered = dict[str, list[Any]]((value, []) for value in self._met[column])
            rows: list[Any] = []
            with self._asking():
                for some in chunks(sorted(gathered)):
                    rows += super().find(kind, **{column: tuple(some)})
            for row in rows:
                self._rows[kind, row.id] = row
                gathered[getattr(row, column)].append(row)
            self._hanging[kind, column] = gathered
        return self._hanging[kind, column]

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
            for column in self._met:
                self._hanging.pop((kind, column), None)
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
