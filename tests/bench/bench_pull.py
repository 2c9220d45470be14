"""A pull of 100 changed rows by a workstation that holds W(n), for two sizes of n; the whole cycle is timed.

The rows are changed by a colleague's acts: applications that move, and their transitions. The floor fetches the very
bytes of one such pull from the same server and writes their rows through the bare driver into a copy of the replica,
as durably, keeping no search index, no digest and no pending acts.
"""

import io
import statistics
from collections.abc import Iterator
from itertools import islice

import httpx
import zstandard

from sync.protocol.codec import compress
from tests.bench.acting import answers
from tests.bench.floors import BareReplica, rows_of
from tests.bench.report import RUNS, Report, at_most, median_seconds, seconds
from tests.bench.stage import Colleague, Post, Stage, colleague, staged

ROWS = 100_000
_ROWS_AN_ACT = 2


def measure(rows: int, changed: int = 100) -> Report:
    """Pull `changed` rows into replicas of W(rows / 10) and of W(rows)."""
    figures: dict[str, float] = {}
    floor: dict[str, float] = {}
    for size, name in ((max(1, rows // 10), "small"), (rows, "large")):
        with staged(size) as stage, stage.post() as post, colleague(stage) as other:
            figures[f"{name}_pull_ms"] = pull_ms(post, other, answers(stage.fresh), changed)
            floor[f"{name}_pull_ms"] = _floor_ms(stage, post)
    times = figures["large_pull_ms"] / figures["small_pull_ms"]
    figures["large_for_small_ratio"] = times
    goals = (
        at_most(f"pull of {changed} rows, milliseconds", 15, figures["large_pull_ms"]),
        at_most("large replica, times the small one", 1.25, times),
    )
    return Report(figures, floor, goals)


def pull_ms(post: Post, other: Colleague, acts: Iterator[object], changed: int) -> float:
    """The median of some cycles that each find so many changed rows; a first one is not counted."""
    found = []
    for _ in range(2 * RUNS):
        other.act(islice(acts, changed // _ROWS_AN_ACT))
        found.append(seconds(post.sync))
    return statistics.median(found[1:]) * 1000


def _floor_ms(stage: Stage, post: Post) -> float:
    lines = post.transport.pulled
    (stage.folder / "floor" / "pull").write_bytes(compress(b"".join(lines)))
    bare = BareReplica(post.folder, post.key)
    with httpx.Client(trust_env=False) as client:

        def fetch() -> None:
            body = client.get(f"{stage.url}/floor/pull").content
            plain = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(body)).read()
            bare.replace(rows_of(plain.splitlines(keepends=True)))

        fetch()
        taken = median_seconds(fetch, 2 * RUNS) * 1000
    bare.close()
    return taken
