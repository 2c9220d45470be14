"""Failing disks under a working workstation: EIO and ENOSPC from system calls, a full disk, a read-only one.

A round is one act tried on such a disk. Each is either refused with a clear fault or kept; afterwards every kept act is
on the server exactly once, and no file of the profile was deleted (TRUST.md, promise 4). System calls fail through
libfiu; full and read-only disks are real small ones, which takes root.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from sync.replica.files import JOURNAL_FILE
from tests.faults.campaign import Skipped, Tally
from tests.faults.processes import PATIENCE_S, WorkstationChild, said_in
from tests.faults.stage import Stage, stage
from tests.faults.verdict import UNTOLD
from tests.faults.workstation import CLEAR_FAULT

ROUNDS = 2_000
CI_ROUNDS = 60
_PER_LIFE = 100
_CONTROL_TRIES = 8
_CONTROL_ACTS = 60
_MOUNT = ("mount", "-t", "tmpfs", "-o", "size=12m,mode=700", "none")
_POINTS = {
    "pwrite": "posix/io/rw/pwrite",
    "pread": "posix/io/rw/pread",
    "fsync": "posix/io/sync/fsync",
    "ftruncate": "posix/io/rw/ftruncate",
    "unlink": "posix/io/dir/unlink",
    "rename": "posix/io/dir/rename",
}
_OFTEN = ("pwrite", "pread", "fsync")
_ERRNOS = {"EIO": 5, "ENOSPC": 28}


def run(rounds: int, seed: int) -> Tally:
    """Two thirds of the acts with failing system calls, the others on a full or read-only disk where root may mount."""
    random = Random(seed)
    tally = Tally()
    failing = rounds * 2 // 3 if _may_mount() else rounds
    for done in range(0, failing, 5 * _PER_LIFE):
        tally.add(_failing_calls(min(5 * _PER_LIFE, failing - done), random))
    if rounds > failing:
        tally.add(_small_disk(rounds - failing, random))
    return tally


def control(seed: int) -> bool:
    """Acts that count as recorded though the journal could not be written must be missed."""
    random = Random(seed)
    return any(_failing_calls(_CONTROL_ACTS, random, plant="unkept_acts").lost for _ in range(_CONTROL_TRIES))


# --- failing system calls ------------------------------------------------------------------------------------------


def _failing_calls(acts: int, random: Random, plant: str = "") -> Tally:
    if not shutil.which("fiu-run"):
        raise Skipped("needs fiu-run (Debian: fiu-utils)")
    tally = Tally()
    with _ready() as (place, station):
        for done in range(0, acts, _PER_LIFE):
            _fail_life(station, min(_PER_LIFE, acts - done), random, plant)
        _finish(place, station, tally)
    return tally


def _fail_life(station: WorkstationChild, acts: int, random: Random, plant: str) -> None:
    """One process with a preloaded library that makes some of its system calls fail."""
    points = {random.choice(_OFTEN), *random.sample(sorted(_POINTS), random.randint(0, 2))}
    command = ["fiu-run", "-x", "-f", ""]
    for point in sorted(points):
        errno = random.choice(sorted(_ERRNOS.values()))
        chance = random.choice((0.01, 0.02, 0.05))
        command += ["-c", f"enable_random name={_POINTS[point]},probability={chance},failinfo={errno}"]
    command += [sys.executable, "-m", "tests.faults.workstation", *station.arguments, "--tough", "--plant", plant]
    command += ["--acts", str(acts), "--seed", str(random.randrange(2**31))]
    with station.log.open("a", encoding="utf-8") as log:
        subprocess.run(command, stdout=log, stderr=log, check=False, timeout=4 * PATIENCE_S)


# --- small disks ---------------------------------------------------------------------------------------------------


def _may_mount() -> bool:
    """Whether a disk of our own can be had: it takes root, and a machine that lets its root mount."""
    if not (hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("mount")):
        return False
    with TemporaryDirectory() as folder:
        tried = subprocess.run([*_MOUNT, folder], capture_output=True, check=False)
        if tried.returncode:
            return False
        subprocess.run(["umount", "--lazy", folder], check=True)
    return True


def _small_disk(acts: int, random: Random) -> Tally:
    tally = Tally()
    with _ready() as (place, station), _mounted(station.folder):
        for done in range(0, acts, _PER_LIFE):
            _full_life(station, min(_PER_LIFE, acts - done), random, tally)
            _read_only_life(station, tally)
        _finish(place, station, tally)
    return tally


@contextmanager
def _mounted(folder: Path) -> Iterator[None]:
    """The folder on a small disk of its own."""
    kept = folder.with_name(f"{folder.name}.kept")
    folder.rename(kept)
    folder.mkdir(mode=0o700)
    subprocess.run([*_MOUNT, folder], check=True)
    try:
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def _full_life(station: WorkstationChild, acts: int, random: Random, tally: Tally) -> None:
    """One process, while the disk fills up and empties again."""
    filler = station.folder / "filler"
    station.start("--tough", "--acts", str(acts), "--seed", str(random.randrange(2**31)))
    while station.is_running:
        time.sleep(random.random() * 0.2)
        tally.note("times the disk was filled", _fill(filler, random.choice((0, 0, 2_000, 20_000))))
        time.sleep(random.random() * 0.3)
        filler.unlink()


def _fill(filler: Path, left: int) -> int:
    """Fill the disk up to so many bytes."""
    room = shutil.disk_usage(filler.parent).free
    try:
        filler.write_bytes(bytes(max(0, room - left)))
    except OSError:
        return 1
    return int(shutil.disk_usage(filler.parent).free <= left + 4096)


def _read_only_life(station: WorkstationChild, tally: Tally) -> None:
    """A start on a read-only disk: a clear fault, and every file as it was."""
    before = _contents(station.folder)
    subprocess.run(["mount", "-o", "remount,ro", station.folder], check=True)
    try:
        station.start("--acts", "1")
        status = station.wait()
    finally:
        subprocess.run(["mount", "-o", "remount,rw", station.folder], check=True)
    tally.strike("starts on a read-only disk")
    if status != CLEAR_FAULT or "fault" not in station.said()[-1]:
        tally.wrong.append(f"a read-only disk is told with status {status}: {station.tail()[-300:]}")
    if _contents(station.folder) != before:
        tally.wrong.append("a start on a read-only disk changed files")


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


# --- both ----------------------------------------------------------------------------------------------------------


@contextmanager
def _ready() -> Iterator[tuple[Stage, WorkstationChild]]:
    """A bootstrapped workstation and its server, on a sound disk."""
    with stage(names=("alice",), applications=24) as place:
        place.server.start()
        place.server.await_listening()
        station = place.stations[0]
        station.start("--script", "sync")
        station.wait()
        yield place, station


def _finish(place: Stage, station: WorkstationChild, tally: Tally) -> None:
    """The disk is sound again: everything acknowledged arrives, and nothing was deleted."""
    for line in said_in(station.log):
        for kind in ("fault", "broke"):
            if kind in line:
                tally.strike(f"{kind}: {line[kind]}")
        if "act" in line:
            tally.note("kept and shown" if line["shown"] else "kept, shown after healing")
    if not (station.folder / JOURNAL_FILE).exists():
        tally.wrong.append("the journal is gone")
    tally.note("replicas set aside", len(list(station.folder.glob("replica.db.damaged-*[0-9]"))))
    place.rest(tally)
    if tally.notes[UNTOLD]:
        tally.wrong.append(f"acts refused with a fault, and kept all the same: {tally.notes[UNTOLD]}")
