"""Every paragraph of the protocol's specification has tests that hold it: sync_promises.toml names them."""

import ast
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parents[1]
SECTIONS = {*(f"1.{number}" for number in range(1, 11)), *(str(number) for number in range(2, 12))}
# How many promises each section makes at least, so that none is dropped from the table unnoticed.
MOST = {"2": 8, "3": 8, "4": 6, "5": 5, "6": 6, "7": 6, "8": 4, "9": 3, "10": 3, "11": 4}

Promise = dict[str, Any]


def promises() -> list[Promise]:
    """The rows of the table."""
    table = tomllib.loads((TESTS / "architecture" / "sync_promises.toml").read_text(encoding="utf-8"))
    rows: list[Promise] = table["promise"]
    return rows


@cache
def functions_of(file: str) -> frozenset[str]:
    """The names of a file's tests; none when there is no such file."""
    path = TESTS / file
    if not path.is_file():
        return frozenset()
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))


def wrong_with(rows: Sequence[Promise]) -> list[str]:
    """What the table may not say: a promise without a test, or a test that does not exist."""
    wrong = [f"{row['section']} {row['says']}: no test" for row in rows if not row["tests"]]
    for row in rows:
        for test in row["tests"]:
            file, _, name = test.partition("::")
            if name not in functions_of(file):
                wrong.append(f"{row['section']} {row['says']}: {test} does not exist")
    return wrong


def test_every_promise_has_tests_and_they_exist() -> None:
    """A test that is renamed or removed takes its line along."""
    assert wrong_with(promises()) == []


def test_every_paragraph_is_there() -> None:
    """Sections in order, none without a promise."""
    sections = [row["section"] for row in promises()]
    assert set(sections) == SECTIONS
    assert sections == sorted(sections, key=lambda section: [int(part) for part in section.split(".")])
    assert [section for section, count in MOST.items() if sections.count(section) < count] == []


def test_an_empty_promise_and_an_absent_test_are_noticed() -> None:
    """The control."""
    file = "architecture/test_sync_promises.py"
    rows = [
        {"section": "1.1", "says": "empty", "tests": []},
        {"section": "1.2", "says": "absent", "tests": [f"{file}::test_of_nothing", "architecture/none.py::test_it"]},
        {"section": "1.3", "says": "held", "tests": [f"{file}::test_every_paragraph_is_there"]},
    ]
    assert [line.partition(":")[0] for line in wrong_with(rows)] == ["1.1 empty", "1.2 absent", "1.2 absent"]
