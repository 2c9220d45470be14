"""The inbox: one issue for each act that did not go through as recorded, and only for those (SYNC.md §8)."""

from dataclasses import dataclass
from typing import Any

import msgspec

from sync.domain.commands import CommandType, Outcome, Status, command_type, plain
from sync.domain.employers import Invitation, Membership
from sync.domain.hiring import Accept
from sync.domain.ids import derived_id
from sync.domain.inbox import InboxIssue, IssueKind
from sync.domain.job_applications import ApplicationState, JobApplication
from sync.domain.world import World
from sync.server.entries import Received, Verdict
from sync.store.tables import TABLES
from sync.store.types import instant_text

_LOST_TO_ANOTHER = ("changed_elsewhere", "transition_not_allowed")
_TO_ADMINISTRATORS = ("needs_confirmation", "not_entitled")
_ABOUT: dict[str, type[Any]] = {"membership_id": Membership, "invitation_id": Invitation, "issue_id": InboxIssue}


@dataclass(frozen=True, slots=True)
class _Sides:
    """The fields at stake: before the act, as its author wanted them, as they stand."""

    base: dict[str, Any]
    mine: dict[str, Any]
    theirs: dict[str, Any]


def employer_of(kind: CommandType, args: object, world: World) -> str | None:
    """The employer an act concerns: the one it names, else that of its subject or of the row it names."""
    named = getattr(args, "parent_id", None) or getattr(args, "employer_id", None)
    return named or getattr(_subject(kind, args, world) or _named(args, world), "employer_id", None)


def _named(args: object, world: World) -> Any:  # noqa: ANN401 - any entity
    """The membership, invitation or issue an act without subject is about."""
    for field, about in _ABOUT.items():
        row = world.get(about, getattr(args, field)) if hasattr(args, field) else None
        if row is not None:
            return row
    return None


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
    competitor = _later_competitor(args, subject, verdict, world)
    if competitor is not None:
        issue_kind = IssueKind.ARBITRATION
        outcome = Outcome(outcome.status, "hired_later_elsewhere", _dates(verdict, competitor))
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


def _later_competitor(args: object, subject: object, verdict: Verdict, world: World) -> JobApplication | None:
    """The acceptance of the same person that came in first though it was made later; None for any other refusal.

    First committed wins; that an earlier one came too late is for people to judge (SYNC.md §7).
    """
    if not isinstance(args, Accept) or not isinstance(subject, JobApplication):
        return None
    if verdict.outcome.status is not Status.REJECTED or verdict.outcome.code not in _LOST_TO_ANOTHER:
        return None
    hires = world.find(JobApplication, job_seeker_id=subject.job_seeker_id, state=ApplicationState.ACCEPTED)
    later = [one for one in hires if one.accepted_at is not None and one.accepted_at > verdict.effective_at]
    return min(later, key=lambda one: (one.accepted_at, one.id), default=None)


def _dates(verdict: Verdict, competitor: JobApplication) -> dict[str, object]:
    """When each was made, and how sure that is of the one that lost; never by whom the person was hired."""
    return {
        "made_at": instant_text(verdict.effective_at),
        "grade": str(verdict.grade),
        "other_made_at": instant_text(competitor.accepted_at) if competitor.accepted_at else "",
    }


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
