"""The domain decides from what it is given: nothing outside, no clock, no chance. Views start no thread."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

# What computes from its arguments only: the pure parts of the standard library, and python-stdnum.
PURE = {
    *("abc", "bisect", "calendar", "collections", "copy", "dataclasses", "datetime", "decimal", "enum"),
    *("fractions", "functools", "hashlib", "heapq", "itertools", "json", "math", "operator", "re", "string"),
    *("textwrap", "tomllib", "types", "typing", "typing_extensions", "unicodedata", "uuid", "zoneinfo"),
    "stdnum",
}
# What pure modules and the built-in names still offer that reads a clock, chance or a file.
IMPURE = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now"),
    *("datetime.date.today", "uuid.uuid1", "uuid.uuid4", "open", "print", "input", "__import__"),
}
THREADS = ("QThread", "QThreadPool", "QRunnable", "QtConcurrent", "QtNetwork", "QtSql")


def imported(tree: ast.AST) -> Iterator[str]:
    """Every name that the code imports, in full: `sync.domain.errors.Facts`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def impurities(source: str) -> list[str]:
    """What a domain module's source takes that is neither the domain's, nor pure, nor its arguments."""
    tree = ast.parse(source)
    foreign = [name for name in imported(tree) if name.partition(".")[0] not in PURE]
    used = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, (ast.Attribute, ast.Name))]
    taken = [name for name in [*used, *imported(tree)] if name in IMPURE]
    return [name for name in foreign if not name.startswith("sync.domain")] + taken


def threads(source: str) -> list[str]:
    """The Qt threads, sockets and databases that a view's source imports."""
    return [name for name in imported(ast.parse(source)) if any(part in THREADS for part in name.split("."))]


def modules(folder: str) -> list[Path]:
    """Every module under a folder of the project."""
    return sorted((PROJECT / folder).rglob("*.py"))


@pytest.mark.parametrize("module", modules("sync/domain"), ids=lambda path: path.stem)
def test_the_domain_is_pure(module: Path) -> None:
    """A module of the domain takes nothing from outside but pure functions."""
    assert impurities(module.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "planted",
    [
        "import os",
        "from pathlib import Path",
        "from sync.store import rows",
        "import sync.protocol.codec",
        "from datetime import date\nprint(date(2021, 2, 8))",
        "import datetime\nstamp = datetime.datetime.now",
        "from datetime import date\nday = date.today()",
        "from uuid import uuid4",
        "import uuid\nkey = uuid.uuid4()",
        "import random",
    ],
)
def test_an_impure_line_is_found(planted: str) -> None:
    """A clock, chance, a file or another layer does not pass unseen."""
    assert impurities(planted)


def test_views_start_no_thread() -> None:
    """Threads, sockets and databases belong to the runtime, not to widgets."""
    assert [path for path in modules("desktop/views") if threads(path.read_text(encoding="utf-8"))] == []
    assert threads("from PySide6.QtCore import QThread")
    assert threads("import PySide6.QtNetwork")
