"""Every write-like system call of an act is a safe place to die: SIGKILL at the Nth, for all N.

A round is one kind of act, tried with a death at its 1st, 2nd, 3rd … write, sync, truncation, removal, until it gets
through alive. After each death the act is recorded whole, or not at all (TRUST.md, promise 3).
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sqlalchemy import select

from sync.domain.errors import EnvironmentFault
from sync.replica.clock import SystemClock
from sync.replica.tables import PENDING_ROWS, REPLICATED
from sync.replica.workstation import Workstation
from tests.faults.campaign import Tally
from tests.faults.desk import ACTS
from tests.faults.processes import WorkstationChild, acknowledged
from tests.faults.stage import stage
from tests.faults.tracing import WRITES, traced
from tests.faults.world import KEY

ROUNDS = 1
CI_ROUNDS = 1
_MOST_CALLS = 400
_UNDO = "undo"
_SYNC = "sync"
KINDS = (*ACTS, _UNDO)


@dataclass(frozen=True, slots=True)
class _State:
    """What a profile folder holds: its entries' ids, whether each is void, and every row as it shows."""

    entries: tuple[tuple[str, bool], ...]
    rows: frozenset[tuple[object, ...]]
    pending: frozenset[tuple[object, ...]]


def run(rounds: int, seed: int) -> Tally:
    """As many kinds of acts as rounds, beginning with one that the seed draws; all twelve with 12."""
    tally = Tally()
    first = Random(seed).randrange(len(KINDS))
    with _desk() as (station, profile):
        for number in range(min(rounds, len(KINDS))):
            _die_everywhere(station, profile, KINDS[(first + number) % len(KINDS)], tally)
    return tally


def control(seed: int) -> bool:
    """An act that counts as recorded though its journal was not written must be noticed."""
    del seed
    tally = Tally()
    with _desk() as (station, profile):
        _die_everywhere(station, profile, "comment", tally, "--plant", "acknowledged_early")
    return bool(tally.lost)


@contextmanager
def _desk() -> Iterator[tuple[WorkstationChild, Path]]:
    """A bootstrapped workstation, and a copy of its profile as it was before any act."""
    with stage(names=("alice",), applications=12) as place:
        place.server.start()
        place.server.await_listening()
        station = place.stations[0]
        station.start("--script", _SYNC, "close_job")
        if station.wait():
            raise RuntimeError(station.tail())
        place.server.kill()
        profile = station.folder.with_name("profile")
        shutil.copytree(station.folder, profile)
        yield station, profile


def _die_everywhere(station: WorkstationChild, profile: Path, kind: str, tally: Tally, *options: str) -> None:
    """One act again and again, each time on the same profile and with a death one system call later."""
    shutil.rmtree(station.folder)
    shutil.copytree(profile, station.folder)
    before = _state(station.folder)
    for count in range(1, _MOST_CALLS):
        shutil.rmtree(station.folder)
        shutil.copytree(profile, station.folder)
        station.log.unlink(missing_ok=True)
        if not _dies_at(count, station, kind, *options):
            tally.note(f"{kind}: deaths", count - 1)
            tally.acts += 1
            return
        tally.faults_that_happened += 1
        _examine(station, before, f"{kind} at call {count}", tally)
    tally.wrong.append(f"{kind} never got through")


def _dies_at(count: int, station: WorkstationChild, kind: str, *options: str) -> bool:
    """Let it do the act, with a SIGKILL as it enters its count-th write-like call; whether that ended it."""
    script = ("--seed", "1", "--undo", "1" if kind == _UNDO else "0", "--script", "study" if kind == _UNDO else kind)
    flags = ("-o", "/dev/null", "-e", f"trace={WRITES}", "-e", f"inject={WRITES}:signal=SIGKILL:when={count}")
    with traced(station, (*script, *options), *flags):
        status = station.wait()
    if status not in (0, -9):
        raise RuntimeError(station.tail())
    return status != 0


def _examine(station: WorkstationChild, before: _State, where: str, tally: Tally) -> None:
    """Recorded or not, nothing in between: the rows are those before, or those that replaying the act makes."""
    try:
        after = _state(station.folder)
    except EnvironmentFault as fault:
        tally.wrong.append(f"{where}: cannot be opened, {fault.code}")
        return
    kept = [entry for entry, _ in after.entries]
    tally.lost += [f"{where}: {act}" for act in acknowledged(station.log) if act not in kept]
    if len(set(kept)) != len(kept):
        tally.doubled.append(where)
    undone = any("undone" in line for line in station.said())
    if undone and not any(is_void for _, is_void in after.entries):
        tally.lost.append(f"{where}: the undo")
    added = after.entries[len(before.entries) :]
    is_recorded = any(not is_void for _, is_void in added[:1])
    shows = {after.pending != before.pending, after.rows != before.rows}
    if shows != {is_recorded}:
        tally.wrong.append(f"{where}: the rows show {'no' if is_recorded else 'an'} act that is there half")


def _state(folder: Path) -> _State:
    workstation = Workstation.open(folder, KEY, SystemClock())
    try:
        entries = sorted(workstation.recent(10**6), key=lambda item: item.mid)
        with workstation.reading() as connection:
            rows = {
                (name, *row) for name, table in REPLICATED.items() for row in connection.execute(select(table)).all()
            }
            pending = {tuple(row) for row in connection.execute(select(PENDING_ROWS))}
        if workstation.set_aside:
            raise EnvironmentFault("replica_set_aside")
    finally:
        workstation.close()
    return _State(tuple((item.entry.id, item.is_void) for item in entries), frozenset(rows), frozenset(pending))
