"""Reading what strace wrote."""

import os
import sys
from pathlib import Path

import pytest

from tests.faults.tracing import Step, parse


def hexed(text: str) -> str:
    """A text as `strace -xx` writes it."""
    return "".join(f"\\x{byte:02x}" for byte in text.encode())


@pytest.mark.skipif(sys.platform == "win32", reason="paths of Linux")
def test_calls_of_two_threads_that_interrupt_each_other_are_read_whole(tmp_path: Path) -> None:
    """Files of the folder only, in the order in which the calls ended; a failed call did nothing."""
    file, elsewhere = hexed(os.fspath(tmp_path / "a.db")), hexed("/somewhere/else")
    trace = tmp_path / "trace"
    trace.write_text(
        f'7 pwrite64(3<{file}>, "{hexed("one")}", 3, 40 <unfinished ...>\n'
        f"8 fsync(3<{file}>) = 0\n"
        "7 <... pwrite64 resumed>) = 3\n"
        f'7 pwrite64(4<{elsewhere}>, "{hexed("two")}", 3, 0) = 3\n'
        f"7 ftruncate(3<{file}>, 10) = -1 EIO (Input/output error)\n"
        f'7 write(1<{elsewhere}>, "{hexed("said")}", 4) = 4\n',
        encoding="ascii",
    )
    assert list(parse(trace, tmp_path)) == [
        Step("sync", "a.db"),
        Step("write", "a.db", 40, b"one"),
        Step("said", data=b"said"),
    ]
