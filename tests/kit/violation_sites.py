"""Where the domain refuses: each `RuleViolation` in the sources, its code, its facts and its rule's docstring."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DOMAIN = Path(__file__).resolve().parents[2] / "sync" / "domain"
_NAMES = {"RuleViolation", "Outcome"}


@dataclass(frozen=True)
class Site:
    """A place that names a code. `docstring` is that of the function around it."""

    module: str
    function: str
    docstring: str
    kind: str
    code: str
    line: int
    facts: frozenset[str]


@cache
def sites() -> tuple[Site, ...]:
    """Every site of `sync/domain`; ValueError for one whose code or facts cannot be read from the source."""
    return tuple(site for file in sorted(DOMAIN.glob("*.py")) for site in _of_module(file))


def _of_module(file: Path) -> Iterator[Site]:
    if file.stem == "errors":
        return
    for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef):
            yield from _of_function(file.stem, function)


def _of_function(module: str, function: ast.FunctionDef) -> Iterator[Site]:
    for call in ast.walk(function):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in _NAMES:
            arguments = call.args[1:] if call.func.id == "Outcome" else call.args
            if arguments:
                yield Site(
                    module=module,
                    function=function.name,
                    docstring=ast.get_docstring(function) or "",
                    kind=call.func.id,
                    code=_code(arguments[0], module, call.lineno),
                    line=call.lineno,
                    facts=_keys(arguments[1], function) if len(arguments) > 1 else frozenset(),
                )


def _code(node: ast.expr, module: str, line: int) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise ValueError(f"{module}:{line}: a code is written out where it is raised")


def _keys(node: ast.expr, function: ast.FunctionDef) -> frozenset[str]:
    """The names of the facts: of a dict, of two joined, or of the local variable that holds one."""
    if isinstance(node, ast.Dict):
        return frozenset(str(key.value) for key in node.keys if isinstance(key, ast.Constant))
    if isinstance(node, ast.BinOp):
        return _keys(node.left, function) | _keys(node.right, function)
    if isinstance(node, ast.Name):
        return _keys(_value(node.id, node.lineno, function), function)
    raise ValueError(f"{function.name}: facts are a dict written out")


def _value(name: str, line: int, function: ast.FunctionDef) -> ast.expr:
    """What was last assigned to a local variable above a line."""
    assigned = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name for to in node.targets)
    ]
    return max((node for node in assigned if node.lineno < line), key=lambda node: node.lineno).value
