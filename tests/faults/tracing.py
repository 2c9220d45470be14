"""strace on a workstation process: what it asked of the disk, with every byte, or a death at a system call."""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.faults.campaign import Skipped
from tests.faults.processes import PATIENCE_S, WorkstationChild

WRITES = "pwrite64,write,fsync,fdatasync,ftruncate,rename,renameat,renameat2,unlink,unlinkat"
_RECORDED = f"{WRITES},openat"
_CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_BEHIND = re.compile(r"<((?:\\x[0-9a-f]{2})*)>")
_UNFINISHED = " <unfinished ...>\n"
_RESUMED = " resumed>"
_NOT_OURS = ("-shm", ".lock")

What = Literal["write", "truncate", "sync", "create", "rename", "unlink", "sync_folder", "said"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing asked of the disk: on a file of the folder by its name, or a line the process said (`data`).

    `offset` is where a write begins or to what a file is truncated, `other` the new name of a renamed file.
    """

    what: What
    name: str = ""
    offset: int = 0
    data: bytes = b""
    other: str = ""


@contextmanager
def traced(child: WorkstationChild, options: tuple[str, ...], *flags: str) -> Iterator[None]:
    """Start a workstation with strace attached before it opens anything; when the block ends strace has ended."""
    if not shutil.which("strace"):
        raise Skipped("needs strace")
    gate = child.log.with_suffix(".gate")
    gate.unlink(missing_ok=True)
    child.start(*options, gate=gate)
    command = ["strace", "-f", "-p", str(child.pid), *flags]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        stderr = tracer.stderr
        if stderr is None or "attached" not in stderr.readline():
            child.kill()
            raise Skipped("strace may not attach to a process here")
        gate.touch()
        yield
        tracer.wait(PATIENCE_S)


def record(child: WorkstationChild, *options: str) -> list[Step]:
    """What a whole life of a workstation asked of the disk."""
    trace = child.log.with_suffix(".trace")
    with traced(child, options, "-y", "-xx", "-s", "10000000", "-o", str(trace), "-e", f"trace={_RECORDED}"):
        child.wait()
    steps = list(parse(trace, child.folder))
    trace.unlink()
    return steps


def parse(trace: Path, folder: Path) -> Iterator[Step]:
    """The steps on a folder that a trace tells of."""
    with trace.open(encoding="ascii") as file:
        for line in _whole(file):
            found = _CALL.match(line)
            if found and int(found[3]) >= 0:
                step = _step(found[1], found[2], folder)
                if step and not step.name.endswith(_NOT_OURS):
                    yield step


def _whole(lines: Iterable[str]) -> Iterator[str]:
    """Each call on one line, where it ended: calls of several threads may have interrupted each other's lines."""
    begun: dict[str, str] = {}
    for line in lines:
        thread = line.split(" ", 1)[0]
        if line.endswith(_UNFINISHED):
            begun[thread] = line.removesuffix(_UNFINISHED)
        elif _RESUMED in line:
            yield begun.pop(thread, "") + line.split(_RESUMED, 1)[1]
        else:
            yield line


def _step(call: str, arguments: str, folder: Path) -> Step | None:
    texts = [_bytes(text) for text in _TEXT.findall(arguments)]
    behind = _BEHIND.search(arguments)
    path = Path(_bytes(behind[1]).decode()) if behind else Path()
    if call in ("pwrite64", "write"):
        return _write(call, arguments, path, texts[0], folder)
    if call in ("fsync", "fdatasync", "ftruncate"):
        return _on_descriptor(call, arguments, path, folder)
    names = [Path(text.decode(errors="replace")) for text in texts]
    if not names or names[0].parent != folder:
        return None
    if call == "openat":
        return Step("create", names[0].name) if "O_CREAT" in arguments else None
    if call.startswith("rename"):
        return Step("rename", names[0].name, other=names[1].name)
    return Step("unlink", names[0].name)


def _write(call: str, arguments: str, path: Path, data: bytes, folder: Path) -> Step | None:
    if call == "write":
        return Step("said", data=data) if arguments.startswith("1<") else None
    offset = int(arguments.rsplit(",", 1)[1])
    return Step("write", path.name, offset, data) if path.parent == folder else None


def _on_descriptor(call: str, arguments: str, path: Path, folder: Path) -> Step | None:
    if path == folder:
        return Step("sync_folder")
    if path.parent != folder:
        return None
    if call == "ftruncate":
        return Step("truncate", path.name, int(arguments.rsplit(",", 1)[1]))
    return Step("sync", path.name)


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))
