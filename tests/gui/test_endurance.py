"""A slice of the day that `python -m tests.bench endurance` lives whole."""

import json
import subprocess
import sys

SLICE = ["--rows", "80", "--repaints", "60", "--switches", "30", "--hours", "1"]


def test_an_hour_leaves_no_widget_behind_and_no_word_of_qt() -> None:
    """In a process of its own: screens changed, rows drawn again, a cycle a minute, hardly a widget more."""
    command = [sys.executable, "-m", "tests.bench", "endurance", *SLICE, "--json"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    figures = json.loads(run.stdout.splitlines()[-1])["figures"]
    assert figures["qt_warnings_count"] == 0
    assert figures["widgets_growth_percent"] <= 5
    assert figures["objects_growth_percent"] <= 10
