"""What the central service should make of acts that come back before those they rest on: SYNC.md §1.9 said again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import msgspec

from sync.domain.commands import Grade, Outcome, Status
from sync.domain.ids import derived_id
from sync.domain.inbox import REACHED, WAITS_FOR_OTHERS, InboxIssue
from sync.protocol.messages import Entry
from tests.property.oracle import Dated, Oracle, Taken, is_refused, require

_ROUNDS = 8
_WEEK = timedelta(days=7)


class ComingBack:
    """Judges again what waits in an oracle, once a request was dealt with."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle

    def judge(self, log: Mapping[str, Taken], last: Taken) -> None:
        """Compare what waits with the log as it stands, after judging again if something came back with `last`."""
        waiting = dict(self._oracle.waiting)
        if self._oracle.came_back:
            self._rounds(last)
        for entry_id in waiting:
            told, should = (log[entry_id].status, log[entry_id].code), self._oracle.outcomes[entry_id]
            require(told == should, "12 coming back", f"{entry_id}: server says {told}, should {should}")
            self._oracle.log[entry_id] = log[entry_id]

    def _rounds(self, last: Taken) -> None:
        for _ in range(_ROUNDS):
            waiting = sorted(
                self._oracle.waiting.values(), key=lambda taken: (taken.effective_at, taken.client_id, taken.mid)
            )
            if not [taken for taken in waiting if self._is_over(taken, last)]:
                return

    def _is_over(self, taken: Taken, last: Taken) -> bool:
        issue = self._oracle.truth.world.get(InboxIssue, derived_id(taken.id, "issue"))
        entry = msgspec.json.decode(taken.body, type=Entry)
        if issue is not None and issue.closed_at is not None and issue.closed_how != REACHED:
            outcome = Outcome(Status.REJECTED, msgspec.json.decode(issue.facts).get("refusal", ""))
        else:
            outcome = self._oracle.judged(entry, taken, Dated(taken.effective_at, Grade(taken.grade)))
            if is_refused(outcome):
                if last.received_at - taken.received_at < _WEEK:
                    return False
                if entry.name == "inbox.settle" and outcome.code == "not_found":
                    outcome = Outcome(Status.NOOP, "already_done")
        self._conclude(entry, taken, outcome, last)
        return True

    def _conclude(self, entry: Entry, taken: Taken, outcome: Outcome, last: Taken) -> None:
        del self._oracle.waiting[taken.id]
        if is_refused(outcome) and self._oracle.outcomes[taken.id][1] != WAITS_FOR_OTHERS:
            return
        self._oracle.outcomes[taken.id] = (str(outcome.status), outcome.code)
        world = self._oracle.truth.world
        known = world.get(InboxIssue, derived_id(taken.id, "issue"))
        if known is not None and known.closed_at is not None:
            return
        if not self._oracle.tell(entry, taken, outcome) and known is not None:
            world.put(replace(known, closed_at=last.received_at, closed_how=REACHED))
