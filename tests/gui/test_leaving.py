"""A page that nobody holds any more ends once, whatever the garbage collector takes first."""

import os
import subprocess
import sys


def test_a_page_left_to_the_collector_is_destroyed_once() -> None:
    """In a process of its own, whose freed memory is filled: a list destroyed again by its page would end it."""
    surroundings = os.environ | {"QT_QPA_PLATFORM": "offscreen", "MALLOC_PERTURB_": "165"}
    command = [sys.executable, "-m", "tests.gui.leaving"]
    run = subprocess.run(command, capture_output=True, text=True, env=surroundings, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.endswith("pages left, 0 widgets\n")
