"""A rehearsal of an act: the same `decide` on the same rows, its effects kept aside and thrown away.

It answers what a button needs (is it allowed, and if not why) and what a form shows before it is confirmed (the PASS
a hire would give), without waiting for the writer's lock.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypeVar

from desktop.queries.lens import Lens
from sync.domain import all_commands as _all_commands  # noqa: F401 - fills the registry of commands
from sync.domain.actor import Actor
from sync.domain.commands import Context, decide
from sync.domain.errors import RuleViolation
from sync.domain.world import World

E = TypeVar("E")


class OverlayWorld(World):
    """Another world with changes on top that never reach it."""

    def __init__(self, base: World) -> None:
        self._base = base
        self._written: dict[tuple[type, str], Any] = {}

    def get(self, kind: type[E], id: str) -> E | None:  # noqa: A002 - as in the port
        """As in the port."""
        key = (kind, id)
        return self._written[key] if key in self._written else self._base.get(kind, id)

    def find(self, kind: type[E], **equals: Any) -> list[E]:  # noqa: ANN401 - as in the port
        """As in the port."""
        untouched = [row for row in self._base.find(kind, **equals) if (kind, _id(row)) not in self._written]
        written = [row for (of, _), row in self._written.items() if of is kind and row is not None]
        fitting = [row for row in written if all(_fits(getattr(row, name), equals[name]) for name in equals)]
        return sorted([*untouched, *fitting], key=_id)

    def put(self, entity: object) -> None:
        """As in the port."""
        self._written[type(entity), _id(entity)] = entity

    def remove(self, entity: object) -> None:
        """As in the port."""
        self._written[type(entity), _id(entity)] = None

    def written(self, kind: type[E]) -> list[E]:
        """The rows of a kind that the act made or changed."""
        return [row for (of, _), row in self._written.items() if of is kind and row is not None]


def _id(entity: object) -> str:
    return str(entity.id)  # type: ignore[attr-defined]


def _fits(value: object, wanted: object) -> bool:
    several = isinstance(wanted, Collection) and not isinstance(wanted, str)
    return value in wanted if several and isinstance(wanted, Collection) else value == wanted


class RecallingWorld(World):
    """Another world, of one snapshot, asked for the same thing once: several acts are rehearsed on the same rows."""

    def __init__(self, base: World) -> None:
        self._base = base
        self._rows: dict[tuple[type, str], Any] = {}
        self._found: dict[tuple[type, str], list[Any]] = {}

    def get(self, kind: type[E], id: str) -> E | None:  # noqa: A002 - as in the port
        """As in the port."""
        if (kind, id) not in self._rows:
            self._rows[kind, id] = self._base.get(kind, id)
        row: E | None = self._rows[kind, id]
        return row

    def find(self, kind: type[E], **equals: Any) -> list[E]:  # noqa: ANN401 - as in the port
        """As in the port."""
        question = kind, repr(sorted(equals.items()))
        if question not in self._found:
            self._found[question] = self._base.find(kind, **equals)
        return list(self._found[question])

    def put(self, entity: object) -> None:
        """As in the port; what was asked is asked anew."""
        self._forget()
        self._base.put(entity)

    def remove(self, entity: object) -> None:
        """As `put`."""
        self._forget()
        self._base.remove(entity)

    def _forget(self) -> None:
        self._rows.clear()
        self._found.clear()


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How an act would go: `refusal` is None when it is allowed; `after` is the world with its effects."""

    refusal: RuleViolation | None
    after: OverlayWorld


def rehearse(lens: Lens, *acts: object, on: World | None = None) -> Rehearsal:
    """Decide acts now, one after the other, for the user who looks; nothing is kept.

    On the rows of the lens, or on those of `on`, of the same snapshot.
    """
    base = on or lens.world
    after = OverlayWorld(base)
    context = Context(
        actor=Actor(user_id=lens.user_id, name=""), now=lens.now, rules=lens.rules, command_id="rehearsal"
    )
    try:
        for args in acts:
            decide(args, context, after)
    except RuleViolation as refusal:
        return Rehearsal(refusal, OverlayWorld(base))
    return Rehearsal(None, after)
