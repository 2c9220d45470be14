"""A slice of the week with a fresh seed, and what judges it; the whole is `python -m tests.week`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kit.tools import need
from tests.week.__main__ import SKIPPED
from tests.week.page import page
from tests.week.telling import Story
from tests.week.verdict import Account, Logged, compare


def done(act: str, name: str = "job_application.comment") -> Logged:
    """An act that the server applied."""
    return Logged(act, name, "applied", "")


def story(*, ok: bool) -> Story:
    """A story of one scene."""
    told = Story(seed=1)
    told.day("Lundi", "Pas de réseau.")
    told.scene("8 h 00", "Un <b>titre</b>", "Rien n’est perdu : tout est là.")
    told.check("attendu", "constaté", ok=ok)
    told.picture("Un papier", b"PNG")
    return told


@pytest.mark.faults
@pytest.mark.xdist_group("faults")
@pytest.mark.timeout(300)
def test_a_short_week_ends_as_expected(tmp_path: Path) -> None:
    """Real processes, five workstations, seven days; every check holds, papers included."""
    command = [sys.executable, "-m", "tests.week", "--json", "--acts", "200", "--out", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    need("libfaketime", is_there=ended.returncode != SKIPPED)
    told = json.loads(ended.stdout)
    assert ended.returncode == 0, Path(told["story"]).read_text(encoding="utf-8")
    assert (told["acts"], told["days"], told["failed"]) == (200, 7, 0)
    assert told["checks"] > 50
    assert list(tmp_path.glob("*.pdf"))


@pytest.mark.parametrize(
    ("log", "found"),
    [
        ([done("a"), done("b"), done("v", "void")], Account((), (), ())),
        ([done("a")], Account(("b",), (), ())),
        ([done("a"), done("b"), done("b")], Account((), ("b",), ())),
        ([done("a"), done("b"), done("c")], Account((), (), ("c",))),
        ([done("a"), done("b"), done("gone")], Account((), (), ("gone",))),
    ],
    ids=["each once", "lost", "doubled", "nobody's", "sent from a machine that is gone"],
)
def test_every_act_is_accounted_for(log: list[Logged], found: Account) -> None:
    """An act that is missing, there twice or nobody's does not go unnoticed."""
    account = compare(["a", "b", "gone"], log, gone=["gone"])
    assert account == found
    assert account.is_clean == (found == Account((), (), ()))


def test_the_page_says_yes_only_when_everything_held() -> None:
    """One thing that was not as expected is marked, and turns the verdict."""
    good, bad = page(story(ok=True)), page(story(ok=False))
    assert "✔ Oui" in good
    assert "class=wrong" not in good
    assert "✘ Non" in bad
    assert "class=wrong" in bad


def test_the_page_needs_nothing_else_and_keeps_its_text_together() -> None:
    """No link to another file, no markup from texts, no-break spaces where French has them."""
    text = page(story(ok=True))
    assert "src=" not in text.replace('src="data:', "")
    assert "href=" not in text
    assert "Un &lt;b&gt;titre&lt;/b&gt;" in text
    assert "perdu\u00a0:" in text


def test_a_story_without_any_check_is_not_as_expected() -> None:
    """Nothing looked at is nothing proven."""
    assert not Story(seed=1).is_ok
