"""What `python -m tests.bench` finds and prints."""

import json
from pathlib import Path

from tests.bench import bench_pull
from tests.bench.__main__ import as_json, as_text, names, sizes
from tests.bench.report import Report, at_least, at_most, median_seconds, percentile

REPORT = Report({"push_seconds": 0.5}, {"push_seconds": 0.25}, (at_most("floors", 1.5, 2.0),))


def test_a_benchmark_is_a_module_with_its_name(tmp_path: Path) -> None:
    """A new file is found without a list to keep."""
    for name in ("bench_push.py", "bench_gui.py", "report.py"):
        (tmp_path / name).touch()
    assert names([str(tmp_path)]) == ["gui", "push"]


def test_a_report_is_one_line_of_json() -> None:
    """Name, figures, floor and goals stand on one line, as the performance page asks."""
    line = as_json("push", REPORT)
    assert "\n" not in line
    assert json.loads(line) == {
        "name": "push",
        "figures": {"push_seconds": 0.5},
        "floor": {"push_seconds": 0.25},
        "goals": [{"what": "floors", "goal": 1.5, "measured": 2.0, "met": False}],
    }


def test_a_missed_goal_is_plain_to_read() -> None:
    """The text says NOT met, with the figure and the bound."""
    assert "goal NOT met: floors, 2 for 1.5" in as_text("push", REPORT)


def test_a_bound_is_met_when_reached() -> None:
    """Both bounds are inclusive."""
    assert at_most("ms", 50, 50).met
    assert at_least("acts a second", 300, 300).met
    assert not at_least("acts a second", 300, 299).met


def test_the_median_comes_from_every_run() -> None:
    """The work is done as many times as asked."""
    calls: list[None] = []
    assert median_seconds(lambda: calls.append(None), runs=5) >= 0
    assert len(calls) == 5


def test_a_percentile_is_a_value_that_was_measured() -> None:
    """The smallest that so many do not exceed, whatever their order."""
    assert percentile([4, 1, 3, 2], 0.5) == 2
    assert percentile([4, 1, 3, 2], 0.99) == 4
    assert percentile([7], 0.01) == 7


def test_sizes_come_from_the_benchmark_itself() -> None:
    """What the command line may change is what `measure` takes, with its usual value."""
    assert sizes(bench_pull) == {"rows": bench_pull.ROWS, "changed": 100}
