"""The central side of a story: the service, and the truth that is moved along with every commit it makes."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select

from sync.domain.calendar import paris_date
from sync.domain.editions import Edition
from sync.domain.passes import Pass
from sync.domain.seals import SealingKey
from sync.domain.world import World
from sync.protocol.attestations import Signer
from sync.protocol.messages import Entry, Push, PushedEntry
from sync.server.tables import CENTRAL, CLIENT_ENTRIES, CLIENTS, SCOPE_HEADS
from sync.store.types import instant_from_text
from sync.store.world import SqlWorld, Unwatched
from tests.property import locks
from tests.property.clocks import TrueTime
from tests.property.coming_back import ComingBack
from tests.property.model import ModelWorld, Truth, Version
from tests.property.network import Letter, Network
from tests.property.oracle import Numbers, Oracle, Taken, require
from tests.property.scenery import EPOCH, scenery
from tests.property.seals import seal
from tests.property.service import Service

_LOG = (
    "SELECT rowid, id, client_id, user_id, mid, body, status, code, facts, effective_at, received_at, grade"
    " FROM command_log WHERE rowid > ? ORDER BY rowid"
)


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the database, and the truth of that moment."""

    file: Path
    world: ModelWorld
    version: Version
    oracle: Oracle
    log_end: int


class Headquarters:
    """Serves the network; after each request the truth catches up and the feed is compared with it."""

    def __init__(self, folder: Path, time: TrueTime, note: Callable[[str], None]) -> None:
        self.time = time
        self.service = Service(folder, time)
        self.network = Network(self.service, note)
        self.network.served = self.observe
        self.network.arriving = self._arriving
        self.truth = Truth(ModelWorld(scenery().entities))
        self.oracle = Oracle(self.truth, {device.client_id: device.user.id for device in scenery().devices})
        self.service.version = lambda: self.truth.now.number
        self.cursors = self.service.cursors
        self.epoch = EPOCH
        self._log_end = 0
        self._restores = 0
        self._passes: dict[str, Pass] = {}
        self._begin()

    def _begin(self) -> None:
        with self.service.central.reading() as connection:
            world = SqlWorld(connection, Unwatched())
            for row in (*world.find(Edition), *world.find(SealingKey)):
                self.truth.world.put(row)
            seed = connection.scalars(select(CENTRAL.c.value).where(CENTRAL.c.name == "sealing_seed")).one()
            self._signer = Signer(bytes.fromhex(seed))
            self.truth.commit()
            self.truth.heads.update({row.scope: row.head for row in connection.execute(select(SCOPE_HEADS))})
            self.truth.commit()
            for row in connection.execute(select(CLIENTS)):
                self.oracle.latest[row.id] = row.last_effective_at

    # --- requests --------------------------------------------------------------------------------------------

    def _arriving(self, letter: Letter) -> None:
        """Which entries of this batch their author took back."""
        self.oracle.voided, self.oracle.done_once, self.oracle.came_back = set(), set(), False
        if letter.path == "push":
            try:
                batch = msgspec.json.decode(letter.body, type=Push).entries
                self.oracle.voided = {_id_of(one) for one in batch if one.void}
                self.oracle.done_once = {_id_of(one) for one in batch if one.was_done}
            except msgspec.DecodeError:
                return

    def observe(self) -> None:
        """A request was dealt with: judge what it added to the log, then compare the feed with the truth."""
        with self.service.central.reading() as connection:
            for row in connection.execute(select(CLIENTS.c.id, CLIENTS.c.user_id, CLIENTS.c.last_effective_at)):
                self.oracle.devices[row.id] = row.user_id
                self.oracle.latest.setdefault(row.id, row.last_effective_at)
            rows = connection.exec_driver_sql(_LOG, (self._log_end,)).all()
            for row in rows:
                self.oracle.take(_taken(row))
                self._note_passes()
            places = connection.execute(select(CLIENT_ENTRIES.c.client_id, CLIENT_ENTRIES.c.command_id)).all()
            for client_id, entry_id in places:
                self.oracle.placed.setdefault((client_id, entry_id), self.truth.now.number + 0.5)
            if rows:
                if self.oracle.waiting:
                    everything = connection.exec_driver_sql(_LOG, (0,)).all()
                    log = {row.id: _taken(row) for row in everything if row.id in self.oracle.waiting}
                    ComingBack(self.oracle).judge(log, _taken(rows[-1]))
                self._log_end = rows[-1][0]
                self._commit()

    def commit(self, write: Callable[[World], None]) -> None:
        """Somebody else writes: the same on the database, through its hook, and on the truth."""
        with self.service.central.work() as unit:
            write(unit.world)
        write(self.truth.world)
        self._commit()

    def _note_passes(self) -> None:
        self._passes.update({one.id: one for one in self.truth.world.find(Pass)})

    def _commit(self) -> None:
        seal(self.truth.world, self._passes, self._signer, self.time.now())
        self._passes.clear()
        self._note_passes()
        self.truth.commit()
        self.oracle.check_passes(paris_date(self.time.now()))
        self.check_feed()

    def check_feed(self) -> None:
        """Invariant 20, the digests of every scope, and how counters were taken."""
        require(not locks.faults, "counters", ", ".join(locks.faults))
        with self.service.central.reading() as connection:
            rows = connection.execute(select(SCOPE_HEADS)).all()
        found = {row.scope: (row.head, row.digest, row.rows) for row in rows}
        for scope in self.truth.now.scopes.keys() | found.keys():
            should = self.truth.now.position(scope)
            require(
                found.get(scope, (0, 0, 0)) == should,
                "20 heads" if found.get(scope, (0,))[0] != should[0] else "2 serial replay",
                f"{scope} stands at {found.get(scope)}, should at {should}",
            )

    def knows(self, client_id: str) -> bool:
        """Whether the server has this client: one enrolled after the backup is gone with a restore."""
        with self.service.central.reading() as connection:
            return connection.execute(select(CLIENTS.c.id).where(CLIENTS.c.id == client_id)).first() is not None

    def last_mid(self, client_id: str) -> int:
        """How many entries the server holds of a client; 0 for one it does not know."""
        with self.service.central.reading() as connection:
            found = connection.execute(select(CLIENTS.c.last_mid).where(CLIENTS.c.id == client_id)).scalar_one_or_none()
        return int(found or 0)

    def check_places(self) -> None:
        """Invariants 1 and 4: each client's entries stand at mids 1, 2, 3 …, as far as the server says."""
        with self.service.central.reading() as connection:
            clients = connection.execute(select(CLIENTS)).all()
            for client in clients:
                own = select(CLIENT_ENTRIES).where(CLIENT_ENTRIES.c.client_id == client.id)
                entries = connection.execute(own.order_by(CLIENT_ENTRIES.c.mid)).all()
                mids = [entry.mid for entry in entries]
                require(mids == list(range(1, client.last_mid + 1)), "4 mid order", f"{client.device_name}: {mids}")
                chain = entries[-1].body_hash if entries else ""
                require(client.chain == chain, "4 mid order", f"{client.device_name}: chain {client.chain}")
                known = all(entry.command_id in self.oracle.outcomes for entry in entries)
                require(known, "3 one outcome", f"{client.device_name}: a place without an outcome")

    # --- disasters -------------------------------------------------------------------------------------------

    def back_up(self) -> Backup:
        """Keep a copy."""
        file = self.service.folder / "backup.db"
        self.service.backup(file)
        return Backup(file, self.truth.world.copy(), self.truth.now, _copied(self.oracle), self._log_end)

    def restore(self, backup: Backup) -> None:
        """Everything since the backup is gone from the server, and this life of it has a new epoch."""
        self._restores += 1
        self.epoch = f"{EPOCH[:-1]}{1 + self._restores}"
        self.service.restore(backup.file, self.epoch)
        self.truth.go_back(backup.world, backup.version)
        self.oracle.go_back(backup.oracle)
        self._log_end = backup.log_end
        self._passes.clear()
        self._note_passes()
        self.check_feed()


def _copied(oracle: Oracle) -> Oracle:
    return Oracle(
        oracle.truth,
        dict(oracle.devices),
        Numbers(list(oracle.numbers.taken)),
        dict(oracle.latest),
        outcomes=dict(oracle.outcomes),
        placed=dict(oracle.placed),
        log=dict(oracle.log),
        waiting=dict(oracle.waiting),
    )


def _id_of(pushed: PushedEntry) -> str:
    return msgspec.json.decode(pushed.body, type=Entry).id


def _taken(row: Any) -> Taken:  # noqa: ANN401 - a row of the log
    at, received = instant_from_text(row.effective_at), instant_from_text(row.received_at)
    who = (row.id, row.client_id, row.user_id, row.mid, row.body.encode())
    return Taken(*who, row.status, row.code, row.facts, at, received, row.grade)
