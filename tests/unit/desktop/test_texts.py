"""Everything the program may have to say has a French sentence, and values are written the French way."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from desktop import texts
from desktop.texts import NBSP, french
from sync import resources
from sync.domain import all_commands as _all_commands  # noqa: F401 - fills the registry of commands
from sync.protocol.problems import ALL

SOURCES = resources.path().parent
CODE = re.compile(r"""EnvironmentFault\(\s*"([a-z_]+)"|(?<!_)sentence\(\s*"([a-z_]+)\"""")


def codes_in(folder: str) -> set[str]:
    """The codes that the Python files of a folder name."""
    found = (CODE.findall(path.read_text(encoding="utf-8")) for path in Path(SOURCES / folder).rglob("*.py"))
    return {first or second for pairs in found for first, second in pairs}


@pytest.mark.parametrize("folder", ["desktop", "sync/replica", "sync/engine"])
def test_every_fault_and_message_has_a_sentence(folder: str) -> None:
    """A code on the screen would be a bug that no user can read."""
    missing = sorted(code for code in codes_in(folder) if code not in french().sentences)
    assert missing == []


def test_every_problem_of_the_wire_has_a_sentence() -> None:
    """The server's refusals too."""
    told_elsewhere = {"not_found", "unexpected"}
    assert sorted(p.code for p in ALL if p.code not in french().sentences and p.code not in told_elsewhere) == []


def test_an_unknown_code_is_told_not_hidden() -> None:
    """A rule that only a newer server knows still gives a sentence."""
    assert "new_rule" in french().sentence("new_rule", {})


def test_facts_are_written_out() -> None:
    """Days and instants in a sentence read as French writes them; a missing fact does not break it."""
    told = texts.Texts({"late": "Dès le {day}, reçue le {at}, {gone}."})
    facts = {"day": "2021-02-20", "at": datetime(2021, 2, 9, 9, 14, tzinfo=UTC)}
    assert told.sentence("late", facts) == f"Dès le 20/02/2021, reçue le 09/02/2021{NBSP}à{NBSP}10:14, …."


def test_sentences_are_typeset() -> None:
    """No-break spaces before double signs and inside quotes, curly apostrophes, nothing shouted."""
    wrong = re.compile(r" [:;?!»]|« |[a-zé]'|!")
    assert [sentence for sentence in french().sentences.values() if wrong.search(sentence)] == []


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (texts.person("Diabaté", "Aminata"), "DIABATÉ Aminata"),
        (texts.pass_number("999992100001"), f"99999{NBSP}21{NBSP}00001"),
        (texts.siret("85347120500013"), f"853{NBSP}471{NBSP}205{NBSP}00013"),
        (texts.phone("0639981234"), f"06{NBSP}39{NBSP}98{NBSP}12{NBSP}34"),
        (texts.phone("+33 6"), "+33 6"),
        (texts.count(1, "jour"), f"1{NBSP}jour"),
        (texts.count(20000, "candidature"), f"20{NBSP}000{NBSP}candidatures"),
        (texts.full_day(date(2021, 2, 9)), f"Mardi 9{NBSP}février{NBSP}2021"),
        (texts.long_day(date(2021, 3, 1)), f"1er{NBSP}mars{NBSP}2021"),
    ],
)
def test_values_the_french_way(shown: str, expected: str) -> None:
    """Names, numbers, dates and counts."""
    assert shown == expected


@pytest.mark.parametrize(
    ("lasts", "expected"),
    [
        (timedelta(minutes=5), f"5{NBSP}minutes"),
        (timedelta(minutes=119, seconds=59), f"119{NBSP}minutes"),
        (timedelta(hours=2), f"2{NBSP}heures"),
        (timedelta(hours=48), f"2{NBSP}jours"),
    ],
)
def test_durations_in_one_unit(lasts: timedelta, expected: str) -> None:
    """Rounded down, in the unit a person would say."""
    assert texts.duration(lasts) == expected


def test_age_on_a_day() -> None:
    """The birthday counts."""
    born = date(1992, 6, 23)
    assert (texts.age(born, date(2021, 6, 22)), texts.age(born, date(2021, 6, 23))) == (28, 29)
