"""Named, versioned commands and the one door through which every act is decided.

The screen (to say what is possible), the replica (to record and replay) and the server (to execute) all call
`decide`. A decider is a function `(args, context, world) -> Outcome | None` that reads and writes through the world
port and raises `RuleViolation` when the act is not allowed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import Any, Protocol, TypeVar

from sync.domain.actor import Actor
from sync.domain.calendar import paris_date
from sync.domain.errors import Facts, RuleViolation
from sync.domain.ids import derived_id
from sync.domain.reached import close_reached
from sync.domain.rulebook import Rulebook
from sync.domain.world import World


class Policy(StrEnum):
    """What to do when the row changed under an act (SYNC.md §8)."""

    STRICT = "strict"
    MERGE = "merge"
    APPEND = "append"
    LWW = "lww"


class Grade(StrEnum):
    """How sure the instant of an act is (SYNC.md §7). LOCAL: not judged by the server yet."""

    LOCAL = "local"
    ONLINE = "online"
    PROVEN = "proven"
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"


class Status(StrEnum):
    """Outcome of a command."""

    APPLIED = "applied"
    NOOP = "noop"
    ADJUSTED = "adjusted"
    REJECTED = "rejected"
    PARKED = "parked"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a command; `code` and `facts` name a French sentence when there is something to say."""

    status: Status
    code: str = ""
    facts: Facts = field(default_factory=dict)


APPLIED = Outcome(Status.APPLIED)


class Issuance(Protocol):
    """What the server alone allocates. Absent offline: deciders then leave a request behind."""

    def pass_number(self, rules: Rulebook, hiring_starts_on: date) -> str:
        """The next PASS number, never issued before."""
        ...

    def take_pass_number(self, number: str) -> None:
        """Mark an agreement's number as issued, so that no PASS gets it again."""
        ...

    def pseudo_siret(self, siren: str) -> str:
        """The next free pseudo-SIRET of a SIREN: it ends in 00999, 00998 … (DOMAIN.md §4)."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What surrounds a decision.

    `now` is the effective instant of the act (aware, UTC), `received_at` when the server had it (None on a
    workstation), `rules` the edition in force at `now`, `expect` the field values the user saw as JSON has them,
    `issuance` is None offline.
    """

    actor: Actor
    now: datetime
    rules: Rulebook
    command_id: str
    grade: Grade = Grade.LOCAL
    received_at: datetime | None = None
    expect: Mapping[str, object] = field(default_factory=dict)
    issuance: Issuance | None = None

    @property
    def today(self) -> date:
        """The day of `now` in Paris."""
        return paris_date(self.now)

    def new_id(self, *parts: str) -> str:
        """An id for a row this act creates beside those named in its args; the same on both sides."""
        return derived_id(self.command_id, *parts)


Decider = Callable[[Any, Context, World], Outcome | None]
D = TypeVar("D", bound=Decider)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandType:
    """A registered command.

    `subject` is the entity class an act is about and `subject_field` the args field holding its id (both empty for
    acts that create it). `expects` names the subject's fields the decision rests on, sent along as seen and compared
    before a strict act. `wanted` gives the values those fields take when somebody else already did the same: the act
    is then a noop. `reaches` gives them for acts that are refused then all the same. Either way an open issue about
    such an act closes itself when its subject comes to have these values. `is_undoable` acts are held for 30 seconds.
    Acts that have a legal effect write a date of the law: when they come in after the offline window, a person confirms
    the date (SYNC.md §7).
    """

    name: str
    version: int
    args_type: type
    decide: Decider
    policy: Policy
    subject: type | None = None
    subject_field: str = ""
    expects: tuple[str, ...] = ()
    wanted: Mapping[str, object] = field(default_factory=dict)
    reaches: Mapping[str, object] = field(default_factory=dict)
    is_undoable: bool = False
    has_legal_effect: bool = False


_REGISTRY: dict[tuple[str, int], CommandType] = {}
_LATEST: dict[type, CommandType] = {}
_NAMED: dict[str, CommandType] = {}


def command(
    name: str,
    args_type: type,
    *,
    policy: Policy,
    version: int = 1,
    **options: Any,  # noqa: ANN401 - CommandType's fields
) -> Callable[[D], D]:
    """Register a decider as `name@version`; `options` are the remaining fields of `CommandType`."""

    def register(decider: D) -> D:
        kind = CommandType(name=name, version=version, args_type=args_type, decide=decider, policy=policy, **options)
        _REGISTRY[name, version] = kind
        _LATEST[args_type] = _NAMED[name] = kind
        return decider

    return register


def command_type(name: str, version: int) -> CommandType | None:
    """The registered command, or None when this program does not know it."""
    return _REGISTRY.get((name, version))


def command_type_of(args: object) -> CommandType:
    """The command whose args these are; KeyError for anything else."""
    return _LATEST[type(args)]


def all_command_types() -> list[CommandType]:
    """Every registered command, by name and version."""
    return [_REGISTRY[key] for key in sorted(_REGISTRY)]


def subject_of(kind: CommandType, args: object, world: World) -> object | None:
    """The entity the act is about, None when the command creates it or it is not visible here."""
    if kind.subject is None:
        return None
    return world.get(kind.subject, getattr(args, kind.subject_field))


def expectations(args: object, world: World) -> dict[str, object]:
    """The values the act rests on, as they stand in this world: to send along with it."""
    kind = command_type_of(args)
    subject = subject_of(kind, args, world)
    if subject is None:
        return {}
    fields = kind.expects or tuple(getattr(args, "changes", {}))
    return {name: plain(getattr(subject, name)) for name in fields if hasattr(subject, name)}


def plain(value: object) -> object:
    """A field's value as JSON has it: what travels in `expect` and is compared there."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def decide(args: object, context: Context, world: World) -> Outcome:
    """Judge an act and write its effects into the world.

    Raises RuleViolation when it is not allowed; effects written before the violation are the caller's to roll back.
    """
    kind = command_type_of(args)
    already = _check_expectations(kind, args, context, world)
    if already is not None:
        return already
    outcome = kind.decide(args, context, world) or APPLIED
    subject = subject_of(kind, args, world)
    if subject is not None:
        close_reached(subject.id, partial(_now, subject), _purpose, context.now, world)  # type: ignore[attr-defined]
    return outcome


def _purpose(name: str) -> Mapping[str, object]:
    """What the subject of that command's acts is like once their purpose is served; empty when that cannot be said."""
    kind = _NAMED.get(name)
    return (kind.wanted or kind.reaches) if kind else {}


def _check_expectations(kind: CommandType, args: object, context: Context, world: World) -> Outcome | None:
    """A strict act rests on what the user saw; the same done elsewhere makes it a noop (SYNC.md §8)."""
    if kind.policy is not Policy.STRICT or kind.subject is None:
        return None
    subject = subject_of(kind, args, world)
    if subject is None:
        raise RuleViolation("not_found", {"what": kind.subject.__name__})
    changed = [name for name in context.expect if _now(subject, name) != plain(context.expect[name])]
    if not changed:
        return None
    if kind.wanted and all(getattr(subject, name) == value for name, value in kind.wanted.items()):
        return Outcome(Status.NOOP, "already_done")
    facts = {"field": changed[0], "seen": plain(context.expect[changed[0]]), "current": _now(subject, changed[0])}
    raise RuleViolation("changed_elsewhere", facts)


def _now(subject: object, name: str) -> object:
    return plain(getattr(subject, name, None))
