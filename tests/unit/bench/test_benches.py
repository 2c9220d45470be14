"""Benchmarks run at a size that takes a moment, those that start one process at most; their reports keep one shape."""

import importlib
import json

import pytest

from tests.bench.__main__ import Benchmark, as_json

TINY = {
    "noop": {"rows": 20, "cycles": 2},
    "rebase": {"rows": 800, "pending": 2, "changed": 4},
    "record": {"rows": 200, "acts": 4},
    "search": {"rows": 50, "names": 2},
    "wire": {"rows": 20},
}


@pytest.mark.parametrize("name", sorted(TINY))
def test_a_benchmark_runs_and_reports(name: str) -> None:
    """Figures are positive, goals tell what was measured, and all of it is one line of JSON."""
    module: Benchmark = importlib.import_module(f"tests.bench.bench_{name}")
    told = json.loads(as_json(name, module.measure(**TINY[name])))
    assert told["name"] == name
    assert told["figures"]
    assert all(value >= 0 for value in (*told["figures"].values(), *told["floor"].values()))
    assert told["goals"]
    assert all(goal.keys() == {"what", "goal", "measured", "met"} for goal in told["goals"])
