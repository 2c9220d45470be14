"""Issues that close themselves: what their authors wanted has come about, whoever did it (SYNC.md §8)."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sync.domain.inbox import REACHED, InboxIssue, IssueKind
from sync.domain.world import World

Purpose = Callable[[str], Mapping[str, object]]


def close_reached(
    subject_id: str, current: Callable[[str], object], purpose: Purpose, now: datetime, world: World
) -> None:
    """Close the open issues about a subject that has just come to be as their authors wanted it.

    `current` gives a field of the subject as JSON has it, `purpose` what acts of a command are for. What is in
    arbitration stays with those who arbitrate; what stood as wanted when the act failed, failed for another reason.
    """
    for issue in world.find(InboxIssue, subject_id=subject_id, closed_at=None):
        wanted = {} if issue.kind is IssueKind.ARBITRATION else _wanted(issue, purpose(issue.command_name))
        theirs: dict[str, Any] = json.loads(issue.theirs)
        stood = all(theirs.get(name) == value for name, value in wanted.items())
        if not stood and all(current(name) == value for name, value in wanted.items()):
            world.put(replace(issue, closed_at=max(now, issue.created_at), closed_how=REACHED))


def _wanted(issue: InboxIssue, purpose: Mapping[str, object]) -> Mapping[str, object]:
    """The fields of a form as they were to become, or what the act was for."""
    mine: dict[str, Any] = json.loads(issue.mine)
    if issue.kind is IssueKind.CONFLICT:
        return mine
    changes = mine.get("changes")
    return changes if isinstance(changes, dict) else purpose
