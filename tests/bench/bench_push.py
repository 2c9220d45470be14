"""Acts recorded offline leave at once, through the rules, audited, on SQLite and on PostgreSQL.

Timed from the beginning of the cycle to the answer to the last batch; both ends and the database share the machine.
Processor time is told beside it, which other work on the machine disturbs less. The floor keeps the acts' texts
in batches of the same size through the bare driver, in as many durable transactions.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from sync.protocol.version import MAX_BATCH_ENTRIES
from tests.bench.acting import answers
from tests.bench.floors import write_raw
from tests.bench.report import RUNS, Report, at_most, median_seconds
from tests.bench.stage import Stage, staged
from tests.kit.postgres import postgresql

ROWS = 30_000
ACTS = 1_000
_GOALS = {"sqlite": 0.6, "postgresql": 1.0}


def measure(rows: int, acts: int = ACTS) -> Report:
    """Push so many acts on W(rows) to either database."""
    figures: dict[str, float] = {}
    floor: dict[str, float] = {}
    for kind in _GOALS:
        with _database(kind) as url, staged(rows, url) as stage:
            figures |= {f"{kind}_{name}": value for name, value in push_figures(stage, acts).items()}
            bodies = ["x" * 900] * acts
            target = url or f"sqlite:///{stage.folder}/central.db"
            floor[f"{kind}_seconds"] = median_seconds(lambda: write_raw(target, bodies, MAX_BATCH_ENTRIES))  # noqa: B023 - called at once
    thousands = acts / ACTS
    goals = [
        at_most(f"{acts} acts on {kind}, seconds", goal * thousands, figures[f"{kind}_seconds"])
        for kind, goal in _GOALS.items()
    ]
    return Report(figures, floor, tuple(goals))


@contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        yield ""
        return
    with postgresql() as cluster:
        yield cluster.create("bench")


def push_figures(stage: Stage, acts: int) -> dict[str, float]:
    """The median of some pushes of as many acts, each by a workstation of its own that records them first."""
    todo = answers(stage.fresh)
    runs = sorted((_push(stage, list(islice(todo, acts))) for _ in range(RUNS)), key=lambda run: run["seconds"])
    return runs[len(runs) // 2]


def _push(stage: Stage, acts: list[object]) -> dict[str, float]:
    if not acts:
        raise ValueError("more rows are needed for as many acts")
    with stage.post() as post:
        for args in acts:
            post.workstation.record(args)
        post.clock.pass_undo()
        server, client, begin = stage.server.cpu_seconds(), time.process_time(), time.perf_counter()
        post.sync()
        taken = post.transport.pushed_at - begin
        cpu = {
            "server_cpu_seconds": stage.server.cpu_seconds() - server,
            "client_cpu_seconds": time.process_time() - client,
        }
        outcomes = {item.status for item in post.workstation.recent(len(acts))}
        if outcomes != {"applied"}:
            raise RuntimeError(outcomes)
    return {"seconds": taken, **cpu}
