"""Entries ⇄ the domain's commands, the same way on both sides."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_type_hints

import msgspec

from sync.domain.commands import CommandType, command_type, command_type_of
from sync.domain.upcasters import Written, upcast
from sync.protocol.messages import Entry
from sync.protocol.problems import BAD_REQUEST, Refused


@dataclass(frozen=True, slots=True)
class Command:
    """What an entry asks for, in the domain's types: its args, and the field values its author saw."""

    kind: CommandType
    args: Any
    expect: Mapping[str, object]


def present(entry: Entry) -> Entry:
    """The entry in the present shape of its command; the bytes that were chained stay what they are."""
    written = Written(version=entry.version, args=entry.args, expect=entry.expect)
    now = upcast(entry.name, written)
    if now is written:
        return entry
    return msgspec.structs.replace(entry, version=now.version, args=dict(now.args), expect=dict(now.expect))


def command_of(entry: Entry) -> Command | None:
    """The command of an entry; None when this program does not know its name and version.

    Refused(BAD_REQUEST) when its args are not that command's.
    """
    entry = present(entry)
    kind = command_type(entry.name, entry.version)
    if kind is None:
        return None
    try:
        args: Any = msgspec.convert(entry.args, type=kind.args_type)
        return Command(kind, args, _typed(kind.subject, entry.expect))
    except (msgspec.ValidationError, ValueError) as error:
        raise Refused(BAD_REQUEST, {"why": str(error), "command": entry.name}) from error


def plain(value: object) -> Any:  # noqa: ANN401 - JSON values
    """Args or field values as JSON values: dates and instants as text, tuples as lists."""
    return msgspec.to_builtins(value)


def name_and_version(args: object) -> tuple[str, int]:
    """Under which name and version these args are recorded."""
    kind = command_type_of(args)
    return kind.name, kind.version


def _typed(subject: type | None, expect: Mapping[str, object]) -> dict[str, object]:
    if subject is None:
        return dict(expect)
    hints = _hints(subject)
    return {name: msgspec.convert(value, type=hints[name]) for name, value in expect.items() if name in hints}


@cache
def _hints(subject: type) -> dict[str, Any]:
    return get_type_hints(subject)
