"""`python -m tests.bench NAME [--rows N …] [--json]`: run one benchmark; without a name, list them.

The exit status tells whether it ran, not whether its goals are met: a slow day of a machine is no failure.
"""

import argparse
import importlib
import inspect
import json
import pkgutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Protocol, cast

import tests.bench
from tests.bench.report import Report

PREFIX = "bench_"


class Benchmark(Protocol):
    """What a module `bench_NAME.py` holds."""

    ROWS: int

    @property
    def measure(self) -> Callable[..., Report]:
        """Runs the benchmark; its parameters are its sizes, `rows` the first, the others with defaults."""
        ...


def names(folders: Sequence[str]) -> list[str]:
    """The benchmarks whose modules are in the folders."""
    found = (module.name for module in pkgutil.iter_modules(folders))
    return sorted(name.removeprefix(PREFIX) for name in found if name.startswith(PREFIX))


def as_json(name: str, report: Report) -> str:
    """The one line that machines read."""
    return json.dumps({"name": name, **asdict(report)}, ensure_ascii=False)


def as_text(name: str, report: Report) -> str:
    """The lines that people read."""
    parts: Mapping[str, Mapping[str, float]] = {"figures": report.figures, "floor": report.floor}
    lines = [f"{name} {part}: {what} = {value:g}" for part, row in parts.items() for what, value in row.items()]
    verdicts = {True: "met", False: "NOT met"}
    goals = [f"{name} goal {verdicts[g.met]}: {g.what}, {g.measured:g} for {g.goal:g}" for g in report.goals]
    return "\n".join(lines + goals)


def sizes(module: Benchmark) -> dict[str, int]:
    """What the command line may change of a benchmark, by name, with its usual value."""
    parameters = inspect.signature(module.measure).parameters.values()
    return {each.name: module.ROWS if each.name == "rows" else each.default for each in parameters}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for."""
    known = names(list(tests.bench.__path__))
    parser = argparse.ArgumentParser(prog="python -m tests.bench", add_help=False)
    parser.add_argument("name", nargs="?", choices=known)
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    options, rest = parser.parse_known_args(arguments)
    if options.name is None:
        print(*known, sep="\n")
        return 0
    module = cast("Benchmark", importlib.import_module(f"tests.bench.{PREFIX}{options.name}"))
    of_this = argparse.ArgumentParser(prog=f"python -m tests.bench {options.name}")
    for size, usual in sizes(module).items():
        of_this.add_argument(f"--{size}", type=int, default=usual, help="by default %(default)s")
    report = module.measure(**vars(of_this.parse_args(rest)))
    print((as_json if options.json else as_text)(options.name, report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
