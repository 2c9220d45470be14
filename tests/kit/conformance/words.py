"""The vectors' words: days, instants, and codes of violations."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sync.domain.commands import Context
from sync.domain.errors import RuleViolation
from sync.domain.rulebook import Rulebook
from tests.kit.facts import check_facts
from tests.kit.issuance import FakeIssuance
from tests.kit.people import ALICE, actor

Given = dict[str, Any]
Mapped = Callable[[Given, Rulebook], dict[str, Any]]


def day(text: str | None) -> date:
    """A day of a vector."""
    assert text is not None
    return date.fromisoformat(text)


def maybe_day(text: str | None) -> date | None:
    """A day of a vector that may be absent."""
    return None if text is None else date.fromisoformat(text)


def instant(text: str) -> datetime:
    """An instant of a vector; a day alone is its noon."""
    if len(text) == len("2021-02-08"):
        text += "T12:00Z"
    return datetime.fromisoformat(text).astimezone(UTC)


def text(value: date | None) -> str | None:
    """A day as vectors write it."""
    return value.isoformat() if value else None


def acting(rules: Rulebook, today: str, **fields: Any) -> Context:  # noqa: ANN401 - any field of a context
    """Alice acting on the server on a day."""
    defaults: dict[str, Any] = {"actor": actor(ALICE), "command_id": "command", "issuance": FakeIssuance()}
    return Context(**(defaults | {"now": instant(today), "rules": rules} | fields))


# The violations met since the list was last cleared: the pages of refusals show them as examples.
MET: list[RuleViolation] = []


def verdict(check: Callable[[], object]) -> RuleViolation | None:
    """The violation that a check raises, None when it raises none."""
    try:
        check()
    except RuleViolation as violation:
        MET.append(violation)
        check_facts(violation)
        return violation
    return None


def errors(faults: Iterable[RuleViolation], words: Mapping[str, tuple[str, str]]) -> dict[str, list[str]]:
    """Faults as the platform's form shows them: by field, each `word`, or `word:{fact}` with a fact of the fault."""
    shown: dict[str, list[str]] = {}
    for fault in faults:
        MET.append(fault)
        check_facts(fault)
        field, word = words[fault.code]
        shown.setdefault(field, []).append(word.format(**fault.facts))
    return shown
