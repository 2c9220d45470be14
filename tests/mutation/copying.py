"""A copy of the project in which mutmut can bend every function of the domain.

mutmut leaves decorated functions alone, and every decider is decorated: in the copy `@command(…) def accept` becomes
`def accept` followed by `accept = command(…)(accept)`, which registers the same function.
"""

import ast
import shutil
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
_FOLDERS = ("sync", "desktop", "resources", "tests")
# Tests that read the sources themselves, which mutmut rewrites; and the long random ones, which only cost time.
_LEFT_OUT = (
    "--ignore=tests/unit/domain/test_sentences.py",
    "--ignore=tests/unit/domain/test_refusal_pages.py",
    "--ignore=tests/unit/domain/test_properties.py",
    "--deselect=tests/unit/domain/test_foundations.py::test_the_domain_reads_like_a_regulation",
    "--deselect=tests/unit/domain/test_rulebook.py::test_no_rule_asks_which_edition_it_is",
)
_OPTIONS = ("-n0", "-p", "no:randomly", "-p", "no:cacheprovider", *_LEFT_OUT)


def make_copy(folder: Path) -> None:
    """Fill an empty folder with the project, its deciders unfolded and mutmut's settings beside them."""
    for name in _FOLDERS:
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", folder)
    for module in (folder / "sync" / "domain").glob("*.py"):
        module.write_text(unfolded(module.read_text(encoding="utf-8")), encoding="utf-8")
    (folder / "setup.cfg").write_text(_settings(), encoding="utf-8")


def unfolded(source: str) -> str:
    """The module with each function's decorating call moved behind the function."""
    lines = source.splitlines()
    for node in reversed(ast.parse(source).body):
        if isinstance(node, ast.FunctionDef) and node.decorator_list and isinstance(node.decorator_list[0], ast.Call):
            decorator = node.decorator_list[0]
            called = ast.get_source_segment(source, decorator)
            lines[node.end_lineno or 0 : node.end_lineno or 0] = ["", "", f"{node.name} = {called}({node.name})"]
            del lines[decorator.lineno - 1 : decorator.end_lineno]
    return "\n".join(lines) + "\n"


def _settings() -> str:
    def listed(name: str, values: tuple[str, ...]) -> str:
        return f"{name}=\n" + "".join(f"    {value}\n" for value in values)

    return (
        "[mutmut]\n"
        + listed("source_paths", ("sync/domain",))
        + listed("also_copy", (*_FOLDERS, "pyproject.toml"))
        + listed("pytest_add_cli_args", _OPTIONS)
        + listed("pytest_add_cli_args_test_selection", ("tests/unit/domain",))
    )
