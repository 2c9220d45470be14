"""How costs grow with n: bootstrap, pull, push, no-op and the server's memory on W(n / 16), W(n / 4) and W(n).

There is no floor: each figure of the largest is held against that of the smallest, so that it is its own measure.
"""

import json
import subprocess
import sys
import time
from itertools import islice

from tests.bench.acting import answers
from tests.bench.bench_noop import noop_ms
from tests.bench.bench_pull import pull_ms
from tests.bench.report import Report, at_most, seconds
from tests.bench.stage import Stage, colleague, staged

ROWS = 80_000
_SHARES = (16, 4, 1)
_LATEST = {"pull_ms": "pull", "noop_ms": "empty cycle", "push_ms_an_act": "push"}


def measure(rows: int, changed: int = 100, acts: int = 100, cycles: int = 50) -> Report:
    """Measure three sizes up to W(rows)."""
    sizes = [max(8, rows // share) for share in _SHARES]
    found = [_figures(size, changed, acts, cycles) for size in sizes]
    first, last = found[0], found[-1]
    grown = {name: last[name] / first[name] for name in first}
    more = sizes[-1] / sizes[0]
    goals = [at_most(f"{what}, largest for smallest", 1.5, grown[name]) for name, what in _LATEST.items()]
    goals += [
        at_most("bootstrap, seconds a row, largest for smallest", 1.3, grown["bootstrap_seconds"] / more),
        at_most("server memory, largest for smallest", 1.3, grown["server_peak_megabytes"]),
    ]
    named = {f"{size}_{name}": value for size, one in zip(sizes, found, strict=True) for name, value in one.items()}
    return Report(named, {}, tuple(goals))


def _figures(rows: int, changed: int, acts: int, cycles: int) -> dict[str, float]:
    with staged(rows) as stage, stage.post() as post, colleague(stage) as other:
        todo = answers(stage.fresh)
        found = {"noop_ms": noop_ms(post, cycles), "pull_ms": pull_ms(post, other, todo, changed)}
        pushed = list(islice(todo, acts))
        found["push_ms_an_act"] = seconds(lambda: other.act(pushed)) * 1000 / max(1, len(pushed))
        found |= _bootstrap(stage)
    return found


def _bootstrap(stage: Stage) -> dict[str, float]:
    """Until everything is readable and searchable, in a process of its own, and what the server held meanwhile.

    Pages of the database that are mapped into its memory are not counted: the system takes them back when it likes.
    """
    command = [sys.executable, "-m", "tests.bench.processes.bootstrap", stage.url, str(stage.folder)]
    held = stage.server.megabytes("RssAnon")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            held = max(held, stage.server.megabytes("RssAnon"))
            time.sleep(0.02)
        told = process.stdout.read() if process.stdout else ""
    return {"bootstrap_seconds": float(json.loads(told)["cycle_seconds"]), "server_peak_megabytes": held}
