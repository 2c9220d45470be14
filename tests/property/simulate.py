"""`python -m tests.property.simulate --seeds A:B [--bug NAME] [--list-bugs] [--json]`: promises kept under misfortune.

One seed, one trace. A failure prints its seed and the shortest story found that still fails, and the exit status is 1.
`--all-bugs` plants one bug after the other and tells at which seed each is first found; the exit status is then 1 when
one is not.
"""

import argparse
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from itertools import repeat
from multiprocessing import get_context

from tests.property import ledger
from tests.property.bugs import BUGS
from tests.property.running import Failure, Result, prepare, run_seed, shrink

_CHUNK = 10


@dataclass(frozen=True, slots=True)
class Report:
    """What a run came to. `trace` is one digest of all that happened: the same seeds give the same again.

    `seconds` passed on the wall; `busy` are those that processors spent on it, all processes together.
    """

    seeds: int
    steps: int
    seconds: float
    busy: float
    trace: str
    failures: list[dict[str, object]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; 0 when every story held, 1 when one did not."""
    options = _options(arguments)
    if options.list_bugs:
        print("\n".join(BUGS))
        return 0
    began = time.monotonic()
    seeds = range(*map(int, options.seeds.split(":")))
    if options.all_bugs:
        return _look_for_all(seeds, options)
    results = list(_results(seeds, options))
    failures = [result for result in results if result.failure]
    seconds = round(time.monotonic() - began, 1)
    busy = round(sum(os.times()[:4]), 1)
    report = Report(len(results), sum(r.steps for r in results), seconds, busy, _digest(results), [])
    for result in failures[:1]:
        report.failures.append(_told(result, options.bug))
    _print(report, failures, as_json=options.json)
    if options.ledger:
        figures = {"seconds": seconds, "busy": busy, "steps": report.steps, "failed": [one.seed for one in failures]}
        ledger.add("simulate", seeds=options.seeds, bug=options.bug, **figures)
    return 1 if failures else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="simulate", description=__doc__)
    parser.add_argument("--seeds", default="0:100", metavar="A:B", help="from A (inclusive) to B (exclusive)")
    parser.add_argument("--bug", choices=sorted(BUGS), metavar="NAME", help="plant a bug first")
    parser.add_argument("--all-bugs", action="store_true", help="plant each bug, and stop where it is found")
    parser.add_argument("--list-bugs", action="store_true", help="print the bugs that can be planted, one a line")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--ledger", action="store_true", help="add the run to the ledger")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes to share the seeds")
    return parser.parse_args(arguments)


def _results(seeds: range, options: argparse.Namespace) -> Iterator[Result]:
    """All results when nothing is planted; those up to the first failure when something is."""
    for result in _run(seeds, options):
        yield result
        if result.failure and options.bug:
            return


def _run(seeds: Iterable[int], options: argparse.Namespace) -> Iterator[Result]:
    if options.workers == 1:
        prepare(options.bug)
        yield from map(run_seed, seeds)
        return
    context = get_context("spawn")
    pool = ProcessPoolExecutor(options.workers, mp_context=context, initializer=prepare, initargs=(options.bug,))
    try:
        yield from pool.map(run_seed, seeds, chunksize=1 if options.bug else _CHUNK)
    finally:
        pool.shutdown(cancel_futures=True)


def _look_for_all(seeds: range, options: argparse.Namespace) -> int:
    """Where each bug is first found; 1 when one is not."""
    found: dict[str, int | None] = {}
    with ProcessPoolExecutor(options.workers, mp_context=get_context("spawn")) as pool:
        for search in pool.map(first_failure, BUGS, repeat(seeds)):
            found[search.bug] = search.seed
            if not options.json:
                where = "NOT FOUND" if search.seed is None else f"seed {search.seed}: {search.invariant}"
                print(f"{search.bug}: {where} ({search.seconds} s)", flush=True)
    if options.json:
        print(json.dumps(found))
    return 1 if None in found.values() else 0


@dataclass(frozen=True, slots=True)
class Search:
    """At which seed a planted bug was first found, if it was, and what broke."""

    bug: str
    seed: int | None
    invariant: str
    seconds: float


def first_failure(bug: str, seeds: range) -> Search:
    """Plant a bug in this process and run seeds until one fails."""
    began = time.monotonic()
    prepare(bug)
    failed = next((result for result in map(run_seed, seeds) if result.failure), None)
    seconds = round(time.monotonic() - began, 1)
    if failed is None or failed.failure is None:
        return Search(bug, None, "", seconds)
    return Search(bug, failed.seed, failed.failure.invariant, seconds)


def _digest(results: Iterable[Result]) -> str:
    return hashlib.sha256("\n".join(result.trace for result in results).encode()).hexdigest()[:16]


def _told(result: Result, bug: str | None) -> dict[str, object]:
    prepare(bug)
    failure = result.failure or Failure("", "")
    return {"seed": result.seed, **asdict(failure), "story": shrink(result.seed, failure)}


def _print(report: Report, failures: list[Result], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({**asdict(report), "failed_seeds": [result.seed for result in failures]}, ensure_ascii=False))
        return
    for failure in report.failures:
        print(f"seed {failure['seed']}: {failure['invariant']}: {failure['why']}")
        print("\n".join(f"  {line}" for line in failure["story"]))  # type: ignore[attr-defined]
    figures = f"{report.seeds} seeds, {report.steps} steps, {len(failures)} failures in {report.seconds} s"
    print(f"{figures}, trace {report.trace}")


if __name__ == "__main__":
    sys.exit(main())
