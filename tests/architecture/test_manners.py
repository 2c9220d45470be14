"""The manners of the house a linter does not know: short files and functions, nothing unfinished or local."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
FOLDERS = ("desktop", "sync", "tests", "resources", ".ci", ".githooks")
TEXTS = {".py", ".toml", ".md", ".typ", ".svg", ".csv", ".json", ".ini", ".mako", ""}
MAX_FILE = 300
MAX_FUNCTION = 40

# A table that reads well at 400 lines beats four files that do not: each with the reason why it stays whole.
LONG: dict[str, str] = {
    "desktop/demo/story.py": "one story, told from its beginning to its end",
    "sync/protocol/messages.py": "every message of the wire in one place, each a few lines",
}
# Written once by a tool, and never again.
GENERATED = "sync/server/migrations/versions/"
# Sheets to look at and one full example: lists of parts, one after the other.
SHOWN = ("tests/gui/gallery", "tests/kit/dossiers.py")

# With brackets and escapes, so that this file does not accuse itself.
UNFINISHED = re.compile(r"\bT[O]DO\b|\bFIX[M]E\b|\bX[X]X\b|\bNotImplemente[d]Error\b")
LOCAL = re.compile(r"(?<![\w.])/(?:wor[k]|hom[e]|roo[t]|User[s])/\w|[A-Z]:\\\\?User[s]\\|pyp[i]\.org|npmj[s]\.org")
PLANTED = [(UNFINISHED, "# T\x4fDO: later"), (LOCAL, "\x2fhome/alice")]


def texts() -> Iterator[tuple[str, str]]:
    """The name and the content of every text file that ships or tests."""
    for folder in FOLDERS:
        for path in sorted((PROJECT / folder).rglob("*")):
            if path.is_file() and path.suffix in TEXTS and "__pycache__" not in path.parts:
                yield path.relative_to(PROJECT).as_posix(), path.read_text(encoding="utf-8")
    for name in ("pyproject.toml", "README.md", "CHANGELOG.md", "build.spec"):
        yield name, (PROJECT / name).read_text(encoding="utf-8")


def sources_of(folders: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The modules below some folders that people wrote."""
    for name, text in texts():
        if name.startswith(folders) and name.endswith(".py") and not name.startswith(GENERATED):
            yield name, text


def marks(pattern: re.Pattern[str], name: str, text: str) -> list[str]:
    """Where the pattern stands in a text, as `file:line: what`."""
    return [f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match.group()}" for match in pattern.finditer(text)]


def lines(node: ast.stmt) -> int:
    """How many lines a statement takes."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def long_functions(name: str, source: str) -> list[str]:
    """The functions of a module that are longer than they may be, their docstring not counted."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = lines(node) - (lines(node.body[0]) if ast.get_docstring(node) else 0)
            if length > MAX_FUNCTION:
                found.append(f"{name}:{node.lineno}: {node.name} has {length} lines")
    return found


@pytest.mark.parametrize(("pattern", "planted"), PLANTED, ids=["unfinished", "local"])
def test_nothing_unfinished_or_local_is_kept(pattern: re.Pattern[str], planted: str) -> None:
    """No file promises work, names a folder of one machine or a registry."""
    assert [mark for name, text in texts() for mark in marks(pattern, name, text)] == []
    assert marks(pattern, "planted", planted)


def test_files_are_short_or_say_why_not() -> None:
    """A source file over 300 lines is listed above, with its reason; one that shrank is no longer listed."""
    sources = dict(sources_of(("desktop/", "sync/")))
    assert {name for name, text in sources.items() if text.count("\n") > MAX_FILE} == set(LONG)


def test_functions_are_short() -> None:
    """A function fits on a screen."""
    people_wrote = [(name, text) for name, text in sources_of(("",)) if not name.startswith(SHOWN)]
    assert [mark for name, text in people_wrote for mark in long_functions(name, text)] == []
    assert long_functions("planted", "def f():\n" + "    pass\n" * MAX_FUNCTION)
