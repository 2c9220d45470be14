"""Conformance: the domain says what the national platform said, in each example executed there."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.kit.conformance import expected, outcome

PROJECT = Path(__file__).resolve().parents[3]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test a vector of the folder that `--vectors` names."""
    if "vector" in metafunc.fixturenames:
        folder = PROJECT / metafunc.config.getoption("--vectors", "tests/vectors")
        vectors = [
            pytest.param(vector, id=f"{path.stem}-{index}")
            for path in sorted(folder.glob("*.json"))
            for index, vector in enumerate(json.loads(path.read_text(encoding="utf-8")))
        ]
        assert vectors, f"no vectors in {folder}"
        metafunc.parametrize("vector", vectors)


def test_the_domain_agrees_with_the_platform(vector: dict[str, Any]) -> None:
    """Everything a vector expects, the domain says in the vector's words."""
    said = outcome(vector)
    assert {name: said.get(name) for name in expected(vector)} == expected(vector)


def test_an_unknown_rule_fails() -> None:
    """A vector nobody mapped is no success."""
    with pytest.raises(KeyError):
        outcome({"edition": "2021-02-08", "rule": "unheard_of", "given": {}, "expect": {}})
