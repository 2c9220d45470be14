"""Acts that a restored server gets again before those they rest on: set aside, and judged once more (SYNC.md §1.9).

After a restore each workstation sends again what the server has lost, in its own order: a decision may come back before
the colleague's act it was made on. What its author says was executed once is then not refused but set aside, and judged
again, for the instant it was made, by the same rules and with the rights of that moment, each time something else comes
back. Whoever says so without reason gains a later judgement and nothing else; after 7 days the refusal stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import msgspec
import structlog
from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from sync.domain.commands import Grade, Issuance, Outcome, Status
from sync.domain.ids import derived_id
from sync.domain.inbox import REACHED, WAITS_FOR_OTHERS, InboxIssue
from sync.protocol.messages import PushedEntry
from sync.server import rules
from sync.server.central import Central
from sync.server.entries import Received, Verdict, receive
from sync.server.inbox import issue_of
from sync.server.instants import Instant
from sync.server.judge import Judge
from sync.server.locks import lock_for
from sync.server.people import actor_of
from sync.server.tables import COMMAND_LOG, WAITING_ACTS
from sync.server.trouble import is_machines
from sync.server.unit_of_work import UnitOfWork

MOST_WAITING = 500
REFUSAL = "refusal"
"""The fact that names the rule which does not allow a waiting act yet; that rule's own facts stand beside it."""
WAIT_AT_MOST = timedelta(days=7)
_MOST_ROUNDS = 8
SETTLE = "inbox.settle"
_log = structlog.get_logger()


def judge_waiting(central: Central) -> int:
    """Judge again what is set aside, in a commit of its own; how many acts no longer wait."""
    with central.reading() as connection:
        if connection.scalar(_COUNT) == 0:
            return 0
    with central.work() as unit:
        waiting = WaitingActs(unit, central.ledger(unit.connection))
        lock_for(unit, waiting.received())
        return waiting.judge_again(central.now())


def is_refused(outcome: Outcome) -> bool:
    """Whether an act had no effect because something was not as its author saw it, or they have no right to it."""
    return outcome.status is Status.REJECTED or (outcome.status is Status.PARKED and outcome.code == "not_entitled")


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An act set aside, and how the log has it."""

    received: Received
    user_id: str
    code: str
    facts: dict[str, Any]
    instant: Instant
    since: datetime


class WaitingActs:
    """The acts set aside, as one transaction sees and changes them."""

    def __init__(self, unit: UnitOfWork, issuance: Issuance) -> None:
        self._unit = unit
        self._issuance = issuance

    def set_aside(self, received: Received, verdict: Verdict, client_id: str) -> Verdict:
        """The verdict on an act that just came in: one that was executed once is not refused yet, up to 500 a client.

        Acts for an employer that their author has left are put to its administrators at once all the same.
        """
        if not (received.was_done and is_refused(verdict.outcome) and self._has_room(client_id)):
            return verdict
        row = {"command_id": received.entry.id, "client_id": client_id, "since": verdict.received_at}
        self._unit.connection.execute(insert(WAITING_ACTS), row)
        if verdict.outcome.status is Status.PARKED:
            return verdict
        facts = {REFUSAL: verdict.outcome.code, **verdict.outcome.facts}
        return replace(verdict, outcome=Outcome(Status.PARKED, WAITS_FOR_OTHERS, facts))

    def _has_room(self, client_id: str) -> bool:
        held = self._unit.connection.scalar(_COUNT.where(WAITING_ACTS.c.client_id == client_id))
        return (held or 0) < MOST_WAITING

    def received(self) -> list[Received]:
        """The entries that wait, in the order in which they are to be judged."""
        return [one.received for one in self._all()]

    def judge_again(self, now: datetime) -> int:
        """Judge in the order in which the acts were made, until nothing moves; how many no longer wait."""
        waiting = self._all()
        count = len(waiting)
        for _ in range(_MOST_ROUNDS):
            left = [one for one in waiting if not self._is_over(one, now)]
            if not left or len(left) == len(waiting):
                return count - len(left)
            waiting = left
        return count - len(waiting)

    def _all(self) -> list[_Waiting]:
        return [_waiting(row) for row in self._unit.connection.execute(_WAITING)]

    def _is_over(self, one: _Waiting, now: datetime) -> bool:
        if self._is_settled(one):
            verdict = self._verdict(one, _refusal(one.facts))
        else:
            verdict = self._judged(one)
            if is_refused(verdict.outcome):
                if now - one.since < WAIT_AT_MOST:
                    return False
                verdict = _given_up(one, verdict)
        self._conclude(one, verdict, now)
        return True

    def _judged(self, one: _Waiting) -> Verdict:
        """What the act comes to by now, its effects written; a poisoned one is refused like any other."""
        unit = self._unit
        editions = rules.published(unit.world)
        judge = Judge(
            unit=unit,
            editions=editions,
            actor=actor_of(unit.connection, unit.world, one.user_id),
            issuance=self._issuance,
        )
        try:
            with unit.savepoint():
                return judge.judge(one.received, one.instant)
        except Exception as error:
            if isinstance(error, (DBAPIError, OSError)) and is_machines(error):
                raise
            _log.exception("entry failed again", command_id=one.received.entry.id)
        return self._verdict(one, Outcome(Status.REJECTED, "unexpected_error"))

    def _verdict(self, one: _Waiting, outcome: Outcome) -> Verdict:
        instant = one.instant
        edition = rules.published(self._unit.world).at(instant.effective_at).edition
        return Verdict(outcome, edition, instant.effective_at, instant.received_at, instant.grade)

    def _is_settled(self, one: _Waiting) -> bool:
        """Whether somebody closed the issue, so that nobody waits for the act any more."""
        issue = self._issue(one)
        return issue is not None and issue.closed_at is not None and issue.closed_how != REACHED

    def _issue(self, one: _Waiting) -> InboxIssue | None:
        return self._unit.world.get(InboxIssue, derived_id(one.received.entry.id, "issue"))

    def _conclude(self, one: _Waiting, verdict: Verdict, now: datetime) -> None:
        """The act has another outcome from now on, and its issue says so or is closed."""
        entry_id = one.received.entry.id
        self._unit.connection.execute(delete(WAITING_ACTS).where(WAITING_ACTS.c.command_id == entry_id))
        if is_refused(verdict.outcome) and one.code != WAITS_FOR_OTHERS:
            return
        told = {
            "status": verdict.outcome.status,
            "code": verdict.outcome.code,
            "facts": msgspec.json.encode(dict(verdict.outcome.facts)).decode(),
            "judged_edition": verdict.edition,
        }
        self._unit.connection.execute(update(COMMAND_LOG).where(COMMAND_LOG.c.id == entry_id).values(told))
        self._tell(one, verdict, now)

    def _tell(self, one: _Waiting, verdict: Verdict, now: datetime) -> None:
        known = self._issue(one)
        if known is not None and known.closed_at is not None:
            return
        issue = issue_of(one.received, verdict, one.user_id, self._unit.world)
        if issue is not None:
            self._unit.world.put(issue)
        elif known is not None:
            self._unit.world.put(replace(known, closed_at=now, closed_how=REACHED))


def _given_up(one: _Waiting, verdict: Verdict) -> Verdict:
    """The refusal that stands; settling an issue that did not come up again needs nobody's attention."""
    if one.received.entry.name == SETTLE and verdict.outcome.code == "not_found":
        return replace(verdict, outcome=Outcome(Status.NOOP, "already_done"))
    return verdict


def _refusal(facts: Mapping[str, Any]) -> Outcome:
    return Outcome(Status.REJECTED, facts.get(REFUSAL, ""), {name: facts[name] for name in facts if name != REFUSAL})


def _waiting(row: Row[Any]) -> _Waiting:
    return _Waiting(
        received=receive(PushedEntry(body=msgspec.Raw(row.body.encode()), was_done=True)),
        user_id=row.user_id,
        code=row.code,
        facts=msgspec.json.decode(row.facts),
        instant=Instant(row.effective_at, row.received_at, Grade(row.grade)),
        since=row.since,
    )


_COUNT = select(func.count()).select_from(WAITING_ACTS)
_LOGGED = COMMAND_LOG.c
_WAITING = (
    select(COMMAND_LOG, WAITING_ACTS.c.since)
    .join(WAITING_ACTS, WAITING_ACTS.c.command_id == _LOGGED.id)
    .order_by(_LOGGED.effective_at, _LOGGED.client_id, _LOGGED.mid)
)
