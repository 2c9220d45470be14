"""Power cuts: the writes of real acts and pulls, recorded with strace, replayed onto images of what a cut may leave.

A round is one image: any prefix of the recorded steps, of what was not synced any subset, the last write torn. The
shipped code opens it, and every act acknowledged before the cut must be there (TRUST.md, promise 2).
"""

import bisect
import copy
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random

from sqlalchemy import select

from sync.domain.job_applications import Comment
from sync.replica.clock import SystemClock
from sync.replica.workstation import Workstation
from sync.store.tables import TABLES
from tests.faults import world
from tests.faults.campaign import Tally
from tests.faults.platter import Platter
from tests.faults.stage import stage
from tests.faults.tracing import Step, record
from tests.faults.world import KEY

ROUNDS = 20_000
CI_ROUNDS = 120
_PER_RECORDING = 1_000
_ACTS = 30
_CONTROL_IMAGES = 100
_CONTROL_TRIES = 5
_COMMENTS = TABLES[Comment]
_NOTE = "job_application.comment"


@dataclass(slots=True)
class _Said:
    """What had been acknowledged at a point of the recording."""

    acts: list[str] = field(default_factory=list)
    undone: list[int] = field(default_factory=list)

    def hear(self, lines: bytes) -> None:
        for line in lines.splitlines():
            told = json.loads(line) if line.startswith(b"{") else {}
            if "act" in told:
                self.acts.append(told["act"])
            if "undone" in told:
                self.undone.append(told["undone"])


def run(rounds: int, seed: int) -> Tally:
    """Recording after recording, each of another day's work."""
    random = Random(seed)
    tally = Tally()
    for done in range(0, rounds, _PER_RECORDING):
        with _recorded(random) as (platter, steps):
            _cut(platter, steps, min(_PER_RECORDING, rounds - done), random, tally)
    return tally


def control(seed: int) -> bool:
    """A journal with synchronous=NORMAL, and pulls not synced before their entries are closed: both must lose acts."""
    random = Random(seed)
    bugs = ("journal_normal", "pulls_off")
    return all(any(_loses(bug, random) for _ in range(_CONTROL_TRIES)) for bug in bugs)


def _loses(plant: str, random: Random) -> bool:
    tally = Tally()
    with _recorded(random, plant) as (platter, steps):
        _cut(platter, steps, _CONTROL_IMAGES, random, tally)
    return bool(tally.lost)


@contextmanager
def _recorded(random: Random, plant: str = "") -> Iterator[tuple[Platter, list[Step]]]:
    """The disk before a day's work, and what the work asked of it: two sessions, the first ended properly."""
    with stage(names=("alice",), applications=12) as place:
        place.server.start()
        place.server.await_listening()
        station = place.stations[0]
        platter = Platter(station.folder)
        options = ("--plant", plant, "--sync", str(random.choice((0.1, 0.2, 0.4))))
        steps: list[Step] = []
        before = copy.deepcopy(platter)
        for acts in (random.randint(1, _ACTS), random.randint(1, _ACTS)):
            steps += record(station, "--seed", str(random.randrange(2**31)), "--acts", str(acts), *options)
        before.check_against(station.folder, steps)
        yield platter, steps


def _cut(platter: Platter, steps: list[Step], images: int, random: Random, tally: Tally) -> None:
    """Cut the power at drawn points, in order, so that the recording is gone through once."""
    points = sorted(random.randrange(len(steps)) for _ in range(images))
    said = _Said()
    folder = world.scratch()
    try:
        for number, step in enumerate(steps):
            if step.what == "said":
                said.hear(step.data)
            else:
                platter.take(step)
            for _ in range(bisect.bisect_right(points, number) - bisect.bisect_left(points, number)):
                _image(platter, said, random, tally, folder / "image")
    finally:
        world.remove(folder)
    tally.acts += len(said.acts)


def _image(platter: Platter, said: _Said, random: Random, tally: Tally, target: Path) -> None:
    target.mkdir()
    if platter.cut(random, target):
        tally.strike("unsynced writes lost or torn")
    else:
        tally.note("cuts where all was synced")
    try:
        _examine(target, said, tally)
    except Exception as error:  # noqa: BLE001 - whatever keeps the shipped code from opening the files is a finding
        tally.wrong.append(f"cannot be opened: {type(error).__name__}: {error}")
    shutil.rmtree(target)


def _examine(folder: Path, said: _Said, tally: Tally) -> None:
    workstation = Workstation.open(folder, KEY, SystemClock())
    try:
        entries = sorted(workstation.recent(10**6), key=lambda item: item.mid)
        broken = [after.mid for before, after in pairwise(entries) if after.entry.prev != before.hash]
        kept = {item.entry.id for item in entries}
        tally.lost += [act for act in said.acts if act not in kept]
        if broken or [item.mid for item in entries] != list(range(1, len(entries) + 1)):
            tally.wrong.append(f"the chain is broken at {broken}")
        tally.lost += [f"undo of {mid}" for mid in said.undone if mid > len(entries) or not entries[mid - 1].is_void]
        if workstation.set_aside:
            tally.note("replicas set aside")
        _look_for_notes(workstation, said, tally)
    finally:
        workstation.close()


def _look_for_notes(workstation: Workstation, said: _Said, tally: Tally) -> None:
    """A note that was acknowledged shows: confirmed by a pull, or replayed. A new replica asks for everything anew."""
    if not workstation.meta().get("cursor"):
        return
    with workstation.reading() as rows:
        shown = set(rows.execute(select(_COMMENTS.c.id)).scalars())
    acknowledged = set(said.acts)
    for item in workstation.recent(10**6):
        is_note = item.entry.name == _NOTE and item.entry.id in acknowledged
        if is_note and item.entry.args["comment_id"] not in shown:
            tally.lost.append(f"the effect of {item.entry.id}, {item.state}")
