"""Pulls made by hand: what a server would send of some entities."""

from collections.abc import Iterable, Sequence

import msgspec

from sync.protocol import messages as m
from sync.protocol.codec import frame
from sync.store.rows import add_hashes, column_names, row_hash, values_of, wire_row
from sync.store.tables import TABLES


class HandMadeServer:
    """Holds entities in scopes, and writes the pulls that bring a workstation level with them."""

    def __init__(self, epoch: str = "epoch-1") -> None:
        self.epoch = epoch
        self._rows: dict[str, dict[tuple[str, str], bytes]] = {}
        self._heads: dict[str, int] = {}

    def put(self, scope: str, *entities: object) -> None:
        """Let a scope carry these, in place of their earlier versions."""
        rows = self._rows.setdefault(scope, {})
        for entity in entities:
            table = TABLES[type(entity)].name
            rows[table, entity.id] = wire_row(values_of(entity).values())  # type: ignore[attr-defined]
        self._heads[scope] = self._heads.get(scope, 0) + 1

    def drop_scope(self, scope: str) -> None:
        """Take a scope from the user."""
        del self._rows[scope], self._heads[scope]

    def full_pull(self, outcomes: Sequence[m.OutcomeMessage] = ()) -> list[bytes]:
        """Everything, as asked for with an empty cursor."""
        changes = {scope: set(rows) for scope, rows in self._rows.items()}
        return self.pull(changes, outcomes, reset=True)

    def pull(
        self,
        changes: dict[str, set[tuple[str, str]]],
        outcomes: Sequence[m.OutcomeMessage] = (),
        *,
        gone: Iterable[tuple[str, str, str]] = (),
        reset: bool = False,
    ) -> list[bytes]:
        """The named rows of each scope; `gone` are (scope, table, id) that left."""
        left = list(gone)
        for scope, table, row_id in left:
            del self._rows[scope][table, row_id]
        lines: list[m.Line] = [m.Begin(epoch=self.epoch, digest=1, scopes=self._states(reset=reset))]
        for scope, keys in changes.items():
            lines += self._row_lines(scope, keys)
        lines += [m.Gone(scope=scope, table=table, ids=[row_id]) for scope, table, row_id in left]
        lines.append(m.Outcomes(outcomes=list(outcomes)))
        return list(frame(lines, cursor=f"cursor-{sum(self._heads.values())}"))

    def _states(self, *, reset: bool) -> list[m.ScopeState]:
        return [
            m.ScopeState(scope=scope, head=self._heads[scope], digest=_digest(rows), rows=len(rows), reset=reset)
            for scope, rows in self._rows.items()
        ]

    def _row_lines(self, scope: str, keys: set[tuple[str, str]]) -> Iterable[m.Line]:
        for entity_table in TABLES.values():
            name = str(entity_table.name)
            rows = [msgspec.Raw(self._rows[scope][key]) for key in sorted(keys) if key[0] == name]
            if rows:
                yield m.Table(scope=scope, table=name, columns=list(column_names(entity_table)))
                yield m.Rows(rows=rows)


def _digest(rows: dict[tuple[str, str], bytes]) -> int:
    total = 0
    for (table, _), row in rows.items():
        total = add_hashes(total, row_hash(table, row))
    return total
