"""The shape of every command ever released, frozen: one line a command, with its fields and two examples of its args.

`commands.jsonl` only grows: a command whose shape changes gets a new version and an upcaster (SYNC.md §10).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, asdict, dataclass, fields
from datetime import date, datetime
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from sync.domain import all_commands as _all_commands  # noqa: F401 - fills the registry of commands
from sync.domain.commands import CommandType, all_command_types

FILE = Path(__file__).parent / "commands.jsonl"


@dataclass(frozen=True, slots=True)
class Frozen:
    """A released command: `fields` maps each field to its type, with « = » before the default where it has one.

    `full` are args with every field given, `least` those without a default only.
    """

    name: str
    version: int
    fields: dict[str, str]
    full: dict[str, Any]
    least: dict[str, Any]

    @property
    def key(self) -> str:
        """« job_application.study@1 »."""
        return f"{self.name}@{self.version}"


def frozen() -> list[Frozen]:
    """Every released command, in the order in which they were frozen."""
    return [Frozen(**json.loads(line)) for line in FILE.read_text(encoding="utf-8").splitlines()]


def shape_of(kind: CommandType) -> Frozen:
    """The present shape of a command."""
    full, least = (_sample(kind.args_type, full=whole) for whole in (True, False))
    return Frozen(kind.name, kind.version, dict(_described(kind.args_type)), full, least)


def freeze() -> list[str]:
    """Add to the corpus the commands it lacks; those it has are never touched. Returns the keys of what was added."""
    known = {one.key for one in frozen()}
    new = [shape for shape in map(shape_of, all_command_types()) if shape.key not in known]
    with FILE.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(shape), ensure_ascii=False) + "\n" for shape in new)
    return [shape.key for shape in new]


def _described(args_type: type, prefix: str = "") -> Iterator[tuple[str, str]]:
    hints = get_type_hints(args_type)
    for one in fields(args_type):
        hint = hints[one.name]
        name = hint.__name__ if isinstance(hint, type) and get_origin(hint) is None else str(hint)
        yield prefix + one.name, name + _default(one)
        if hasattr(_kind(hint), "__dataclass_fields__"):
            yield from _described(_kind(hint), f"{prefix}{one.name}.")


def _default(one: Field[Any]) -> str:
    if one.default is not MISSING:
        return f" = {one.default!r}"
    return "" if one.default_factory is MISSING else f" = {one.default_factory()!r}"


def _kind(hint: Any) -> Any:  # noqa: ANN401 - a type expression
    return next(option for option in get_args(hint) if option is not NoneType) if isinstance(hint, UnionType) else hint


def _sample(args_type: type, *, full: bool) -> dict[str, Any]:
    hints = get_type_hints(args_type)
    wanted = [one.name for one in fields(args_type) if full or not _default(one)]
    return {name: _value(name, _kind(hints[name])) for name in wanted}


def _value(name: str, kind: Any) -> Any:  # noqa: ANN401 - JSON values
    if hasattr(kind, "__dataclass_fields__"):
        return _sample(kind, full=True)
    if get_origin(kind) is tuple:
        return [_value(name, get_args(kind)[0])]
    if get_origin(kind) is Mapping:
        return {}
    return name if kind is str else _EXAMPLES[kind]


_EXAMPLES: dict[type, Any] = {
    bool: True,
    int: 7,
    float: 0.5,
    date: "2021-02-08",
    datetime: "2021-02-08T09:00:00.000000Z",
}
