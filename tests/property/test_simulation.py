"""A slice of the simulation with fresh seeds at every run; the long one is `python -m tests.property.simulate`."""

import json
import secrets
from collections.abc import Iterator

import pytest

from tests.property.bugs import BUGS
from tests.property.running import Failure, Result, prepare, run_seed, shrink, stop
from tests.property.simulate import main

SEEDS = 12
# Bugs of each side that nearly every story meets, so that a few seeds suffice here.
QUICK = ("inbox_issue_not_written", "wall_clock_trusted", "head_not_bumped", "unsorted_locks", "void_ignored")


@pytest.fixture(autouse=True)
def stage() -> Iterator[None]:
    """The beginning of every story, without a bug, and nothing left afterwards."""
    prepare(None)
    yield
    stop()


def told(result: Result) -> str:
    """How to see it again."""
    return f"python -m tests.property.simulate --seeds {result.seed}:{result.seed + 1}: {result.failure}"


def test_fresh_stories_keep_every_promise() -> None:
    """Nobody has seen these seeds before."""
    first = secrets.randbelow(1 << 40)
    for result in map(run_seed, range(first, first + SEEDS)):
        assert result.failure is None, told(result)


@pytest.mark.parametrize("seed", [1, 111])
def test_a_seed_tells_the_same_story_twice(seed: int) -> None:
    """Byte for byte: ids, instants, heads, faults and outcomes."""
    assert run_seed(seed) == run_seed(seed)


def test_another_process_tells_the_same_stories(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing hangs on the order in which Python happens to keep a set."""
    assert main(["--seeds", "0:4", "--json", "--workers", "1"]) == 0
    here = json.loads(capsys.readouterr().out)["trace"]
    assert main(["--seeds", "0:4", "--json", "--workers", "2"]) == 0
    assert json.loads(capsys.readouterr().out)["trace"] == here


@pytest.mark.parametrize("name", QUICK)
def test_a_planted_bug_is_found(name: str) -> None:
    """The control: with the bug in place a story fails."""
    prepare(name)
    assert any(run_seed(seed).failure for seed in range(30))


def test_a_failing_story_is_shrunk() -> None:
    """What is left still fails in the same way, and is short."""
    prepare("void_ignored")
    failed = next(result for result in map(run_seed, range(40)) if result.failure)
    story = shrink(failed.seed, failed.failure or Failure("", ""))
    assert story[-1].startswith("→ 2 serial replay")
    assert len(story) < 12


def test_the_command_lists_its_bugs(capsys: pytest.CaptureFixture[str]) -> None:
    """One name a line, at least twenty."""
    assert main(["--list-bugs"]) == 0
    assert capsys.readouterr().out.split() == list(BUGS)
    assert len(BUGS) >= 20


def test_the_command_tells_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    """Seed, promise and story on the screen, 1 as the exit status."""
    assert main(["--seeds", "0:3", "--bug", "head_not_bumped", "--workers", "1"]) == 1
    assert "seed 0: 20 heads" in capsys.readouterr().out
