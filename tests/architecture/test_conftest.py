"""The rules that hold for every test hold: each is broken here in a small run of its own."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

LOGGING_TEST = """
import logging
import structlog
import pytest

def test_quiet(): pass

def test_logs_through_the_standard_library(): logging.getLogger("sync").error("disk full")

def test_logs_through_structlog(): structlog.get_logger().error("disk full")

@pytest.mark.logs_error("disk full")
def test_announced(): logging.getLogger("sync").error("disk full")

@pytest.mark.logs_error("disk full")
def test_announced_in_vain(): pass
"""


@pytest.fixture
def small_run(pytester: pytest.Pytester) -> pytest.Pytester:
    """A folder of tests that obeys this project's conftest.py."""
    pytester.makeconftest((Path(__file__).parents[1] / "conftest.py").read_text(encoding="utf-8"))
    pytester.makeini("[pytest]\nmarkers = logs_error(text): expected")
    return pytester


def test_an_error_logged_without_announcement_fails_its_test(small_run: pytest.Pytester) -> None:
    """Only the quiet test and the one whose announced error came pass."""
    small_run.makepyfile(LOGGING_TEST)
    result = small_run.runpytest_subprocess("-p", "no:randomly", "-p", "no:pytest-qt", "-v")
    result.assert_outcomes(passed=2, failed=3)
    result.stdout.fnmatch_lines(["*test_quiet PASSED*", "*test_announced PASSED*"])


def test_no_test_sees_the_developers_home(home: Path) -> None:
    """The folder that a library takes for the home is the run's own."""
    assert Path.home() == home
