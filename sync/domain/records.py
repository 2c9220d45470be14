"""From plain data (a parsed TOML or JSON object) to frozen dataclasses, refusing whatever does not fit."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def build(kind: type[T], data: Mapping[str, Any], where: str = "") -> T:
    """The dataclass `kind` filled from `data`, nested ones too; ValueError names the key at fault."""
    hints = get_type_hints(kind)
    unknown = sorted(set(data) - set(hints))
    if unknown:
        raise ValueError(f"{where}{unknown[0]}: unknown key")
    _require(kind, data, where)
    return kind(**{name: _value(hints[name], value, where + name) for name, value in data.items()})


def _require(kind: type, data: Mapping[str, Any], where: str) -> None:
    for field in fields(kind):
        is_optional = field.default is not MISSING or field.default_factory is not MISSING
        if field.name not in data and not is_optional:
            raise ValueError(f"{where}{field.name}: missing key")


def _value(hint: Any, value: Any, where: str) -> Any:  # noqa: ANN401 - a type expression and the data it describes
    if isinstance(hint, UnionType):
        return _value(get_args(hint)[0], value, where)
    if get_origin(hint) is tuple:
        _check(list, value, where)
        return tuple(_value(get_args(hint)[0], item, f"{where}[{i}]") for i, item in enumerate(value))
    if get_origin(hint) is not None:
        _check(dict, value, where)
        return {key: _value(get_args(hint)[1], item, f"{where}.{key}") for key, item in value.items()}
    return _scalar(hint, value, where)


def _scalar(hint: type, value: Any, where: str) -> Any:  # noqa: ANN401 - as above
    if is_dataclass(hint):
        _check(dict, value, where)
        return build(hint, value, f"{where}.")
    if issubclass(hint, StrEnum):
        return hint(value)
    _check(hint, value, where)
    return value


def _check(kind: type, value: object, where: str) -> None:
    is_date_time = kind is date and type(value) is not date
    is_bool_for_int = kind is int and isinstance(value, bool)
    if not isinstance(value, kind) or is_date_time or is_bool_for_int:
        raise ValueError(f"{where}: {kind.__name__} expected")
