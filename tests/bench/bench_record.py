"""One act recorded by its author on a replica of W(n): decided, journalled to disk, shown.

The floor appends the act's bytes to an encrypted journal through the bare driver, synced to disk, and updates its row
in a copy of the replica.
"""

import statistics
from itertools import islice
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from tests.bench.acting import answers
from tests.bench.report import Report, at_most, percentile, seconds
from tests.bench.stage import staged

ROWS = 100_000


def measure(rows: int, acts: int = 300) -> Report:
    """Record so many acts, one after the other."""
    with staged(rows) as stage, stage.post() as post:
        taken = [
            seconds(lambda: post.workstation.record(args)) * 1000  # noqa: B023 - called at once
            for args in islice(answers(stage.fresh), acts)
        ]
        bare = _Bare(stage.folder / "floor" / "bare.db", post.key)
        floor = [seconds(bare.append) * 1000 for _ in taken]
        figures = _summary(taken)
    goals = (
        at_most("record, p50 milliseconds", 2, figures["record_p50_ms"]),
        at_most("record, p95 milliseconds", 10, figures["record_p95_ms"]),
    )
    return Report(figures, _summary(floor), goals)


def _summary(taken: list[float]) -> dict[str, float]:
    return {"record_p50_ms": statistics.median(taken), "record_p95_ms": percentile(taken, 0.95)}


class _Bare:
    """Two encrypted files, one synced at each commit, one at its checkpoints."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._journal = _opened(path.with_suffix(".journal"), key, "FULL")
        self._rows = _opened(path, key, "NORMAL")
        self._body = b"x" * 900

    def append(self) -> None:
        """Keep one act, and one row."""
        self._journal.execute("INSERT INTO bodies (body) VALUES (?)", (self._body,))
        self._rows.execute("INSERT INTO bodies (body) VALUES (?)", (self._body,))


def _opened(path: Path, key: bytes, synchronous: str) -> "sqlcipher.Connection":
    connection = sqlcipher.connect(str(path), isolation_level=None)
    for statement in (
        f"PRAGMA key = \"x'{key.hex()}'\"",
        "PRAGMA journal_mode = WAL",
        f"PRAGMA synchronous = {synchronous}",
        "CREATE TABLE bodies (body BLOB)",
    ):
        connection.execute(statement)
    return connection
