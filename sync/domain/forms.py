"""Forms: merging the fields a user changed into a row that may have changed meanwhile (SYNC.md §8)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar, get_type_hints

from sync.domain.commands import Context, Outcome, Status, plain
from sync.domain.conflicts import merge
from sync.domain.errors import RuleViolation

E = TypeVar("E")


def merge_form(
    entity: E, changes: Mapping[str, object], editable: frozenset[str], context: Context
) -> tuple[E, Outcome | None]:
    """The entity with the changes that could be merged, and the outcome that lists those that could not.

    `context.expect` holds the values the user saw. A disputed field keeps its current value; the outcome then is
    adjusted, `fields_disputed`, with base, mine and theirs of each such field as JSON values (SYNC.md §8).
    """
    forbidden = sorted(set(changes) - editable)
    if forbidden:
        raise RuleViolation("field_not_editable", {"field": forbidden[0]})
    theirs = {name: plain(getattr(entity, name)) for name in changes}
    merged = merge(context.expect, {name: plain(value) for name, value in changes.items()}, theirs)
    edited = replace(entity, **{name: typed(entity, name, value) for name, value in merged.kept.items()})  # type: ignore[type-var]
    if not merged.disputed:
        return edited, None
    facts = {
        "fields": list(merged.disputed),
        "base": {name: context.expect[name] for name in merged.disputed},
        "mine": {name: changes[name] for name in merged.disputed},
        "theirs": {name: theirs[name] for name in merged.disputed},
    }
    return edited, Outcome(Status.ADJUSTED, "fields_disputed", facts)


def typed(entity: object, name: str, value: object) -> Any:  # noqa: ANN401 - any field's value
    """A JSON value as the field holds it; `field_invalid` when it does not fit (SYNC.md §3)."""
    hint = get_type_hints(type(entity))[name]
    try:
        if hint in (date, date | None) and isinstance(value, str):
            return date.fromisoformat(value)
    except ValueError:
        raise RuleViolation("field_invalid", {"field": name}) from None
    if not isinstance(value, hint):
        raise RuleViolation("field_invalid", {"field": name})
    return value
