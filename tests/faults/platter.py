"""A disk that remembers what was synced: after a power cut any part of the rest may be there, or not.

Each file keeps what was synced and, in order, the writes since. The folder's own changes (new names, renames,
removals) are durable once the folder is synced, and until then a prefix of them. What a write covers may be torn at any
sector; bytes outside it are not touched (SQLite's « powersafe overwrite »).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.faults.tracing import Step

_SECTOR = 512


@dataclass(slots=True)
class _File:
    durable: bytearray = field(default_factory=bytearray)
    since: list[Step] = field(default_factory=list)

    def sync(self) -> None:
        for step in self.since:
            _apply(self.durable, step, len(step.data))
        self.since.clear()


def _apply(content: bytearray, step: Step, length: int) -> None:
    """Put the first `length` bytes of a write into a content."""
    if step.what == "truncate":
        del content[step.offset :]
        content.extend(bytes(step.offset - len(content)))
        return
    end = step.offset + length
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    content[step.offset : end] = step.data[:length]


class Platter:
    """One folder of a disk, from the files it held before the recording on."""

    def __init__(self, folder: Path) -> None:
        self._names = {
            path.name: _File(bytearray(path.read_bytes()))
            for path in folder.iterdir()
            if path.is_file() and not path.name.endswith(("-shm", ".lock"))
        }
        self._durable_names = dict(self._names)
        self._moves: list[tuple[Step, _File | None]] = []

    def check_against(self, folder: Path, steps: Iterable[Step]) -> None:
        """ValueError unless these steps, all of them, make of this disk what the folder holds: nothing went unseen."""
        for step in steps:
            if step.what != "said":
                self.take(step)
        for name, file in self._names.items():
            file.sync()
            if bytes(file.durable) != (folder / name).read_bytes():
                raise ValueError(f"the recording does not lead to {name}")

    def take(self, step: Step) -> None:
        """Let a step of the recording happen."""
        match step.what:
            case "write" | "truncate":
                self._names[step.name].since.append(step)
            case "sync":
                self._names[step.name].sync()
            case "sync_folder":
                self._sync_folder()
            case "create" if step.name not in self._names:
                self._move(step, _File())
            case "rename" | "unlink":
                self._move(step, None)

    def _move(self, step: Step, file: _File | None) -> None:
        self._moves.append((step, file))
        _rename(self._names, step, file)

    def _sync_folder(self) -> None:
        for step, file in self._moves:
            _rename(self._durable_names, step, file)
        self._moves.clear()

    @property
    def unsynced(self) -> int:
        """How many writes and changes of the folder a power cut could take."""
        return len(self._moves) + sum(len(file.since) for file in self._names.values())

    def cut(self, random: Random, target: Path) -> int:
        """Write what a power cut now may leave; how many unsynced steps it took away or tore."""
        names = dict(self._durable_names)
        kept = random.choice((0, len(self._moves), random.randint(0, len(self._moves))))
        for step, file in self._moves[:kept]:
            _rename(names, step, file)
        lost = len(self._moves) - kept
        luck = random.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        for name, file in names.items():
            content = bytearray(file.durable)
            lost += _survive(content, file.since, random, luck)
            (target / name).write_bytes(content)
        return lost


def _rename(names: dict[str, _File], step: Step, file: _File | None) -> None:
    if step.what == "create" and file is not None:
        names[step.name] = file
    elif step.what == "rename":
        names[step.other] = names.pop(step.name)
    else:
        names.pop(step.name, None)


def _survive(content: bytearray, since: list[Step], random: Random, luck: float) -> int:
    """Apply some of the unsynced writes, the last of them torn; how many did not survive whole."""
    chosen = [step for step in since if random.random() < luck]
    lost = len(since) - len(chosen)
    for step in chosen[:-1]:
        _apply(content, step, len(step.data))
    if chosen:
        last = chosen[-1]
        whole = len(last.data)
        length = random.choice((whole, random.randint(0, whole // _SECTOR) * _SECTOR))
        _apply(content, last, length)
        lost += length < whole
    return lost
