"""What lies in the memory of another process of this user (Linux)."""

from collections.abc import Iterator
from pathlib import Path


def found_in_memory(pid: int, *needles: bytes) -> set[bytes]:
    """Those of the needles that some readable page of the process holds."""
    found: set[bytes] = set()
    for chunk in _regions(pid):
        found |= {needle for needle in needles if needle in chunk}
    return found


def _regions(pid: int) -> Iterator[bytes]:
    lines = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in lines:
            span, rights = line.split()[:2]
            begin, end = (int(part, 16) for part in span.split("-"))
            if rights.startswith("r") and not line.endswith(("[vvar]", "[vsyscall]", "[vvar_vclock]")):
                try:
                    memory.seek(begin)
                    yield memory.read(end - begin)
                except (OSError, OverflowError):
                    continue
