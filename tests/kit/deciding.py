"""Deciding acts in tests: what is refused, and what is left behind."""

from typing import TypeVar

import pytest

from sync.domain import all_commands
from sync.domain.commands import Context, Outcome, Status, decide
from sync.domain.errors import RuleViolation
from tests.kit.facts import check_facts
from tests.kit.memory_world import MemoryWorld

assert all_commands.ACTS
# What an act that somebody did before comes to.
ALREADY = Outcome(Status.NOOP, "already_done")
E = TypeVar("E")


def refusal(args: object, context: Context, world: MemoryWorld) -> RuleViolation:
    """The violation with which the act is refused; the test fails when it is not."""
    with pytest.raises(RuleViolation) as caught, world.savepoint():
        decide(args, context, world)
    check_facts(caught.value)
    return caught.value


def the(kind: type[E], world: MemoryWorld, id: str | None = None) -> E:  # noqa: A002 - as the field
    """The row of that id, or the only one of its kind."""
    rows = world.find(kind) if id is None else world.find(kind, id=id)
    assert len(rows) == 1, rows
    return rows[0]
