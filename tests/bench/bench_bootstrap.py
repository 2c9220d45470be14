"""From nothing to an encrypted, indexed, searchable, durable replica of W(n), against a ready-made file's floor.

The floor is the least a client could do with the same rows: fetch a SQLite file that already has its indexes and its
full-text index, zstd over loopback, and encrypt it, durably. Server and client run in processes of their own, as in
life; the snapshot is in the server's cache, as it is for all but the first who ask. The two take turns.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.ready_made import write_ready_made
from tests.bench.report import RUNS, Goal, Report, at_most
from tests.bench.seed import seeded
from tests.bench.work import Work

ROWS = 100_000

Figures = dict[str, float]


def measure(rows: int) -> Report:
    """Bootstrap `rows` applications, floor and product in turns, medians of three."""
    with tempfile.TemporaryDirectory(prefix="bench-bootstrap-") as place:
        folder = Path(place)
        work = Work(rows)
        seeded(folder, work)
        write_ready_made(folder / "floor", work)
        del work
        with _server(folder) as url:
            _run("bootstrap", url, folder)
            runs = [_run("ready_made", url, folder) | _run("bootstrap", url, folder) for _ in range(RUNS)]
    figures = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    floor = {name: figures.pop(name) for name in ("file_seconds", "file_megabytes")}
    return Report(figures, floor, _goals(figures, floor["file_seconds"]))


def _goals(figures: Figures, floor: float) -> tuple[Goal, ...]:
    return (
        at_most("open applications usable, times the floor", 0.4, figures["open_seconds"] / floor),
        at_most("all rows readable, times the floor", 1.3, figures["rows_seconds"] / floor),
        at_most("fully searchable, times the floor", 1.7, figures["search_seconds"] / floor),
        at_most("wire, megabytes", 22, figures["wire_megabytes"]),
        at_most("memory, megabytes", 180, figures["memory_megabytes"]),
    )


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    """The shipped server and the ready-made file beside it; the URL is its first line."""
    with subprocess.Popen(_command("server", str(folder)), stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.terminate()


def _run(name: str, url: str, folder: Path) -> Figures:
    done = subprocess.run(_command(name, url, str(folder)), check=True, capture_output=True, text=True)
    figures: Figures = json.loads(done.stdout)
    return figures


def _command(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", f"tests.bench.processes.{name}", *arguments]
