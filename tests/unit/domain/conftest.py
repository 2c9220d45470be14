"""The option that names the folder of conformance vectors to run."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--vectors DIR`: every `*.json` in it is run."""
    parser.addoption("--vectors", default="tests/vectors", help="folder of conformance vectors")
