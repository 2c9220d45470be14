"""What must hold on a workstation at any moment: SYNC.md §12, read from its files."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection

from sync.domain.actor import Actor
from sync.domain.audience import employer_scope
from sync.domain.commands import Context, decide
from sync.domain.employers import Membership
from sync.domain.errors import RuleViolation
from sync.domain.inbox import WAITS_FOR_OTHERS
from sync.protocol.codec import sha256
from sync.protocol.entries import command_of
from sync.replica.entry import EntryState
from sync.replica.journal import JournalEntry
from sync.replica.tables import REPLICATED
from sync.store.types import instant_from_text
from tests.property.model import Key, ModelWorld, Scope, Truth, Version, image_of, key_of
from tests.property.oracle import Broken, Oracle, require
from tests.property.parts import Cut
from tests.property.service import Service
from tests.property.station import Station

Image = tuple[list[Any], int]


@dataclass(slots=True)
class Replica:
    """A replica as read: working rows, confirmed rows with their scope bits, and what it says of itself."""

    working: dict[Key, list[Any]]
    confirmed: dict[Key, tuple[list[Any], int, int]]
    scopes: dict[str, tuple[int, int, int, int]]
    meta: dict[str, str]
    doubtful: set[int]
    executed: set[str]
    pending_rows: set[tuple[str, str, int]]


@cache
def _select(table: str) -> str:
    columns = ", ".join(column.name for column in REPLICATED[table].columns)
    return f"SELECT {columns} FROM {table}"  # noqa: S608 - names from our metadata


def read_replica(connection: Connection) -> Replica:
    """Everything the replica holds, in one snapshot."""
    # Read so often that SQLAlchemy's rows would cost more than SQLite itself.
    raw: Any = connection.connection.driver_connection

    def rows(statement: str) -> list[Any]:
        return list(raw.execute(statement))

    stored = {(table, row[0]): list(row) for table in REPLICATED for row in rows(_select(table))}
    confirmed = dict(stored)
    for table, row_id, image in rows("SELECT table_name, row_id, image FROM shadows"):
        if image is None:
            confirmed.pop((table, row_id), None)
        else:
            held = json.loads(image)
            confirmed[table, row_id] = [held[column.name] for column in REPLICATED[table].columns]
    return Replica(
        working={key: row[:-2] for key, row in stored.items()},
        confirmed={key: (row[:-2], row[-2], row[-1]) for key, row in confirmed.items()},
        scopes={name: (bit, head, digest, count) for name, bit, head, digest, count in rows("SELECT * FROM scopes")},
        meta=dict(map(tuple, rows("SELECT * FROM meta"))),
        doubtful={mid for (mid,) in rows("SELECT mid FROM doubtful")},
        executed={entry_id for (entry_id,) in rows("SELECT id FROM outcomes")},
        pending_rows={tuple(row) for row in rows("SELECT table_name, row_id, mid FROM pending_rows")},
    )


class StationCheck:
    """Checks one workstation against the truth, knowing what the service ever handed out."""

    def __init__(self, station: Station, oracle: Oracle, service: Service) -> None:
        self._station = station
        self._oracle = oracle
        self._truth: Truth = oracle.truth
        self._cursors = service.cursors
        self._snapshots = [one for one in service.taken if one.user_id == station.user_id]
        with station.workstation.reading() as connection:
            self._replica = read_replica(connection)
        self._entries = station.workstation.recent(1_000_000)[::-1]

    def run(self) -> None:
        """All of it."""
        self._journal()
        self._promises()
        self._working(self._confirmed_rows())

    # --- the journal -----------------------------------------------------------------------------------------

    def _journal(self) -> None:
        """Gapless mids, an unbroken chain."""
        chain = None
        for before, item in zip([None, *self._entries], self._entries, strict=False):
            require(before is None or item.mid == before.mid + 1, "11 journal", f"mids jump to {item.mid}")
            require(item.hash == sha256(item.body), "11 journal", f"mid {item.mid} has another hash")
            is_linked = chain is None or item.entry.prev == chain
            require(is_linked, "11 journal", f"mid {item.mid} does not continue the chain")
            chain = item.hash

    def _promises(self) -> None:
        """Invariant 3: every act once promised is pending, or closed with the one outcome the server has for it."""
        by_id = {item.entry.id: item for item in self._entries}
        former = self._former()
        for promise in self._station.promises:
            item = by_id.get(promise.entry_id)
            is_known = item is not None or promise.entry_id in former
            require(is_known, "3 every act", f"{self._station.name} lost {promise.entry_id}")
            if promise.is_undone and item:
                require(item.is_void, "4 undo", f"mid {item.mid} was taken back and is not void")
        for item in self._entries:
            if item.state is EntryState.CLOSED:
                self._closed(item)
            elif self._replica.meta.get("cursor"):
                self._open(item)

    def _open(self, item: JournalEntry) -> None:
        """A pull that carries an act's effects carries its outcome too."""
        client_id = self._station.workstation.profile.client_id
        placed = self._oracle.placed.get((client_id, item.entry.id))
        is_confirmed = placed is not None and self._is_seen(placed)
        is_told = not is_confirmed or item.entry.id in self._replica.executed
        require(is_told, "3 one outcome", f"{self._station.name} holds the effects of mid {item.mid}, not its outcome")

    def _is_seen(self, placed: float) -> bool:
        """Whether the replica stands behind a commit that moved one of its scopes: the cursor tells no other apart."""
        at = self._cursors.get(self._replica.meta["cursor"], -1)
        if placed > at or not float(placed).is_integer():
            return False
        before, after = self._truth.versions[int(placed) - 1], self._truth.versions[int(placed)]
        return any(before.heads.get(scope) != after.heads.get(scope) for scope in self._replica.scopes)

    def _former(self) -> set[str]:
        bodies = self._journal_says("SELECT body FROM former_entries WHERE state = 'closed'")
        return {msgspec.json.decode(body)["id"] for body in bodies}

    def _journal_says(self, query: str) -> list[Any]:
        """One column of the journal: what no screen shows."""
        with self._station.workstation._journal._engine.connect() as connection:  # noqa: SLF001 - as it says
            raw: Any = connection.connection.driver_connection
            return [value for (value,) in raw.execute(query)]

    def _closed(self, item: JournalEntry) -> None:
        told = self._oracle.outcomes.get(item.entry.id)
        is_current = self._replica.meta.get("epoch") == self._station.epoch_now
        require(item.status, "3 one outcome", f"mid {item.mid} is closed without outcome")
        if told is None:
            require(not is_current, "3 one outcome", f"mid {item.mid} is closed and the server never took it")
        elif is_current and item.code != WAITS_FOR_OTHERS:
            require(told == (item.status, item.code), "3 one outcome", f"mid {item.mid} says {item.status}, not {told}")

    # --- confirmed rows --------------------------------------------------------------------------------------

    def _confirmed_rows(self) -> Scope:
        """The confirmed rows, once they are found to be right."""
        ready, cursor = self._replica.meta.get("ready", ""), self._replica.meta.get("cursor", "")
        require(ready in ("", "open", "all"), "11 ready", f"{self._station.name} is {ready}")
        require(ready or not self._replica.confirmed, "11 ready", "rows in a replica that is not ready")
        if ready != "all":
            require(not cursor, "11 ready", f"a replica that is not whole stands at {cursor}")
            return self._of_parts(is_whole=False)
        if cursor and cursor not in self._cursors:
            return self._of_parts(is_whole=True)
        if cursor:
            number = self._cursors[cursor]
            require(number >= self._station.version, "9 cursor", f"back to {number} from {self._station.version}")
            self._station.version, self._station.unknown = number, frozenset()
        try:
            return self._confirmed(self._truth.versions[self._station.version])
        except Broken as broken:
            if cursor:
                raise
            return self._of_parts_at_least(broken)

    def _of_parts_at_least(self, broken: Broken) -> Scope:
        try:
            return self._of_parts(is_whole=True)
        except Broken:
            raise broken from None

    def _known(self, key: Key, values: list[Any] | None) -> list[Any] | None:
        """Values that the replica can know: a migrated one waits for those of its new columns."""
        unknown = self._station.unknown
        if not unknown or values is None:
            return values
        named = zip(REPLICATED[key[0]].columns, values, strict=False)
        return [None if (key[0], column.name) in unknown else value for column, value in named]

    def _of_parts(self, *, is_whole: bool) -> Scope:
        """Between a bootstrap by parts and the pull that follows; a forgotten cursor does not tell the two apart."""
        found = {key: (self._known(key, row[0]), row[2]) for key, row in self._replica.confirmed.items()}
        if not found:
            return {}
        held = sorted(self._replica.scopes)
        require(not is_whole or "reference" in held, "11 ready", f"{self._station.name} is called complete with {held}")
        begun = [employer_scope(row_id) for table, row_id in sorted(found) if table == "employers"]
        scopes = held if is_whole else begun
        return Cut(self._truth, self._snapshots, self._known).rows(found, scopes, is_whole=is_whole)

    def _confirmed(self, version: Version) -> Scope:
        """Invariants 7, 8 and 10: exactly the rows of the user's scopes, all of one version, digests included."""
        mine = scopes_at(version, self._station.user_id)
        require(set(self._replica.scopes) == set(mine), "8 scopes", f"{sorted(self._replica.scopes)}, not {mine}")
        self._heads(mine)
        rows = version.rows_of(mine)
        bits = {name: held[0] for name, held in self._replica.scopes.items()}
        masks: dict[Key, int] = {}
        for scope in mine:
            require(
                self._replica.scopes[scope][1:] == version.position(scope),
                "7 confirmed",
                f"{scope} at {self._replica.scopes[scope][1:]}, not {version.position(scope)}",
            )
            for key in version.scopes.get(scope, {}):
                masks[key] = masks.get(key, 0) | 1 << bits[scope]
        self._same_rows(rows, masks)
        return rows

    def _heads(self, mine: list[str]) -> None:
        """Invariant 9: within an epoch no scope goes back."""
        station, epoch = self._station, self._replica.meta["epoch"]
        heads = {scope: self._replica.scopes[scope][1] for scope in mine}
        known = station.heads if station.heads_epoch == epoch else {}
        back = [scope for scope, head in heads.items() if head < known.get(scope, 0)]
        require(not back, "9 cursor", f"{station.name}: {back} went back")
        station.heads_epoch, station.scopes, station.heads = epoch, mine, {**known, **heads}

    def _same_rows(self, rows: Scope, masks: dict[Key, int]) -> None:
        found = self._replica.confirmed
        foreign = found.keys() - rows.keys()
        require(not foreign, "8 scopes", f"rows outside the scopes: {sorted(foreign)[:3]}")
        absent = rows.keys() - found.keys()
        require(not absent, "7 confirmed", f"rows missing: {sorted(absent)[:3]}")
        for key, row in rows.items():
            values, row_hash = image_of(row)
            held = self._known(key, found[key][0])
            is_same = (held, *found[key][1:]) == (self._known(key, values), masks[key], row_hash)
            require(is_same, "7 confirmed", f"{key} is {found[key]}, not {values}")

    # --- working rows ----------------------------------------------------------------------------------------

    def _working(self, confirmed: Scope) -> None:
        """Invariant 5: working rows = replay(confirmed rows, pending acts).

        Acts that a restored server gets again may still wait to be shown again, until the pull that tells of them.
        """
        pending = [item for item in self._entries if self._is_pending(item)]
        again = self._again()
        first = [item for item in pending if item.mid not in again]
        if len(first) == len(pending) or self._why_not(confirmed, pending):
            why = self._why_not(confirmed, first)
            require(not why, "5 working rows", f"{self._station.name}: {why}")

    def _is_pending(self, item: JournalEntry) -> bool:
        is_open = item.state is not EntryState.CLOSED and not item.is_void
        return is_open and item.entry.id not in self._replica.executed

    def _again(self) -> set[int]:
        """The acts that were closed once and are to be sent again."""
        return set(self._journal_says("SELECT mid FROM entries WHERE closed_at IS NOT NULL AND state != 'closed'"))

    def _why_not(self, confirmed: Scope, pending: list[JournalEntry]) -> str:
        """How the working rows and doubts differ from these acts replayed; "" when they do not."""
        world = ModelWorld(confirmed.values())
        doubtful = {item.mid for item in pending if not self._replay(item, world)}
        should = {key_of(row): image_of(row)[0] for row in world.all()}
        differing = sorted(key for key in should.keys() | self._replica.working.keys() if self._differs(key, should))
        if differing:
            return f"{differing[:3]} differ from the replay"
        is_same = self._replica.doubtful == doubtful
        return "" if is_same else f"doubtful are {self._replica.doubtful}, should be {doubtful}"

    def _differs(self, key: Key, should: dict[Key, list[Any]]) -> bool:
        return self._known(key, should.get(key)) != self._known(key, self._replica.working.get(key))

    def _replay(self, item: JournalEntry, world: ModelWorld) -> bool:
        command = command_of(item.entry)
        if command is None:
            return True
        at = instant_from_text(item.recorded_at)
        user = self._station.device.user
        context = Context(
            actor=Actor(user_id=user.id, name=user.display_name),
            now=at,
            rules=self._station.workstation.rules(at),
            command_id=item.entry.id,
            expect=command.expect,
        )
        before = world.copy()
        try:
            decide(command.args, context, world)
        except RuleViolation:
            world.become(before)
            return False
        return True


def scopes_at(version: Version, user_id: str) -> list[str]:
    """The scopes a user had a right to, the directory left out."""
    own = version.scopes.get(f"user:{user_id}", {}).values()
    return ["reference", f"user:{user_id}", *_employers(own, user_id)]


def _employers(rows: Iterable[object], user_id: str) -> list[str]:
    places = [row for row in rows if isinstance(row, Membership) and row.user_id == user_id and row.is_active]
    return sorted(f"employer:{place.employer_id}" for place in places)
