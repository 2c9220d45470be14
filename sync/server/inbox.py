"""The inbox: one issue for each act that did not go through as recorded, and only for those (SYNC.md §8)."""

from dataclasses import dataclass
from typing import Any

import msgspec

from sync.domain.commands import CommandType, Status, command_type, plain
from sync.domain.employers import Membership
from sync.domain.ids import derived_id
from sync.domain.inbox import InboxIssue, IssueKind
from sync.domain.world import World
from sync.server.entries import Received, Verdict
from sync.store.tables import TABLES

_TO_ADMINISTRATORS = ("needs_confirmation", "not_entitled")


@dataclass(frozen=True, slots=True)
class _Sides:
    """The fields at stake: before the act, as its author wanted them, as they stand."""

    base: dict[str, Any]
    mine: dict[str, Any]
    theirs: dict[str, Any]


def employer_of(kind: CommandType, args: object, world: World) -> str | None:
    """The employer an act concerns: the one it names, else its subject's."""
    named = getattr(args, "employer_id", None)
    return named or getattr(_subject(kind, args, world), "employer_id", None)


def has_left(user_id: str, kind: CommandType, args: object, world: World) -> bool:
    """Whether the user was once a member of the employer an act concerns, and is no longer."""
    employer_id = employer_of(kind, args, world)
    if employer_id is None:
        return False
    memberships = world.find(Membership, employer_id=employer_id, user_id=user_id)
    return bool(memberships) and not any(membership.is_active for membership in memberships)


def issue_of(received: Received, verdict: Verdict, user_id: str, world: World) -> InboxIssue | None:
    """The issue that tells what became of an entry; None when it went through as recorded."""
    issue_kind = _kind(verdict)
    if issue_kind is None:
        return None
    entry, outcome = received.entry, verdict.outcome
    kind = command_type(entry.name, entry.version)
    args = received.args(kind) if kind else None
    subject = _subject(kind, args, world) if kind and args is not None else None
    sides = _sides(received, verdict, subject)
    return InboxIssue(
        id=derived_id(entry.id, "issue"),
        kind=issue_kind,
        user_id=user_id,
        employer_id=employer_of(kind, args, world) if kind and args is not None else None,
        command_id=entry.id,
        command_name=entry.name,
        subject_kind=str(TABLES[type(subject)].name) if subject else "",
        subject_id=subject.id if subject else "",
        code=outcome.code,
        facts=_json(dict(outcome.facts)),
        base=_json(sides.base),
        mine=_json(sides.mine),
        theirs=_json(sides.theirs),
        recorded_edition=entry.edition,
        judged_edition=verdict.edition,
        acted_at=verdict.effective_at,
        created_at=verdict.received_at,
    )


def _kind(verdict: Verdict) -> IssueKind | None:
    outcome = verdict.outcome
    if outcome.status is Status.REJECTED:
        return IssueKind.REJECTED
    if outcome.status is Status.PARKED:
        return IssueKind.CONFIRMATION if outcome.code in _TO_ADMINISTRATORS else IssueKind.PARKED
    return IssueKind.CONFLICT if outcome.status is Status.ADJUSTED and "theirs" in outcome.facts else None


def _sides(received: Received, verdict: Verdict, subject: object | None) -> _Sides:
    facts = verdict.outcome.facts
    if "theirs" in facts:
        return _Sides(*(dict(facts[side]) for side in ("base", "mine", "theirs")))  # type: ignore[call-overload]
    expect = received.entry.expect
    theirs = {name: plain(getattr(subject, name)) for name in expect if hasattr(subject, name)}
    return _Sides(expect, received.entry.args, theirs)


def _subject(kind: CommandType | None, args: object, world: World) -> Any:  # noqa: ANN401 - any entity
    if kind is None or kind.subject is None:
        return None
    return world.get(kind.subject, getattr(args, kind.subject_field))


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
