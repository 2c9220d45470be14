"""A pull of many changed rows into a replica with pending acts: rewind, apply, replay, durably, as others read on.

Only the workstation is timed, on a pull already fetched. W(65,000) has 200,000 rows in all tables. The floor writes
the same changed rows, and twice the rows of the pending acts, through the bare driver into a copy of the replica.
"""

import statistics
from itertools import islice

from tests.bench.acting import answers
from tests.bench.floors import BareReplica, rows_of
from tests.bench.report import RUNS, Report, at_most, median_seconds, seconds
from tests.bench.stage import Colleague, Post, colleague, staged

ROWS = 65_000
_ROWS_AN_ACT = 2


def measure(rows: int, pending: int = 100, changed: int = 500) -> Report:
    """Rebase `pending` acts on `changed` rows in a replica of W(rows)."""
    with staged(rows) as stage, stage.post() as post, colleague(stage) as other:
        mine, theirs = stage.fresh[:pending], stage.fresh[pending:]
        acts = answers(theirs)
        other.act(islice(acts, changed // _ROWS_AN_ACT))
        post.sync()
        lines = rows_of(post.transport.pulled)
        bare = BareReplica(post.folder, post.key)
        for args in islice(answers(mine), pending):
            post.workstation.record(args)
        taken = [_rebase(post, other, list(islice(acts, changed // _ROWS_AN_ACT))) for _ in range(RUNS)]
        again = lines + 2 * lines[: _ROWS_AN_ACT * pending]
        floor = {"rebase_ms": median_seconds(lambda: bare.replace(again)) * 1000}
        bare.close()
        figures = {"rebase_ms": statistics.median(taken) * 1000, "replica_rows_count": stage.rows}
    return Report(figures, floor, (at_most("rebase, milliseconds", 200, figures["rebase_ms"]),))


def _rebase(post: Post, other: Colleague, acts: list[object]) -> float:
    other.act(acts)
    lines = post.fetch()
    return seconds(lambda: post.workstation.apply(lines, is_full=False))
